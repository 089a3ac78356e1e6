//! `cargo xtask acceptance [filter]`: the acceptance tests whose names hold the filter, with every
//! client that the machine has.

use std::process::Command;

use crate::process::{cargo, run};
use crate::{Result, opentofu, process};

pub(crate) fn task(arguments: &[&str]) -> Result {
    prepare()?;
    run(&mut command(arguments))
}

/// Builds the client that nobody has installed, where that is possible.
pub(crate) fn prepare() -> Result {
    if process::is_installed("go") {
        return opentofu::build();
    }
    println!("SKIPPED: OpenTofu, which takes Go to build");
    Ok(())
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.args(["test", "--quiet", "--package", "acceptance-tests", "--test", "suite", "--"]);
    command.args(arguments);
    command
}
