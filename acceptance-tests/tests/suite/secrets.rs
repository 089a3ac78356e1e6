//! Secrets are planted, and looked for in all that a client writes: states and their backups, plans,
//! what it says, and logs at TRACE. Write-only ones are nowhere. Others are in states and plans
//! alone, where they are marked as sensitive: never in a message, never in a line of the provider's.
//!
//! The configuration is `acceptance-tests/secrets/<service>.tf`; its variables are the secrets.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use acceptance_tests::cloud::Cloud;
use acceptance_tests::proxy::{Fault, Proxy, Rule};
use acceptance_tests::workspace::Workspace;
use acceptance_tests::{Result, aws, repository};
use libtest_mimic::Trial;
use serde_json::Value;

use crate::examples::everything_goes;
use crate::{Suite, ensure, read};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    Ok(vec![
        suite.trial("secrets::mq", |suite, cloud| planted(suite, cloud, &MQ)),
        suite.trial("secrets::sns", |suite, cloud| planted(suite, cloud, &SNS)),
        suite.trial("secrets::endpoints", endpoints),
    ])
}

/// The secrets of a service, which are the variables of its configuration.
struct Service {
    name: &'static str,
    ordinary: &'static [&'static str],
    write_only: &'static [&'static str],
    /// Those that stay in the state as they were created.
    lasting: &'static [&'static str],
    /// Where the state marks secrets: the name of a resource, and the place in it. Marks of what is
    /// in a set are on the whole of it.
    marks: &'static [(&'static str, &'static str)],
    /// The calls that change them.
    changes: &'static str,
    /// A part of the configuration, and one in its place that is refused.
    mistake: (&'static str, &'static str),
    /// What makes a secret one that is refused.
    invalid: Option<&'static str>,
}

const MQ: Service = Service {
    name: "mq",
    ordinary: &["user", "admin", "service_account", "replication"],
    write_only: &["user_wo", "admin_wo", "service_account_wo", "replication_wo"],
    // RabbitMQ's user.
    lasting: &["admin"],
    marks: &[("active", "/ldap_server_metadata/0/service_account_password"), ("rabbit", "/user")],
    changes: "PUT *",
    mistake: ("5.17.6", "5.1.6"),
    invalid: Some(","),
};

const SNS: Service = Service {
    name: "sns",
    ordinary: &["credential", "principal"],
    write_only: &["credential_wo", "principal_wo"],
    lasting: &[],
    marks: &[("stated", "/platform_credential"), ("stated", "/platform_principal")],
    changes: "SetPlatformApplicationAttributes",
    mistake: ("\"100\"", "\"101\""),
    invalid: None,
};

/// How often each secret has been changed.
struct Secrets {
    service: &'static Service,
    rotations: usize,
}

impl Secrets {
    fn value(name: &str, rotation: usize) -> String {
        format!("Planted-{rotation}-{name}-9")
    }

    /// All that these variables have been until now.
    fn values(&self, names: &[&str]) -> Vec<String> {
        let of = |rotation| names.iter().map(move |name| Self::value(name, rotation));
        (0..=self.rotations).flat_map(of).collect()
    }

    /// Sets the variables, with something more in each.
    fn give(&self, workspace: &mut Workspace, more: &str) {
        for name in self.service.ordinary.iter().chain(self.service.write_only) {
            let value = Self::value(name, self.rotations);
            workspace.set(&format!("TF_VAR_{name}"), &format!("{value}{more}"));
        }
        workspace.set("TF_VAR_rotations", &self.rotations.to_string());
    }
}

fn planted(suite: &Suite, cloud: &Cloud<'_>, service: &'static Service) -> Result {
    let proxy = Proxy::start(&cloud.url).map_err(|error| format!("proxy: {error}"))?;
    let file = format!("acceptance-tests/secrets/{}.tf", service.name);
    let configuration = read(&repository().join(file))?;
    let mut workspace = suite.installed(&proxy.url, &configuration)?;
    let log = workspace.path().join("trace.log");
    workspace.set("TF_LOG", "TRACE");
    workspace.set("TF_LOG_PATH", &log.display().to_string());
    let mut secrets = Secrets { service, rotations: 0 };
    let mut said = BTreeMap::new();

    secrets.give(&mut workspace, "");
    apply(&workspace, "create", &mut said)?;
    is_marked(&workspace, service.marks)?;
    secrets.rotations += 1;
    secrets.give(&mut workspace, "");
    apply(&workspace, "rotate", &mut said)?;

    // An update that AWS does not answer, one that it refuses, and one that comes to no plan.
    secrets.rotations += 1;
    secrets.give(&mut workspace, "");
    proxy.fail([Rule::new(Fault::ServerError).operation(service.changes)]);
    workspace.write("retries.tf", "provider \"aws\" {\n  max_retries = 1\n}\n")?;
    said.insert("fail", fails(&workspace)?);
    proxy.fail([]);
    let (right, wrong) = service.mistake;
    workspace.write("main.tf", &configuration.replace(right, wrong))?;
    said.insert("refused", fails(&workspace)?);
    workspace.write("main.tf", &configuration)?;
    if let Some(more) = service.invalid {
        secrets.give(&mut workspace, more);
        said.insert("invalid", fails(&workspace)?);
        secrets.give(&mut workspace, "");
    }
    apply(&workspace, "recover", &mut said)?;

    let log = read(&log)?;
    let type_name = format!("aws_{}_", service.name);
    ensure(log.contains(&type_name), || "nothing was logged".to_owned())?;
    let provider: String =
        log.lines().filter(|it| is_providers(it)).flat_map(|it| [it, "\n"]).collect();
    let logged = provider.lines().count();
    ensure(logged > 20, || format!("the provider has logged {logged} lines"))?;

    // The log is searched as such; in other files nothing is planted by the test.
    let written = files(&workspace)?;
    let state = written.get("terraform.tfstate").ok_or("there is no state")?;
    for secret in secrets.values(service.write_only) {
        nowhere(&secret, &written)?;
        nowhere(&secret, &said)?;
    }
    said.insert("the provider's lines of the log", provider);
    let messages: BTreeMap<_, _> = said.iter().filter(|(name, _)| !name.contains("JSON")).collect();
    for secret in secrets.values(service.ordinary) {
        nowhere(&secret, &messages)?;
    }
    for name in service.ordinary {
        let rotation = if service.lasting.contains(name) { 0 } else { secrets.rotations };
        let secret = Secrets::value(name, rotation);
        ensure(state.contains(&secret), || {
            format!("{secret} is not in the state: the test looks for what was not planted")
        })?;
    }
    everything_goes(&workspace)
}

/// What is wrong with the way to AWS is told without what was to go there, at once.
fn endpoints(suite: &Suite, cloud: &Cloud<'_>) -> Result {
    let configuration = read(&repository().join("acceptance-tests/secrets/endpoints.tf"))?;
    for (variable, value, said) in [
        ("AWS_ENDPOINT_URL", "localhost:5000", "AWS_ENDPOINT_URL is not a URL"),
        ("AWS_ENDPOINT_URL_MQ", "http://localhost:99999", "AWS_ENDPOINT_URL_MQ is not a URL"),
        ("AWS_ENDPOINT_URL_MQ", "http://localhost:1", "connection refused"),
        ("AWS_ENDPOINT_URL_MQ", "https://mq.invalid", "no such host"),
        ("HTTPS_PROXY", "http://ann:Planted-proxy@proxy:many", "HTTPS_PROXY is not a URL"),
        (
            "AWS_SESSION_TOKEN",
            "Planted-token\n",
            "AWS_SESSION_TOKEN contains no valid session token",
        ),
        ("AWS_USE_FIPS_ENDPOINT", "maybe", "AWS_USE_FIPS_ENDPOINT is neither true nor false"),
    ] {
        let mut workspace = suite.installed(&cloud.url, &configuration)?;
        let log = workspace.path().join("trace.log");
        workspace.set("TF_LOG_PROVIDER", "TRACE");
        workspace.set("TF_LOG_PATH", &log.display().to_string());
        workspace.set(variable, value);
        let begun = Instant::now();
        let ended = fails(&workspace)?;
        ensure(begun.elapsed() < Duration::from_secs(60), || format!("{variable}: too late"))?;
        let words = ended.split_whitespace().filter(|it| *it != "│").collect::<Vec<_>>().join(" ");
        ensure(words.contains(said), || format!("{variable}={value}: {words}"))?;
        let written = BTreeMap::from([("said", ended), ("logged", read(&log)?)]);
        nowhere("Planted", &written)?;
    }
    Ok(())
}

/// Plans, shows the plan and applies it; keeps what the client says of it.
fn apply(
    workspace: &Workspace,
    step: &'static str,
    said: &mut BTreeMap<&'static str, String>,
) -> Result {
    let [plan, shown, applied, state] = match step {
        "create" => {
            ["create: plan", "create: plan as JSON", "create: apply", "create: state as JSON"]
        }
        "rotate" => {
            ["rotate: plan", "rotate: plan as JSON", "rotate: apply", "rotate: state as JSON"]
        }
        _ => ["recover: plan", "recover: plan as JSON", "recover: apply", "recover: state as JSON"],
    };
    let file = format!("-out={step}.plan");
    said.insert(plan, workspace.succeed(&["plan", "-no-color", &file])?);
    let file = format!("{step}.plan");
    said.insert(shown, workspace.succeed(&["show", "-json", &file])?);
    said.insert(applied, workspace.succeed(&["apply", "-no-color", &file])?);
    said.insert(state, workspace.succeed(&["show", "-json"])?);
    Ok(())
}

/// What the client says of an apply that fails.
fn fails(workspace: &Workspace) -> Result<String> {
    let ended = workspace.run(&["apply", "-no-color", "-auto-approve"])?;
    ensure(ended.code == Some(1), || format!("it succeeds:\n{}", ended.said))?;
    Ok(ended.said)
}

/// The secrets that the state has are marked as sensitive.
fn is_marked(workspace: &Workspace, marks: &[(&str, &str)]) -> Result {
    let shown = workspace.succeed(&["show", "-json"])?;
    let shown: Value = serde_json::from_str(&shown).map_err(|error| error.to_string())?;
    let resources = shown["values"]["root_module"]["resources"].as_array().into_iter().flatten();
    for (name, path) in marks {
        let resource = resources.clone().find(|it| it["name"] == *name);
        let mark = resource.and_then(|it| it["sensitive_values"].pointer(path));
        ensure(mark == Some(&Value::Bool(true)), || format!("{name}{path} is not marked"))?;
    }
    Ok(())
}

/// Whether a line of the log came from the provider.
fn is_providers(line: &str) -> bool {
    line.contains("] provider.terraform-provider-") || line.contains("] provider.stdio")
}

/// All the files that the client has written, plans unpacked.
fn files(workspace: &Workspace) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let entries = fs::read_dir(workspace.path()).map_err(|error| error.to_string())?;
    for path in entries.flatten().map(|it| it.path()).filter(|it| it.is_file()) {
        let name = crate::name(&path).to_owned();
        let bytes = match name.ends_with(".plan") {
            true => {
                let unpack = "import sys, zipfile\n\
                              plan = zipfile.ZipFile(sys.argv[1])\n\
                              for name in plan.namelist():\n    \
                              sys.stdout.buffer.write(plan.read(name))";
                let mut python = Command::new(aws::python()?);
                let output = python.args(["-c", unpack]).arg(&path).output();
                let output = output.map_err(|error| format!("python: {error}"))?;
                ensure(output.status.success(), || format!("{name} is not unpacked: {output:?}"))?;
                output.stdout
            }
            false => fs::read(&path).map_err(|error| format!("{name}: {error}"))?,
        };
        files.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(files)
}

fn nowhere<N: std::fmt::Debug, T: AsRef<str>>(secret: &str, texts: &BTreeMap<N, T>) -> Result {
    for (name, text) in texts {
        let line = text.as_ref().lines().find(|it| it.contains(secret));
        if let Some(line) = line {
            let at = line.find(secret).unwrap_or_default();
            let near: String = line.chars().skip(at.saturating_sub(200)).take(300).collect();
            return Err(format!("{secret} is in {name:?}: …{near}…"));
        }
    }
    Ok(())
}
