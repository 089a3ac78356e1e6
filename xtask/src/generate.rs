//! Contracts and pages, from the schemas that the provider serves, and the Rust of the protocol.

use std::process::Command;

/// `cargo xtask generate [--check]`
pub(crate) fn task(arguments: &[&str]) -> crate::Result {
    match arguments {
        [] => run(false),
        ["--check"] => run(true),
        _ => Err("usage: cargo xtask generate [--check]".into()),
    }
}

/// Writes what is generated, or compares it. Both are tests where it belongs: a task that had the
/// schemas would have to be built with all of AWS. No package is named, so that AWS is built as for
/// `cargo test`, and not once more with other features.
pub(crate) fn run(check: bool) -> crate::Result {
    let mut test = Command::new(env!("CARGO"));
    test.args(["test", "--quiet", "--test", "generated", "--test", "proto"]);
    match check {
        true => test.env_remove("UPDATE"),
        false => test.env("UPDATE", "1"),
    };
    match test.status()?.success() {
        true => Ok(()),
        false => Err("what is generated is not up to date".into()),
    }
}
