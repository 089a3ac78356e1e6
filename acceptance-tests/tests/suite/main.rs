//! The acceptance tests. Each is run with every client that the machine has, and is called
//! `<client>::<type>::<case>`; words on the command line choose those whose names hold them.
//!
//! * `examples.rs`: the ritual that every example goes through,
//! * `cases.rs`: what an example is not enough for: updates, replacements, errors,
//! * `generated.rs`: configurations that the client makes of what it imports,
//! * `migration.rs`: states of hashicorp/aws are taken over and given back,
//! * `faults.rs`: calls that fail, answers that are lost, a provider that dies,
//! * `pairs.rs`: from any configuration to any other, by chance,
//! * `secrets.rs`: secrets are planted, and looked for in all that is written.
#![expect(clippy::print_stdout, reason = "a test's output, not a provider's")]
#![expect(clippy::disallowed_methods, reason = "the rule is for providers: here clocks are tested")]

mod cases;
mod examples;
mod faults;
mod generated;
mod migration;
mod modules;
mod pairs;
mod secrets;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use acceptance_tests::Result;
use acceptance_tests::client::{Client, Clients};
use acceptance_tests::cloud::{Cloud, Clouds};
use acceptance_tests::provider::{Mirror, Provider};
use acceptance_tests::workspace::Workspace;
use libtest_mimic::{Arguments, Trial};

/// What all the tests of one client share.
#[derive(Debug)]
struct Suite {
    client: Client,
    provider: Arc<Provider>,
    /// hashicorp/aws, where the machine has it.
    peer: Option<Arc<Provider>>,
    mirror: Arc<Mirror>,
    clouds: Arc<Clouds>,
    /// Tests by client: run, failed.
    counts: Arc<Mutex<BTreeMap<String, (usize, usize)>>>,
}

impl Suite {
    /// A workspace whose provider calls `endpoint`.
    fn workspace(&self, endpoint: &str) -> Result<Workspace> {
        Workspace::new(&self.client, &self.mirror.config(), endpoint)
    }

    /// A workspace with our provider, installed, and this configuration.
    fn installed(&self, endpoint: &str, configuration: &str) -> Result<Workspace> {
        let workspace = self.workspace(endpoint)?;
        workspace.write("main.tf", configuration)?;
        // Examples on their own pages do not repeat the requirement.
        if !configuration.contains("required_providers") {
            workspace.write("provider.tf", &self.provider.requirement())?;
        }
        workspace.init()?;
        Ok(workspace)
    }

    fn trial(
        self: &Arc<Suite>,
        name: &str,
        test: impl FnOnce(&Suite, &Cloud<'_>) -> Result + Send + 'static,
    ) -> Trial {
        let suite = self.clone();
        let name = format!("{}::{name}", self.client.name);
        Trial::test(name, move || {
            let result = suite.clouds.take().and_then(|cloud| {
                test(&suite, &cloud)?;
                cloud.verify()
            });
            let mut counts = suite.counts.lock().unwrap_or_else(PoisonError::into_inner);
            let (run, failed) = counts.entry(suite.client.name.clone()).or_default();
            *run += 1;
            *failed += usize::from(result.is_err());
            Ok(result?)
        })
    }
}

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Most of the time a test waits, for retries and for what takes AWS seconds.
    arguments.test_threads.get_or_insert(3 * thread::available_parallelism().map_or(1, Into::into));
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("acceptance tests cannot run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode> {
    let clients = Clients::find();
    for missing in &clients.missing {
        println!("SKIPPED: {missing}");
    }
    if clients.found.is_empty() {
        return Err("this machine has neither terraform nor tofu".to_owned());
    }
    let provider = Arc::new(Provider::tested()?);
    let peer = Provider::peer().map(Arc::new);
    if peer.is_none() {
        println!(
            "SKIPPED: the migration tests; AWS_PEER is to name a terraform-provider-aws_v5 binary"
        );
    }
    let others: Vec<&Provider> = peer.as_deref().into_iter().collect();
    let mirror = Arc::new(Mirror::of_scripts(&provider, &others)?);
    let clouds = Arc::new(Clouds::default());
    let counts = Arc::new(Mutex::new(BTreeMap::new()));

    let mut trials = Vec::new();
    for client in &clients.found {
        println!("{} {}: {}", client.name, client.version, client.program.display());
        let suite = Arc::new(Suite {
            client: client.clone(),
            provider: provider.clone(),
            peer: peer.clone(),
            mirror: mirror.clone(),
            clouds: clouds.clone(),
            counts: counts.clone(),
        });
        trials.extend(examples::trials(&suite)?);
        trials.extend(cases::trials(&suite)?);
        trials.extend(migration::trials(&suite)?);
        trials.extend(modules::trials(&suite)?);
        trials.extend(faults::trials(&suite)?);
        trials.extend(generated::trials(&suite));
        trials.extend(pairs::trials(&suite)?);
        trials.extend(secrets::trials(&suite)?);
    }

    let conclusion = libtest_mimic::run(arguments, trials);
    for client in &clients.found {
        let counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        let (run, failed) = counts.get(&client.name).copied().unwrap_or_default();
        println!("{} {}: {run} ran, {failed} failed", client.name, client.version);
    }
    Ok(conclusion.exit_code())
}

/// The folders in a folder, sorted; none where it is missing.
fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries.map(|it| it.path()).filter(|it| it.is_dir()).collect();
    folders.sort();
    folders
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|it| it.to_str()).unwrap_or_default()
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Fails with the words unless it holds.
fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Result {
    if holds { Ok(()) } else { Err(otherwise()) }
}
