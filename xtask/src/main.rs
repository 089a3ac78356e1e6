//! The tasks of this workspace: `cargo xtask <task>`.
#![expect(clippy::print_stdout, reason = "a command for people, not a provider")]

mod aws;
mod generate;
mod new;
mod proto;

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
    Task { name: "aws", arguments: "[-p PORT]", about: "Run the stand-in for AWS", run: aws::run },
    Task {
        name: "generate",
        arguments: "[--check]",
        about: "Write contracts and documentation",
        run: generate::task,
    },
    Task {
        name: "new",
        arguments: "<type> …",
        about: "Start resources from their namesakes in hashicorp/aws",
        run: new::task,
    },
    Task {
        name: "proto",
        arguments: "[--check]",
        about: "Write the Rust of the plugin protocol",
        run: proto::task,
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
