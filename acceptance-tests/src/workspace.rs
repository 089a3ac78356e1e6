//! A folder with a configuration, and a client that works in it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::client::Client;
use crate::process::{Ended, Running};
use crate::{Result, cloud};

/// Longer than anything but a hang.
const LIMIT: Duration = Duration::from_secs(300);

/// A folder of its own with a state of its own.
#[derive(Debug)]
pub struct Workspace {
    folder: TempDir,
    program: PathBuf,
    variables: Vec<(String, String)>,
}

/// A planned change of something. What stays as it is has none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// `create`, `update`, `replace`, `delete`, `read`, `import` or `move`.
    pub action: String,
    pub address: String,
}

/// What a plan, an apply or a destroy came to.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub code: Option<i32>,
    pub changes: Vec<Change>,
    /// The outputs that the plan changes.
    pub outputs: Vec<String>,
    /// Summary and detail of each error.
    pub errors: Vec<String>,
    /// The seconds after which an operation has failed, by the client's clock.
    pub failed_after: Option<u64>,
    pub said: String,
}

/// A resource instance in a state.
#[derive(Debug, Clone)]
pub struct Instance {
    pub address: String,
    pub managed: bool,
    pub tainted: bool,
    pub attributes: Value,
}

impl Workspace {
    /// An empty folder, in which the client finds providers by `config` and AWS at `endpoint`.
    /// Nothing of the user's own settings reaches the client.
    pub fn new(client: &Client, config: &Path, endpoint: &str) -> Result<Workspace> {
        let folder = tempfile::Builder::new().prefix("acceptance-").tempdir();
        let folder = folder.map_err(|error| format!("temporary folder: {error}"))?;
        let home = home_in(&folder);
        fs::create_dir(&home).map_err(|error| format!("{}: {error}", home.display()))?;
        let mut variables = cloud::variables(endpoint);
        for name in ["CHECKPOINT_DISABLE", "TF_IN_AUTOMATION"] {
            variables.push((name.to_owned(), "1".to_owned()));
        }
        variables.push(("TF_INPUT".to_owned(), "0".to_owned()));
        // Commands this short are over before collecting garbage pays.
        variables.push(("GOGC".to_owned(), "400".to_owned()));
        variables.push(("TF_CLI_CONFIG_FILE".to_owned(), config.display().to_string()));
        variables.push(("HOME".to_owned(), home.display().to_string()));
        for kept in ["PATH", "TMPDIR", "TF_LOG", "TF_LOG_PATH"] {
            variables.extend(env::var(kept).ok().map(|value| (kept.to_owned(), value)));
        }
        Ok(Workspace { folder, program: client.program.clone(), variables })
    }

    /// Sets a variable for the commands that follow.
    pub fn set(&mut self, name: &str, value: &str) {
        self.unset(name);
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    pub fn unset(&mut self, name: &str) {
        self.variables.retain(|(it, _)| it != name);
    }

    /// The home directory of the commands that follow.
    pub fn home(&self) -> PathBuf {
        home_in(&self.folder)
    }

    /// Writes a file of the configuration.
    pub fn write(&self, name: &str, text: &str) -> Result {
        let path = self.folder.path().join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub fn remove(&self, name: &str) -> Result {
        let path = self.folder.path().join(name);
        fs::remove_file(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Starts a command and does not wait for it.
    pub fn start(&self, arguments: &[&str]) -> Result<Running> {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        Running::start(&mut command).map_err(|error| format!("{}: {error}", self.program.display()))
    }

    /// Runs a command to its end, whatever that is.
    pub fn run(&self, arguments: &[&str]) -> Result<Ended> {
        let told = |what: String| format!("{}: {what}", arguments.join(" "));
        self.start(arguments)?.wait(LIMIT).map_err(told)
    }

    /// Runs a command that must succeed.
    pub fn succeed(&self, arguments: &[&str]) -> Result<String> {
        let ended = self.run(arguments)?;
        match ended.code {
            Some(0) => Ok(ended.said),
            code => Err(format!("{} ended with {code:?}\n{}", arguments.join(" "), ended.said)),
        }
    }

    pub fn init(&self) -> Result {
        self.succeed(&["init", "-no-color"]).map(drop)
    }

    pub fn validate(&self) -> Result {
        self.succeed(&["validate", "-no-color"]).map(drop)
    }

    /// Plans, with more arguments where the caller has them. Fails only where the client hangs.
    pub fn try_plan(&self, more: &[&str]) -> Result<Outcome> {
        self.json(&["plan", "-json", "-detailed-exitcode"], more)
    }

    /// A plan that must succeed.
    pub fn plan(&self, more: &[&str]) -> Result<Outcome> {
        self.try_plan(more)?.without_errors("plan")
    }

    /// A plan that must be empty.
    pub fn plan_is_empty(&self, more: &[&str]) -> Result {
        let plan = self.plan(more)?;
        if plan.code == Some(0) && plan.changes.is_empty() && plan.outputs.is_empty() {
            return Ok(());
        }
        // The machine's words name the change; the ones for people say what changes.
        let shown = self.run(&[&["plan", "-no-color"], more].concat())?.said;
        Err(format!("plan {} is not empty: {:?}\n{shown}", more.join(" "), plan.changes))
    }

    pub fn try_apply(&self, more: &[&str]) -> Result<Outcome> {
        self.json(&["apply", "-json", "-auto-approve"], more)
    }

    pub fn apply(&self) -> Result<Outcome> {
        self.try_apply(&[])?.without_errors("apply")
    }

    pub fn try_destroy(&self, more: &[&str]) -> Result<Outcome> {
        self.json(&["destroy", "-json", "-auto-approve"], more)
    }

    pub fn destroy(&self, more: &[&str]) -> Result<Outcome> {
        self.try_destroy(more)?.without_errors("destroy")
    }

    pub fn import(&self, address: &str, id: &str) -> Result {
        self.succeed(&["import", "-no-color", address, id]).map(drop)
    }

    fn json(&self, arguments: &[&str], more: &[&str]) -> Result<Outcome> {
        let ended = self.run(&[arguments, more].concat())?;
        Ok(Outcome::read(ended))
    }

    /// All that the state holds.
    pub fn state(&self) -> Result<Vec<Instance>> {
        let Ok(text) = fs::read_to_string(self.folder.path().join("terraform.tfstate")) else {
            return Ok(Vec::new());
        };
        let state: Value =
            serde_json::from_str(&text).map_err(|error| format!("state: {error}"))?;
        let resources = state["resources"].as_array().into_iter().flatten();
        Ok(resources.flat_map(instances).collect())
    }

    /// The resources in the state, without what was only read.
    pub fn managed(&self) -> Result<Vec<Instance>> {
        Ok(self.state()?.into_iter().filter(|it| it.managed).collect())
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Outcome {
    /// Reads the lines of JSON that the client writes. Others are kept as text.
    fn read(ended: Ended) -> Outcome {
        let Ended { code, said } = ended;
        let mut outcome = Outcome {
            code,
            changes: Vec::new(),
            outputs: Vec::new(),
            errors: Vec::new(),
            failed_after: None,
            said: String::new(),
        };
        for line in said.lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else {
                outcome.said.push_str(line);
                outcome.said.push('\n');
                continue;
            };
            outcome.said.push_str(message["@message"].as_str().unwrap_or(line));
            outcome.said.push('\n');
            match message["type"].as_str() {
                Some("planned_change") => outcome.changes.push(Change::read(&message["change"])),
                Some("outputs") => outcome.outputs.extend(changed_outputs(&message["outputs"])),
                Some("apply_errored") => {
                    outcome.failed_after = message["hook"]["elapsed_seconds"].as_u64();
                }
                Some("diagnostic") => {
                    let diagnostic = &message["diagnostic"];
                    let text = |field: &str| diagnostic[field].as_str().unwrap_or_default();
                    let whole = format!("{}: {}", text("summary"), text("detail"));
                    outcome.said.push_str(&whole);
                    outcome.said.push('\n');
                    if text("severity") == "error" {
                        outcome.errors.push(whole);
                    }
                }
                _ => {}
            }
        }
        outcome.changes.sort();
        outcome
    }

    pub fn succeeded(&self) -> bool {
        matches!(self.code, Some(0 | 2)) && self.errors.is_empty()
    }

    pub fn without_errors(self, command: &str) -> Result<Outcome> {
        if self.succeeded() {
            return Ok(self);
        }
        Err(format!("{command} ended with {:?}\n{}", self.code, self.said))
    }

    /// `<action> <address>` for each change.
    pub fn lines(&self) -> Vec<String> {
        self.changes.iter().map(|it| format!("{} {}", it.action, it.address)).collect()
    }
}

impl Change {
    fn read(change: &Value) -> Change {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Change { action: text(&change["action"]), address: text(&change["resource"]["addr"]) }
    }
}

fn home_in(folder: &TempDir) -> PathBuf {
    folder.path().join("home")
}

/// Plans name the outputs with what happens to them; after an apply only their values are named.
fn changed_outputs(outputs: &Value) -> Vec<String> {
    let outputs = outputs.as_object().into_iter().flatten();
    let changed = outputs.filter(|(_, it)| it["action"].as_str().is_some_and(|it| it != "noop"));
    changed.map(|(name, _)| name.clone()).collect()
}

fn instances(resource: &Value) -> Vec<Instance> {
    let text = |field: &str| resource[field].as_str().unwrap_or_default();
    let managed = text("mode") == "managed";
    let module = match text("module") {
        "" => String::new(),
        module => format!("{module}."),
    };
    let data = if managed { "" } else { "data." };
    let address = format!("{module}{data}{}.{}", text("type"), text("name"));
    let instances = resource["instances"].as_array().into_iter().flatten();
    let read = |instance: &Value| Instance {
        address: match &instance["index_key"] {
            Value::Null => address.clone(),
            key => format!("{address}[{key}]"),
        },
        managed,
        tainted: instance["status"] == "tainted",
        attributes: instance["attributes"].clone(),
    };
    instances.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_from_the_lines_of_the_client() {
        let said = concat!(
            r#"{"@level":"info","@message":"Terraform 1.11.4","type":"version"}"#,
            "\n",
            r#"{"@message":"m","type":"planned_change","change":{"resource":{"addr":"a.b[\"c\"]"},"action":"update"}}"#,
            "\n",
            r#"{"@message":"m","type":"outputs","outputs":{"x":{"action":"create"},"y":{"action":"noop"},"z":{"value":1}}}"#,
            "\n",
            r#"{"@message":"m","type":"diagnostic","diagnostic":{"severity":"error","summary":"No","detail":"Never."}}"#,
            "\nplain\n",
        );
        let outcome = Outcome::read(Ended { code: Some(1), said: said.to_owned() });

        assert_eq!(outcome.lines(), [r#"update a.b["c"]"#]);
        assert_eq!(outcome.outputs, ["x"]);
        assert_eq!(outcome.errors, ["No: Never."]);
        assert_eq!(outcome.said, "Terraform 1.11.4\nm\nm\nm\nNo: Never.\nplain\n");
        assert!(!outcome.succeeded());
    }

    #[test]
    fn addresses_are_read_from_a_state() {
        let resource = serde_json::json!({
            "module": "module.m",
            "mode": "data",
            "type": "aws_sqs_queue",
            "name": "q",
            "instances": [{ "index_key": 0 }, { "index_key": "k", "status": "tainted" }],
        });
        let addresses: Vec<_> =
            instances(&resource).into_iter().map(|it| (it.address, it.tainted)).collect();
        assert_eq!(
            addresses,
            [
                ("module.m.data.aws_sqs_queue.q[0]".to_owned(), false),
                (r#"module.m.data.aws_sqs_queue.q["k"]"#.to_owned(), true),
            ]
        );
    }
}
