//! Turns `tfplugin/proto/` into Rust.
//!
//! The outcome is committed, so that building the provider needs neither `protoc` nor a build script.

use std::{error::Error, fs, path::Path};

const FILES: [&str; 2] = ["tfplugin6.proto", "go_plugin.proto"];

/// `cargo xtask proto [--check]`
pub(crate) fn task(arguments: &[&str]) -> crate::Result {
    match arguments {
        [] => generate(false),
        ["--check"] => generate(true),
        _ => Err("usage: cargo xtask proto [--check]".into()),
    }
}

/// Writes the Rust of the protocol's messages and services; with `check`, only compares and fails
/// if what is committed differs.
fn generate(check: bool) -> Result<(), Box<dyn Error>> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent folder")?;
    let committed = root.join("tfplugin/src/wire/generated");
    let fresh = root.join("target/proto");
    fs::create_dir_all(&fresh)?;

    let descriptors = protox::compile(FILES, [root.join("tfplugin/proto")])?;
    tonic_prost_build::configure()
        .out_dir(&fresh)
        .bytes(".")
        .build_transport(false)
        .generate_default_stubs(true)
        .compile_fds(descriptors)?;

    for package in ["tfplugin6.rs", "plugin.rs"] {
        let (fresh, committed) = (fresh.join(package), committed.join(package));
        if !check {
            fs::create_dir_all(committed.parent().unwrap_or(root))?;
            fs::copy(fresh, committed)?;
        } else if fs::read(fresh)? != fs::read(&committed)? {
            let file = committed.display();
            return Err(format!("{file} is not current: run `cargo xtask proto`").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_rust_is_current() {
        super::generate(true).unwrap();
    }
}
