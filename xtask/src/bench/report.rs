//! The figures as Markdown, and whether they are as expected.

use std::fs;
use std::thread;

use acceptance_tests::client::Client;

use super::{Run, Subject};
use crate::Result;

/// What is measured in the first place: the rest is to compare with.
const OURS: usize = 0;

type Figure = fn(&Run) -> f64;

#[derive(Debug)]
pub(crate) struct Report {
    names: Vec<String>,
    has_peer: bool,
    machine: String,
    at_rest: String,
    commands: String,
    calls: String,
    missed: Vec<String>,
}

impl Report {
    pub(crate) fn new(subjects: &[Subject<'_>], client: &Client) -> Result<Report> {
        let cores = thread::available_parallelism()?;
        let memory = memory().map_or_else(String::new, |it| format!(", {it:.0} GB of memory"));
        Ok(Report {
            names: subjects.iter().map(|it| it.name.clone()).collect(),
            has_peer: subjects.len() > 2,
            machine: format!("{cores} cores{memory}; {} {}", client.name, client.version),
            at_rest: String::new(),
            commands: String::new(),
            calls: String::new(),
            missed: Vec::new(),
        })
    }

    /// A figure of each binary.
    pub(crate) fn figure(&mut self, name: &str, unit: &str, values: &[f64], most: Option<f64>) {
        let ours = values[OURS];
        let (peer, ratio) = match values.get(OURS + 1) {
            Some(peer) => (amount(*peer, unit), ratio(ours, *peer)),
            None => (String::new(), String::new()),
        };
        let expected = most.map(|it| format!("under {it} {unit}")).unwrap_or_default();
        let ours_text = amount(ours, unit);
        self.at_rest += &format!("| {name} | {ours_text} | {peer} | {ratio} | {expected} |\n");
        if let Some(most) = most {
            self.expect(name, ours, most, unit);
        }
    }

    /// A command of the client, run for each subject.
    pub(crate) fn command(&mut self, name: &str, runs: &[Option<Run>]) {
        let figures: [(&str, &str, Figure); 4] = [
            ("time", "s", |it| it.wall.as_secs_f64()),
            ("processor", "s", |it| it.usage.cpu.as_secs_f64()),
            ("memory", "MB", |it| it.usage.memory as f64 / 1e6),
            ("calls", "", |it| it.calls.values().sum::<usize>() as f64),
        ];
        for (figure, unit, value) in figures {
            let value = |place: usize| runs.get(place)?.as_ref().map(value);
            let floor = if figure == "time" { runs.len() - 1 } else { usize::MAX };
            let peer = if self.has_peer { OURS + 1 } else { usize::MAX };
            let text = |place| value(place).map(|it| amount(it, unit)).unwrap_or_default();
            let ratio = match (value(OURS), value(peer)) {
                (Some(ours), Some(peer)) => ratio(ours, peer),
                _ => String::new(),
            };
            let (ours, peer, floor) = (text(OURS), text(peer), text(floor));
            self.commands +=
                &format!("| {name} | {figure} | {ours} | {peer} | {ratio} | {floor} |\n");
        }
    }

    /// The calls of a command for one queue, by operation.
    pub(crate) fn operations(&mut self, name: &str, runs: &[Option<Run>]) {
        let text = |place: usize| {
            let Some(Some(run)) = runs.get(place) else { return String::new() };
            let calls = run.calls.iter().filter(|(name, _)| *name != "GetCallerIdentity");
            let total: usize = calls.clone().map(|(_, count)| count).sum();
            let each: Vec<_> = calls.map(|(name, count)| format!("{count} {name}")).collect();
            format!("{total}: {}", each.join(", "))
        };
        let peer = if self.has_peer { text(OURS + 1) } else { String::new() };
        self.calls += &format!("| {name} | {} | {peer} |\n", text(OURS));
    }

    /// Remembers a figure of ours that is more than expected.
    pub(crate) fn expect(&mut self, name: &str, value: f64, most: f64, unit: &str) {
        if value > most {
            let (value, most) = (amount(value, unit), amount(most, unit));
            self.missed.push(format!("{name}: {value}, and at most {most} was expected"));
        }
    }

    /// The same for the calls of a command on that many queues. One more is for the credentials.
    pub(crate) fn expect_calls(&mut self, name: &str, run: &Run, count: usize, each: usize) {
        let calls = run.calls.iter().filter(|(name, _)| *name != "GetCallerIdentity");
        let calls: usize = calls.map(|(_, count)| count).sum();
        self.expect(&format!("{name}, calls"), calls as f64, (count * each) as f64, "");
    }

    pub(crate) fn text(&self) -> String {
        let [ours, peer] = [OURS, OURS + 1].map(|it| match self.names.get(it) {
            Some(name) if it == OURS || self.has_peer => name.as_str(),
            _ => "no peer",
        });
        let Report { machine, at_rest, commands, calls, .. } = self;
        let floor = self.names.last().map_or("", String::as_str);
        let mut text = format!(
            "Machine: {machine}.\n\n\
             | | {ours} | {peer} | ratio | expected |\n|---|--:|--:|--:|--:|\n{at_rest}\n\
             | queues | | {ours} | {peer} | ratio | {floor} |\n|---|---|--:|--:|--:|--:|\n\
             {commands}\n\
             | calls to SQS for one queue | {ours} | {peer} |\n|---|---|---|\n{calls}"
        );
        for missed in &self.missed {
            text += &format!("\nMissed: {missed}.\n");
        }
        text
    }

    pub(crate) fn verdict(&self) -> Result {
        if self.missed.is_empty() {
            return Ok(());
        }
        Err(format!("not as expected:\n{}", self.missed.join("\n")).into())
    }
}

fn amount(value: f64, unit: &str) -> String {
    let digits = if unit.is_empty() || value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.digits$} {unit}").trim_end().to_owned()
}

/// How many times ours the peer's is.
fn ratio(ours: f64, peer: f64) -> String {
    if ours <= 0.0 {
        return String::new();
    }
    let ratio = peer / ours;
    if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") }
}

/// The machine's memory in GB, where the system tells it.
fn memory() -> Option<f64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|it| it.strip_prefix("MemTotal:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024.0 / 1e9)
}
