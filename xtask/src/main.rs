//! The tasks of this workspace: `cargo xtask <task>`.
#![expect(clippy::print_stdout, reason = "a command for people, not a provider")]

mod acceptance;
mod aws;
mod bench;
mod demo;
mod generate;
mod install;
mod mirror;
mod new;
mod opentofu;
mod process;
mod test;

use std::env;
use std::process::ExitCode;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A task: one file, and a line in [`TASKS`].
struct Task {
    name: &'static str,
    arguments: &'static str,
    about: &'static str,
    run: fn(&[&str]) -> Result,
}

const TASKS: &[Task] = &[
    Task {
        name: "acceptance",
        arguments: "[filter]",
        about: "Run the acceptance tests with every client of this machine",
        run: acceptance::task,
    },
    Task { name: "aws", arguments: "[-p PORT]", about: "Run the stand-in for AWS", run: aws::run },
    Task {
        name: "bench",
        arguments: "[--quick | --write]",
        about: "Measure the provider, beside hashicorp/aws where it is present",
        run: bench::task,
    },
    Task {
        name: "demo",
        arguments: "[--release]",
        about: "Show the provider at work on examples/order-events, without an AWS account",
        run: demo::task,
    },
    Task {
        name: "generate",
        arguments: "[--check]",
        about: "Write contracts, documentation and the Rust of the plugin protocol",
        run: generate::task,
    },
    Task {
        name: "install",
        arguments: "[--dev]",
        about: "Build the provider and install it for `terraform init` and `tofu init`",
        run: install::task,
    },
    Task {
        name: "mirror",
        arguments: "DIR [--dev]",
        about: "Lay out a filesystem mirror that answers for hashicorp/aws as well",
        run: mirror::task,
    },
    Task {
        name: "new",
        arguments: "<type> …",
        about: "Start resources from their namesakes in hashicorp/aws",
        run: new::task,
    },
    Task {
        name: "opentofu",
        arguments: "",
        about: "Build OpenTofu for the acceptance tests",
        run: opentofu::task,
    },
    Task {
        name: "test",
        arguments: "",
        about: "Run all that must hold before a merge",
        run: test::task,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let task = arguments.first().and_then(|name| TASKS.iter().find(|it| it.name == *name));
    let Some(task) = task else {
        eprintln!("usage: cargo xtask <task>\n");
        for task in TASKS {
            eprintln!("  {:24}{}", format!("{} {}", task.name, task.arguments), task.about);
        }
        return ExitCode::FAILURE;
    };
    match (task.run)(&arguments[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
