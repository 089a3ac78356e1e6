//! `cargo xtask bench`: what the provider takes, side by side with hashicorp/aws where it is
//! present, and with `terraform_data`, which is what Terraform takes without any provider.
//!
//! It prints Markdown; `--write` puts it into `docs/guides/performance.md`.

mod report;
mod usage;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use acceptance_tests::client::{Client, Clients};
use acceptance_tests::provider::{Mirror, Provider};
use acceptance_tests::sqs::Sqs;
use acceptance_tests::workspace::Workspace;
use generators::files;
use serde_json::Value;

use self::report::Report;
use self::usage::{Usage, Watched};
use crate::Result;
use crate::process::repository;

const GUIDE: &str = "docs/guides/performance.md";

/// A peer takes minutes where we take seconds, and is not killed for it.
const LIMIT: Duration = Duration::from_secs(3600);

const HANDSHAKES: usize = 15;

/// How much is measured.
struct Extent {
    /// Queues that are planned, each with the number of runs.
    plans: &'static [(usize, usize)],
    /// Queues that are created and destroyed, each with the number of runs.
    applies: &'static [(usize, usize)],
    /// The peer's creations and destructions are waits, which take minutes and vary little: once.
    peer_applies: usize,
}

const FULL: Extent = Extent {
    plans: &[(0, 5), (1, 5), (100, 5), (1000, 3)],
    applies: &[(1, 5), (20, 3), (100, 3)],
    peer_applies: 100,
};
const QUICK: Extent =
    Extent { plans: &[(0, 3), (1, 3), (100, 1)], applies: &[(1, 1), (20, 1)], peer_applies: 1 };

pub(crate) fn task(arguments: &[&str]) -> Result {
    let (extent, write) = match arguments {
        [usage::FLAG, rest @ ..] => return usage::stand_between(rest),
        [] => (FULL, false),
        ["--quick"] => (QUICK, false),
        ["--write"] => (FULL, true),
        _ => return Err("usage: cargo xtask bench [--quick | --write]".into()),
    };
    let clients = Clients::find();
    let client = clients.found.first().ok_or("neither terraform nor tofu is on the path")?;
    eprintln!("building the provider");
    let ours = Provider::ours("release")?;
    let peer = Provider::peer();
    if peer.is_none() {
        eprintln!("no hashicorp/aws to compare with: AWS_PEER names its binary");
    }

    let mut subjects = vec![Subject::new("this provider", Some(&ours), client)?];
    if let Some(peer) = &peer {
        let name = format!("hashicorp/aws {}", peer.version);
        subjects.push(Subject::new(&name, Some(peer), client)?);
    }
    subjects.push(Subject::new("`terraform_data`", None, client)?);

    let mut report = Report::new(&subjects, client)?;
    at_rest(&subjects, &mut report)?;
    for (count, runs) in extent.applies {
        applies(&subjects, *count, *runs, extent.peer_applies, &mut report)?;
    }
    for (count, runs) in extent.plans {
        plans(&subjects, *count, *runs, &mut report)?;
    }
    let text = report.text();
    println!("{text}");
    if write {
        let path = repository().join(GUIDE);
        let guide = fs::read_to_string(&path)?;
        let guide = files::between(&guide, "`cargo xtask bench`", &text);
        fs::write(path, guide.ok_or("the guide has no place for it")?)?;
    }
    report.verdict()
}

/// Something whose cost is measured.
struct Subject<'a> {
    name: String,
    binary: Option<&'a Path>,
    watched: Option<Watched>,
    /// What the client installs from; it lives as long as the workspace.
    _mirror: Option<Mirror>,
    workspace: Workspace,
    sqs: Sqs,
}

/// One command of the client.
#[derive(Debug, Clone, Default)]
struct Run {
    wall: Duration,
    usage: Usage,
    calls: BTreeMap<String, usize>,
}

impl<'a> Subject<'a> {
    fn new(name: &str, provider: Option<&'a Provider>, client: &Client) -> Result<Subject<'a>> {
        let sqs = Sqs::start()?;
        let watched = provider.map(Watched::new).transpose()?;
        let mirror = watched.as_ref().map(|it| Mirror::new(&it.provider)).transpose()?;
        let config = mirror.as_ref().map_or_else(|| "/dev/null".into(), Mirror::config);
        let workspace = Workspace::new(client, &config, &sqs.url)?;
        let binary = provider.map(|it| it.binary.as_path());
        let subject =
            Subject { name: name.to_owned(), binary, watched, _mirror: mirror, workspace, sqs };
        subject.configure(0)?;
        subject.workspace.init()?;
        Ok(subject)
    }

    /// A configuration with that many queues.
    fn configure(&self, count: usize) -> Result {
        let resource = |kind: &str, argument: &str| {
            format!(
                "resource \"{kind}\" \"bench\" {{\n  count = {count}\n  \
                 {argument} = \"bench-${{count.index}}\"\n}}\n"
            )
        };
        let text = match &self.watched {
            Some(watched) => format!(
                "{}provider \"aws\" {{}}\n{}",
                watched.provider.requirement(),
                resource("aws_sqs_queue", "name")
            ),
            None => resource("terraform_data", "input"),
        };
        Ok(self.workspace.write("main.tf", &text)?)
    }

    fn run(&self, arguments: &[&str]) -> Result<(Run, String)> {
        eprint!("{}: {} ", self.name, arguments.join(" "));
        self.sqs.take_calls();
        let begin = Instant::now();
        let ended = self.workspace.start(arguments)?.wait(LIMIT)?;
        let wall = begin.elapsed();
        eprintln!("{:.1} s", wall.as_secs_f64());
        if ended.code != Some(0) {
            return Err(format!("{}: {arguments:?}\n{}", self.name, ended.said).into());
        }
        let usage = self.watched.as_ref().map_or_else(|| Ok(Usage::default()), Watched::take)?;
        Ok((Run { wall, usage, calls: self.sqs.take_calls() }, ended.said))
    }

    fn apply(&self, count: usize) -> Result<Run> {
        self.configure(count)?;
        let (run, _) = self.run(&["apply", "-no-color", "-auto-approve"])?;
        if self.workspace.managed()?.len() != count {
            return Err(format!("{}: not {count} in the state", self.name).into());
        }
        Ok(run)
    }

    fn destroy(&self) -> Result<Run> {
        let (run, _) = self.run(&["destroy", "-no-color", "-auto-approve"])?;
        if !self.workspace.managed()?.is_empty() || !self.sqs.is_empty() {
            return Err(format!("{}: something is left", self.name).into());
        }
        Ok(run)
    }

    /// A plan of what is in the state already, which must be empty.
    fn plan(&self) -> Result<Run> {
        Ok(self.run(&["plan", "-no-color", "-detailed-exitcode"])?.0)
    }

    /// Turns one queue in the state into many, without the time that it takes to create them.
    fn multiply(&self, count: usize) -> Result {
        self.configure(count)?;
        self.sqs.fill("bench-0", (0..count).map(|index| format!("bench-{index}")));
        let path = self.workspace.path().join("terraform.tfstate");
        let mut state: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let resource = state.pointer_mut("/resources/0").ok_or("nothing in the state")?;
        let first = resource["instances"][0].to_string();
        let instances = (0..count).map(|index| {
            let mut instance: Value =
                serde_json::from_str(&first.replace("bench-0", &format!("bench-{index}")))?;
            instance["index_key"] = index.into();
            Ok(instance)
        });
        resource["instances"] = Value::Array(instances.collect::<Result<_>>()?);
        fs::write(path, state.to_string())?;
        Ok(())
    }
}

fn at_rest(subjects: &[Subject<'_>], report: &mut Report) -> Result {
    let mut sizes = Vec::new();
    let mut handshakes = Vec::new();
    let mut schemas = Vec::new();
    let mut runs = Vec::new();
    for subject in subjects {
        let Some(binary) = subject.binary else { continue };
        let mut times = Vec::new();
        // The first one reads the binary from the disk.
        for _ in 0..=HANDSHAKES {
            times.push(usage::handshake(binary)?.as_secs_f64() * 1e3);
        }
        handshakes.push(median(times.split_off(1)));
        sizes.push(fs::metadata(binary)?.len() as f64 / 1e6);
        let arguments = ["providers", "schema", "-json"];
        let mut several = Vec::new();
        for _ in 0..3 {
            let (run, said) = subject.run(&arguments)?;
            several.push(run);
            if several.len() == 3 {
                schemas.push(said.len() as f64 / 1e6);
            }
        }
        runs.push(middle(&several));
    }
    report.figure("Size of the binary", "MB", &sizes, Some(20.0));
    report.figure("Handshake", "ms", &handshakes, Some(20.0));
    report.figure("Schema, as JSON", "MB", &schemas, None);
    let cpu: Vec<_> = runs.iter().map(|it| it.usage.cpu.as_secs_f64()).collect();
    report.figure("Processor time to tell the schema", "s", &cpu, None);
    let memory: Vec<_> = runs.iter().map(|it| it.usage.memory as f64 / 1e6).collect();
    report.figure("Memory to tell the schema", "MB", &memory, Some(40.0));
    Ok(())
}

fn applies(
    subjects: &[Subject<'_>],
    count: usize,
    runs: usize,
    peer_limit: usize,
    report: &mut Report,
) -> Result {
    let mut created = Vec::new();
    let mut destroyed = Vec::new();
    for subject in subjects {
        let is_peer = subject.name.starts_with("hashicorp");
        if is_peer && count > peer_limit {
            created.push(None);
            destroyed.push(None);
            continue;
        }
        let mut several = (Vec::new(), Vec::new());
        for _ in 0..if is_peer { 1 } else { runs } {
            several.0.push(subject.apply(count)?);
            several.1.push(subject.destroy()?);
        }
        created.push(Some(middle(&several.0)));
        destroyed.push(Some(middle(&several.1)));
    }
    report.command(&format!("create {count}"), &created);
    report.command(&format!("destroy {count}"), &destroyed);
    if count == 1 {
        report.operations("create", &created);
        report.operations("refresh and destroy", &destroyed);
    }
    if let (Some(Some(ours)), Some(Some(floor))) = (created.first(), created.last()) {
        report.expect_calls(&format!("create {count}"), ours, count, 3);
        // What Terraform itself and the start of processes take is not the queue's.
        let more = ours.wall.saturating_sub(floor.wall).as_secs_f64() / count as f64;
        report.expect(&format!("each of {count} queues"), more, 0.3, "s");
    }
    Ok(())
}

fn plans(subjects: &[Subject<'_>], count: usize, runs: usize, report: &mut Report) -> Result {
    for subject in subjects {
        if count == 0 {
            subject.configure(0)?;
            continue;
        }
        if subject.workspace.managed()?.is_empty() {
            subject.apply(1)?;
        }
        subject.multiply(count)?;
    }
    let mut several = vec![Vec::new(); subjects.len()];
    // In turns, so that what else the machine does meets all alike.
    for _ in 0..runs {
        for (subject, several) in subjects.iter().zip(&mut several) {
            several.push(subject.plan()?);
        }
    }
    let plans: Vec<_> = several.iter().map(|it| Some(middle(it))).collect();
    report.command(&format!("plan {count}"), &plans);
    if count == 1 {
        report.operations("refresh", &plans);
    }
    if let Some(Some(ours)) = plans.first() {
        report.expect_calls(&format!("plan {count}"), ours, count, 2);
        let memory = ours.usage.memory as f64 / 1e6;
        report.expect(&format!("plan {count}"), memory, 40.0, "MB");
        let cpu = ours.usage.cpu.as_secs_f64();
        report.expect(&format!("plan {count}"), cpu, 1.5, "s");
    }
    Ok(())
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The median of each figure. Calls are the same in every run, or those of the last one.
fn middle(runs: &[Run]) -> Run {
    let of = |figure: fn(&Run) -> f64| median(runs.iter().map(figure).collect());
    Run {
        wall: Duration::from_secs_f64(of(|it| it.wall.as_secs_f64())),
        usage: Usage {
            cpu: Duration::from_secs_f64(of(|it| it.usage.cpu.as_secs_f64())),
            memory: of(|it| it.usage.memory as f64) as u64,
        },
        calls: runs.last().map(|it| it.calls.clone()).unwrap_or_default(),
    }
}
