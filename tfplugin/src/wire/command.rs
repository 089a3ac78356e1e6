//! The command line, which only people use: Terraform gives no arguments.

use std::io::{self, Write as _};

use super::{handshake::Address, options::Options};

#[derive(Debug, PartialEq)]
pub(super) enum Command {
    /// Serve the client that started this process.
    Serve,
    /// Serve whoever connects, until Ctrl-C.
    Debug,
    Version,
    Help,
    Unknown(String),
}

impl Command {
    /// Options are taken with one dash too, as Go programs take them.
    pub(super) fn parse(mut args: impl Iterator<Item = String>) -> Self {
        let Some(arg) = args.next() else {
            return Command::Serve;
        };
        match arg.as_str() {
            "--debug" | "-debug" => Command::Debug,
            "--version" | "-version" | "-v" | "-V" => Command::Version,
            "--help" | "-help" | "-h" => Command::Help,
            _ => Command::Unknown(arg),
        }
    }
}

/// Writes to standard output: the handshake line, or the answer to a person who asked. The one place
/// that does.
pub(super) fn say(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "{text}")?;
    stdout.flush()
}

/// Writes to standard error; whether anybody reads it does not matter.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

pub(super) fn version(options: &Options) -> String {
    format!("{} v{}", options.binary(), options.version)
}

pub(super) fn help(options: &Options) -> String {
    let binary = options.binary();
    format!(
        "\
{binary} v{} is a plugin of Terraform and OpenTofu, which start it themselves:
name {} in `required_providers` and run `terraform init` or `tofu init`.

By hand it takes
  --debug    serve until Ctrl-C, and say how Terraform or OpenTofu attach to this process
             (on a port if PLUGIN_MIN_PORT and PLUGIN_MAX_PORT are set)
  --version  say the version
",
        options.version, options.address,
    )
}

/// What to tell a person about a server that waits for clients to attach, and a last line for programs.
pub(super) fn attach(options: &Options, address: &Address) -> String {
    let (network, string) = match address {
        Address::Unix(path) => ("unix", path.display().to_string()),
        Address::Tcp(address) => ("tcp", address.to_string()),
    };
    let how = serde_json::json!({
        "Protocol": "grpc",
        "ProtocolVersion": 6,
        "Pid": std::process::id(),
        // Without it the client would end this process with its own.
        "Test": true,
        "Addr": { "Network": network, "String": string },
    });
    // Each tool looks for the address under its own registry's name.
    let registries: serde_json::Map<_, _> =
        options.addresses().into_iter().map(|it| (it, how.clone())).collect();
    let json = serde_json::Value::from(registries).to_string();
    format!(
        "\
{} serves until Ctrl-C. Set this where Terraform or OpenTofu runs:

\tTF_REATTACH_PROVIDERS='{json}'

{json}",
        version(options),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arg: &str) -> Command {
        Command::parse([arg.to_owned()].into_iter())
    }

    #[test]
    fn no_argument_is_to_serve_and_one_dash_is_enough() {
        assert_eq!(Command::parse(std::iter::empty()), Command::Serve);
        assert_eq!(parse("-debug"), Command::Debug);
        assert_eq!(parse("--debug"), Command::Debug);
        assert_eq!(parse("-version"), Command::Version);
        assert_eq!(parse("serve"), Command::Unknown("serve".to_owned()));
    }

    #[test]
    fn both_tools_can_attach() {
        let options = Options {
            address: "registry.terraform.io/acme/things",
            version: "1.2.3",
            mute: &[],
            mask: str::to_owned,
        };
        let text = attach(&options, &Address::Unix("/tmp/plugin1".into()));

        let json: serde_json::Value =
            serde_json::from_str(text.lines().last().unwrap()).expect("the last line is JSON");
        for registry in ["registry.terraform.io", "registry.opentofu.org"] {
            let how = &json[format!("{registry}/acme/things")];
            assert_eq!(how["Addr"]["String"], "/tmp/plugin1");
            assert_eq!(how["ProtocolVersion"], 6);
            assert_eq!(how["Test"], true);
        }
    }
}
