//! The provider under test, and how clients find it.

use std::env;
use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::{Result, repository};

/// The version of hashicorp/aws that the provider answers as where it takes its place: the newest
/// of which `schemas/upstream` knows, so that the version constraints of published modules hold.
const HASHICORP_AWS: &str = "6.69.1";

/// A provider that clients can install.
#[derive(Debug, Clone)]
pub struct Provider {
    /// What a configuration says in `source`: namespace and type. The host is each client's own.
    pub source: String,
    pub version: String,
    pub binary: PathBuf,
}

impl Provider {
    /// Ours, built now in that profile of Cargo.
    pub fn ours(profile: &str) -> Result<Provider> {
        Provider::built_with(&[], profile)
    }

    /// Ours with these services alone, which is built in a fraction of the time.
    pub fn of_services(services: &[&str], profile: &str) -> Result<Provider> {
        let features = services.join(",");
        Provider::built_with(&["--no-default-features", "--features", &features], profile)
    }

    fn built_with(features: &[&str], profile: &str) -> Result<Provider> {
        let package = ["--package", "terraform-provider-aws-messaging", "--profile", profile];
        let folder = if profile == "dev" { "debug" } else { profile };
        Provider::built(&[&["build"], package.as_slice(), features].concat(), folder)
    }

    /// Ours as `cargo test` builds it for the tests of the provider's own package: with the same
    /// features, so that no crate of the SDK is built a second time.
    pub fn tested() -> Result<Provider> {
        Provider::built(&["test", "--no-run", "--test", "protocol"], "debug")
    }

    /// What the cargo command leaves in a folder of the target folder, or the binary that
    /// `PROVIDER_BINARY` names. `PROVIDER_SOURCE` and `PROVIDER_VERSION` make it possible to run
    /// the suite on another provider.
    fn built(command: &[&str], folder: &str) -> Result<Provider> {
        let or = |name: &str, default: &str| env::var(name).unwrap_or_else(|_| default.to_owned());
        let binary = match env::var_os("PROVIDER_BINARY") {
            Some(binary) => PathBuf::from(binary),
            None => build(command, folder)?,
        };
        if !binary.is_file() {
            return Err(format!("there is no provider at {}", binary.display()));
        }
        Ok(Provider {
            source: or("PROVIDER_SOURCE", "aws-messaging/aws-messaging"),
            version: or("PROVIDER_VERSION", env!("CARGO_PKG_VERSION")),
            binary,
        })
    }

    /// `hashicorp/aws`, whose states ours takes over: the binary that `AWS_PEER` names, or one in
    /// a mirror that clients look into by themselves.
    pub fn peer() -> Option<Provider> {
        let binary = env::var_os("AWS_PEER").map(PathBuf::from).or_else(|| {
            let mirrors = ["/usr/local/share/terraform/plugins", "/usr/share/terraform/plugins"];
            let home = env::var_os("HOME").map(|it| PathBuf::from(it).join(".terraform.d/plugins"));
            let mut folders: Vec<PathBuf> = mirrors.iter().map(PathBuf::from).collect();
            folders.extend(home);
            folders.extend(env::var_os("TF_PLUGIN_CACHE_DIR").map(PathBuf::from));
            folders.extend(env::var_os("TF_PLUGIN_MIRROR").map(PathBuf::from));
            folders.iter().find_map(|it| newest(&it.join("registry.terraform.io/hashicorp/aws")))
        })?;
        let file = binary.file_name()?.to_str()?;
        let version = file.strip_prefix("terraform-provider-aws_v")?.split('_').next()?.to_owned();
        Some(Provider { source: "hashicorp/aws".to_owned(), version, binary })
    }

    /// The same provider as a script that runs this command. Clients verify the checksum of a
    /// package each time that they use it, which takes longer than most tests do otherwise.
    pub fn as_script(&self, script: PathBuf, command: &[&Path]) -> io::Result<Provider> {
        let words: Vec<String> = command.iter().map(|it| format!("'{}'", it.display())).collect();
        fs::write(&script, format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" ")))?;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
        Ok(Provider { binary: script, ..self.clone() })
    }

    /// The same binary under the name that most modules ask for.
    pub fn as_hashicorp_aws(&self) -> Provider {
        let (source, version) = ("hashicorp/aws".to_owned(), HASHICORP_AWS.to_owned());
        Provider { source, version, binary: self.binary.clone() }
    }

    /// Copies the binary to where `terraform init` and `tofu init` of this home look for providers
    /// before they ask a registry, and says where that is.
    pub fn install(&self, home: &Path) -> Result<PathBuf> {
        let plugins = home.join(".terraform.d/plugins");
        self.copy_into(&plugins)?;
        Ok(plugins)
    }

    /// Copies the binary to where clients look for it in a filesystem mirror.
    pub fn copy_into(&self, mirror: &Path) -> Result {
        let copy = |folder: &Path| {
            fs::create_dir_all(folder)?;
            // A process that runs keeps the old file.
            let (file, new) = (folder.join(self.file()), folder.join(".new"));
            fs::copy(&self.binary, &new)?;
            fs::rename(new, file)
        };
        for version in self.versions_in(mirror) {
            let folder = version.join(platform());
            copy(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        Ok(())
    }

    /// The folders of this version in a folder of providers: one for the host of each client.
    fn versions_in(&self, folder: &Path) -> impl Iterator<Item = PathBuf> {
        let hosts = ["registry.terraform.io", "registry.opentofu.org"];
        hosts.map(|host| folder.join(host).join(&self.source).join(&self.version)).into_iter()
    }

    fn file(&self) -> String {
        let kind = self.source.rsplit('/').next().unwrap_or_default();
        format!("terraform-provider-{kind}_v{}", self.version)
    }

    /// The block that asks for this provider under the name that its resources imply.
    pub fn requirement(&self) -> String {
        format!(
            "terraform {{\n  required_providers {{\n    aws = {{\n      source = \"{}\"\n    }}\n  \
             }}\n}}\n",
            self.source
        )
    }
}

/// The binary of the highest version in `<folder>/<version>/<platform>/`.
fn newest(folder: &Path) -> Option<PathBuf> {
    let mut versions: Vec<_> = fs::read_dir(folder).ok()?.flatten().map(|it| it.path()).collect();
    versions.sort();
    let platform = versions.pop()?.join(platform());
    let files = fs::read_dir(platform).ok()?.flatten().map(|it| it.path());
    files.into_iter().find(|it| it.is_file())
}

fn build(command: &[&str], folder: &str) -> Result<PathBuf> {
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(command)
        .arg("--quiet")
        .current_dir(repository())
        .status()
        .map_err(|error| format!("cargo build: {error}"))?;
    if !status.success() {
        return Err("the provider does not build".to_owned());
    }
    let target = env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| repository().join("target"), |it| repository().join(it));
    Ok(target.join(folder).join("terraform-provider-aws-messaging"))
}

/// A folder from which clients install providers as they would from a registry, and the
/// configuration that sends them there. Nothing is looked for anywhere else.
#[derive(Debug)]
pub struct Mirror {
    folder: TempDir,
    /// Where the scripts find what they start.
    scripts: Option<TempDir>,
}

impl Mirror {
    pub fn new(provider: &Provider) -> Result<Mirror> {
        Self::lay_out(&[provider]).map_err(|error| format!("laying out the mirror: {error}"))
    }

    /// A mirror for many tests. The provider under test is copied, so that a build that comes in
    /// between does not change what is tested.
    pub fn of_scripts(tested: &Provider, others: &[&Provider]) -> Result<Mirror> {
        let lay_out = || {
            let scripts = tempfile::tempdir()?;
            let copy = scripts.path().join("tested");
            fs::copy(&tested.binary, &copy)?;
            let mut providers = vec![tested.as_script(scripts.path().join("tested.sh"), &[&copy])?];
            // The suite may be run on the very provider that it compares ours with.
            for other in others.iter().filter(|it| it.source != tested.source) {
                let script = scripts.path().join(format!("{}.sh", providers.len()));
                providers.push(other.as_script(script, &[&other.binary])?);
            }
            let mut mirror = Self::lay_out(&providers.iter().collect::<Vec<_>>())?;
            mirror.scripts = Some(scripts);
            Ok(mirror)
        };
        lay_out().map_err(|error: io::Error| format!("laying out the mirror: {error}"))
    }

    fn lay_out(providers: &[&Provider]) -> io::Result<Mirror> {
        let folder = tempfile::tempdir()?;
        for provider in providers {
            let package = folder.path().join("packages").join(&provider.source);
            fs::create_dir_all(&package)?;
            fs::copy(&provider.binary, package.join(provider.file()))?;
            for version in provider.versions_in(&folder.path().join("mirror")) {
                fs::create_dir_all(&version)?;
                // Of all the levels, only the platform may be a link.
                symlink(&package, version.join(platform()))?;
            }
        }
        let text = format!(
            "disable_checkpoint = true\nprovider_installation {{\n  filesystem_mirror {{\n    \
             path = \"{}\"\n  }}\n}}\n",
            folder.path().join("mirror").display()
        );
        fs::write(folder.path().join("client.tfrc"), text)?;
        Ok(Mirror { folder, scripts: None })
    }

    /// The file for `TF_CLI_CONFIG_FILE`.
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("client.tfrc")
    }
}

/// The platform's name in the words of Go.
fn platform() -> String {
    let system = match env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let machine = match env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    };
    format!("{system}_{machine}")
}
