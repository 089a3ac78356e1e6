//! `cargo xtask opentofu`: builds the OpenTofu that the acceptance tests run, where Go is.
//!
//! `acceptance-tests/opentofu/` is a Go module that requires it, so its version and the sum of each
//! module in it are pinned in this repository.

use std::fs;

use crate::Result;
use crate::process::{at_the_root, is_installed, repository, run};

const COMMAND: &str = "github.com/opentofu/opentofu/cmd/tofu";

pub(crate) fn task(arguments: &[&str]) -> Result {
    if !arguments.is_empty() {
        return Err("opentofu takes no arguments".into());
    }
    if !is_installed("go") {
        return Err("building OpenTofu takes Go: https://go.dev/doc/install".into());
    }
    build()
}

pub(crate) fn build() -> Result {
    let module = repository().join("acceptance-tests/opentofu");
    let folder = repository().join("target/opentofu");
    let (program, stamp) = (folder.join("tofu"), folder.join("built-from"));

    // What decides the outcome is in these two files.
    let pins =
        [fs::read_to_string(module.join("go.mod"))?, fs::read_to_string(module.join("go.sum"))?];
    let pins = pins.concat();
    if program.is_file() && fs::read_to_string(&stamp).is_ok_and(|built| built == pins) {
        println!("OpenTofu is up to date: {}", program.display());
        return Ok(());
    }

    println!("building OpenTofu, which takes some minutes");
    fs::create_dir_all(&folder)?;
    run(at_the_root("go")
        .args(["build", "-mod=readonly", "-trimpath"])
        // Without the flag it calls itself a development version.
        .args(["-ldflags", "-s -w -X github.com/opentofu/opentofu/version.dev=no"])
        .arg("-o")
        .arg(&program)
        .arg(COMMAND)
        .current_dir(&module))?;
    fs::write(stamp, pins)?;
    Ok(())
}
