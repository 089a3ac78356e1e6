//! `cargo xtask install`: builds the provider and puts it where `terraform init` and `tofu init`
//! find it by themselves.

use std::env;
use std::path::Path;

use acceptance_tests::provider::Provider;

use crate::Result;

pub(crate) fn task(arguments: &[&str]) -> Result {
    let profile = match arguments {
        [] => "release",
        ["--dev"] => "dev",
        _ => return Err("usage: cargo xtask install [--dev]".into()),
    };
    let home = env::var_os("HOME").ok_or("HOME is not set: there is no folder to install into")?;
    println!("building the provider ({profile})");
    let provider = Provider::ours(profile)?;
    let folder = provider.install(Path::new(&home))?;
    println!(
        "installed {} {} in {}\n\n\
         `terraform init` and `tofu init` find it there. Where a configuration was initialized \
         with another build of this version, remove the provider's block from \
         .terraform.lock.hcl first: it has the other build's checksum.",
        provider.source,
        provider.version,
        folder.display()
    );
    Ok(())
}
