//! The tasks of this workspace: `cargo xtask <task>`.

use std::{env, error::Error, process::ExitCode};

mod aws;
mod proto;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match run(&args.iter().map(String::as_str).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[&str]) -> Result<(), Box<dyn Error>> {
    match args {
        ["aws", args @ ..] => aws::run(args),
        ["proto"] => proto::generate(false),
        ["proto", "--check"] => proto::generate(true),
        _ => Err("usage: cargo xtask aws [-p PORT] | proto [--check]".into()),
    }
}
