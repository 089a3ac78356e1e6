//! `cargo xtask test`: all that must hold before a change is merged.
//!
//! A failure does not keep the rest from running. The last line counts the tests.

use std::process::Command;

use crate::process::{at_the_root, cargo, is_installed, repository, run, shown, watch};
use crate::{Result, acceptance};

pub(crate) fn task(arguments: &[&str]) -> Result {
    if !arguments.is_empty() {
        return Err("test takes no arguments".into());
    }
    let mut gate = Gate::default();
    gate.check(cargo().args(["fmt", "--all", "--check"]));
    let clippy = |what: &[&str]| {
        let mut command = cargo();
        command.args(["clippy", "--quiet"]).args(what).args(["--", "-D", "warnings"]);
        command
    };
    gate.check(&mut clippy(&["--workspace", "--all-targets"]));
    // What is built without tests, and with few services, has neither their features nor their
    // dependencies.
    let package = ["--package", "terraform-provider-aws-messaging"];
    let services = ["--no-default-features", "--features", "sqs"];
    gate.check(&mut clippy(&[package.as_slice(), &services].concat()));
    gate.count(cargo().args(["test", "--quiet"]));
    gate.count(cargo().args(["test", "--quiet", "--package", "acceptance-tests", "--lib"]));
    match acceptance_tests::aws::python() {
        Ok(python) => {
            let stand_in = |arguments: &[&str]| {
                let mut command = at_the_root(&python);
                command.arg("-m").args(arguments);
                command.current_dir(repository().join("acceptance-tests/aws"));
                command
            };
            gate.check(&mut stand_in(&["ruff", "format", "--quiet", "--check"]));
            gate.check(&mut stand_in(&["ruff", "check", "--quiet"]));
            gate.check(&mut stand_in(&["mypy"]));
            gate.count(&mut stand_in(&["pytest"]));
        }
        Err(error) => gate.failed("the stand-in's own tests", &error),
    }
    if let Err(error) = acceptance::prepare() {
        gate.failed("building OpenTofu", &error.to_string());
    }
    gate.count(&mut acceptance::command(&[]));
    if is_installed("cargo-deny") {
        let deny = ["deny", "--log-level", "error", "check", "--hide-inclusion-graph"];
        gate.check(cargo().args(deny).args(["bans", "licenses", "sources"]));
        // The only check that needs the network.
        let fetched = cargo().args(["deny", "--log-level", "off", "fetch", "db"]).status();
        if fetched.is_ok_and(|it| it.success()) {
            gate.check(cargo().args(deny).arg("advisories"));
        } else {
            gate.skipped("known vulnerabilities: their list at github.com cannot be fetched");
        }
    } else {
        gate.skipped("cargo deny: `cargo install cargo-deny` installs it");
    }
    gate.end()
}

/// What came of the checks so far.
#[derive(Debug, Default)]
struct Gate {
    passed: usize,
    failed: usize,
    skipped: usize,
    /// The steps that failed and those that did not run, to be said again at the end.
    words: Vec<String>,
}

impl Gate {
    /// Runs a command that has no tests to count, and counts as one.
    fn check(&mut self, command: &mut Command) {
        println!("\n== {}", shown(command));
        match run(command) {
            Ok(()) => self.passed += 1,
            Err(error) => self.failed(&shown(command), &error.to_string()),
        }
    }

    /// Runs a command that runs tests.
    fn count(&mut self, command: &mut Command) {
        println!("\n== {}", shown(command));
        let before = self.failed;
        let mut seen = Gate::default();
        let ended = watch(command, |line| seen.read(line));
        self.passed += seen.passed;
        self.failed += seen.failed;
        self.skipped += seen.skipped;
        self.words.append(&mut seen.words);
        match ended {
            Ok(true) => {}
            // Tests that failed are counted; a step may also fail before its tests or after.
            Ok(false) if self.failed > before => {
                self.words.push(format!("FAILED: {}", shown(command)));
            }
            Ok(false) => self.failed(&shown(command), "ended with an error"),
            Err(error) => self.failed(&shown(command), &error.to_string()),
        }
    }

    /// Takes the counts from the last line of a test runner: of Rust's `test result: FAILED.
    /// 3 passed; 1 failed; 2 ignored; …`, of pytest's `1 failed, 3 passed, 2 skipped in 3.20s`.
    fn read(&mut self, line: &str) {
        if line.starts_with("SKIPPED: ") {
            self.words.push(line.to_owned());
        }
        let counts = line.strip_prefix("test result: ").or_else(|| of_pytest(line));
        let words = counts.into_iter().flat_map(|it| it.split([' ', ';', ',']));
        let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
        for pair in words.windows(2) {
            self.add(pair[1], pair[0]);
        }
    }

    fn add(&mut self, name: &str, count: &str) {
        let Ok(count) = count.parse::<usize>() else { return };
        match name {
            "passed" => self.passed += count,
            "failed" | "error" | "errors" => self.failed += count,
            "ignored" | "skipped" => self.skipped += count,
            _ => {}
        }
    }

    fn failed(&mut self, step: &str, error: &str) {
        eprintln!("{step}: {error}");
        self.failed += 1;
        self.words.push(format!("FAILED: {step}"));
    }

    fn skipped(&mut self, step: &str) {
        self.skipped += 1;
        self.words.push(format!("SKIPPED: {step}"));
    }

    fn end(self) -> Result {
        println!();
        for line in &self.words {
            println!("{line}");
        }
        println!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped);
        if self.failed > 0 { Err("the gate is shut".into()) } else { Ok(()) }
    }
}

/// The counts in pytest's last line; nothing of any other line.
fn of_pytest(line: &str) -> Option<&str> {
    let (counts, time) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    let seconds = time.split('s').next()?.parse::<f64>();
    let first = counts.split(' ').next()?.parse::<usize>();
    (seconds.is_ok() && first.is_ok()).then_some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_each_runner_are_read() {
        let mut gate = Gate::default();
        for line in [
            "test result: ok. 10 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.71s",
            "test killed_before_the_creation ... ok",
            "12 passed, 1785 subtests passed in 30.31s",
            "==== 1 failed, 3 passed, 3 skipped, 2 errors in 71.20s (0:01:11) ====",
            "3 passed in the stand-in",
            "no tests ran in 0.01s",
        ] {
            gate.read(line);
        }
        assert_eq!((gate.passed, gate.failed, gate.skipped), (25, 3, 4));
    }
}
