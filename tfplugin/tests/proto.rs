//! The Rust of the protocol's messages and services is current. It is committed, so that building a
//! provider needs neither `protoc` nor a build script.
//!
//! `UPDATE=1` writes it: `cargo xtask generate`.

use std::fs;
use std::path::Path;

const FILES: [&str; 2] = ["tfplugin6.proto", "go_plugin.proto"];

#[test]
fn the_rust_of_the_protocol_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = root.join("src/wire/generated");
    let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("proto");
    fs::create_dir_all(&fresh).expect("the folder can be made");

    let descriptors = protox::compile(FILES, [root.join("proto")]).expect("the files are right");
    tonic_prost_build::configure()
        .out_dir(&fresh)
        .bytes(".")
        .build_transport(false)
        .generate_default_stubs(true)
        .compile_fds(descriptors)
        .expect("the files are right");

    for package in ["tfplugin6.rs", "plugin.rs"] {
        let fresh = fs::read_to_string(fresh.join(package)).expect("it was just written");
        let committed = committed.join(package);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&committed, &fresh).expect("the file can be written");
        }
        let is_current = fs::read_to_string(&committed).is_ok_and(|it| it == fresh);
        assert!(is_current, "{package} is not current: run `cargo xtask generate`");
    }
}
