//! The commands under which users run the provider: Terraform and OpenTofu.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::repository;

/// A client that this machine has.
#[derive(Debug, Clone)]
pub struct Client {
    /// `terraform` or `tofu`, with the version behind it where there are two of a kind.
    pub name: String,
    pub program: PathBuf,
    pub version: String,
}

/// The clients of this machine, and a line for each place that has none.
#[derive(Debug, Default)]
pub struct Clients {
    pub found: Vec<Client>,
    pub missing: Vec<String>,
}

impl Clients {
    /// Looks on the path, in `TF_BIN`, and where `cargo xtask opentofu` builds.
    pub fn find() -> Clients {
        let mut clients = Clients::default();
        for name in ["terraform", "tofu"] {
            match on_path(name) {
                Some(program) => clients.add(program),
                None => clients.missing.push(format!("no `{name}` on the path")),
            }
        }
        if let Some(program) = env::var_os("TF_BIN") {
            clients.add(PathBuf::from(program));
        }
        let built = repository().join("target/opentofu/tofu");
        if built.exists() {
            clients.add(built);
        } else {
            clients
                .missing
                .push("no OpenTofu of ours: `cargo xtask opentofu` builds it".to_owned());
        }
        clients
    }

    fn add(&mut self, program: PathBuf) {
        let Some((kind, version)) = version(&program) else {
            self.missing.push(format!("`{} version` fails", program.display()));
            return;
        };
        let same = |it: &Client| it.version == version && it.name.starts_with(kind);
        if self.found.iter().any(same) {
            return;
        }
        let mut name = kind.to_owned();
        if self.found.iter().any(|it| it.name == name) {
            name = format!("{kind}-{version}");
        }
        self.found.push(Client { name, program, version });
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|it| is_file(it))
}

fn is_file(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|it| it.is_file())
}

/// `Terraform v1.11.4` or `OpenTofu v1.12.6` on the first line.
fn version(program: &Path) -> Option<(&'static str, String)> {
    let output = Command::new(program)
        .arg("version")
        .env("CHECKPOINT_DISABLE", "1")
        .env_remove("TF_CLI_CONFIG_FILE")
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let (product, version) = text.lines().next()?.split_once(" v")?;
    let kind = match product {
        "Terraform" => "terraform",
        "OpenTofu" => "tofu",
        _ => return None,
    };
    Some((kind, version.to_owned()))
}
