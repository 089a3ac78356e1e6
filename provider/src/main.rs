//! The plugin that Terraform and OpenTofu start.

use std::process::ExitCode;

use tfplugin::wire::{self, Options};

fn main() -> ExitCode {
    let options = Options { address: provider::ADDRESS, version: provider::VERSION };
    wire::serve(options, |closing| tfplugin::Server::new(provider::registry, closing))
}
