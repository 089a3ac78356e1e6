//! `cargo xtask mirror DIR`: a filesystem mirror in which the provider also answers for
//! hashicorp/aws, for modules that demand that source.

use std::path::Path;

use acceptance_tests::provider::Provider;

use crate::Result;

pub(crate) fn task(arguments: &[&str]) -> Result {
    let (folder, profile) = match arguments {
        [folder] => (*folder, "release"),
        [folder, "--dev"] => (*folder, "dev"),
        _ => return Err("usage: cargo xtask mirror DIR [--dev]".into()),
    };
    println!("building the provider ({profile})");
    let provider = Provider::ours(profile)?;
    let folder = std::path::absolute(Path::new(folder))?;
    let in_place = provider.as_hashicorp_aws();
    for it in [&provider, &in_place] {
        it.copy_into(&folder)?;
        println!("{} {}", it.source, it.version);
    }
    println!(
        "\nFor the client's configuration file (~/.terraformrc, ~/.tofurc, or the file that \
         TF_CLI_CONFIG_FILE names):\n\n\
         provider_installation {{\n  filesystem_mirror {{\n    path    = \"{}\"\n    include = \
         [\"{}\", \"{}\"]\n  }}\n  direct {{\n    exclude = [\"{1}\", \"{2}\"]\n  }}\n}}",
        folder.display(),
        in_place.source,
        provider.source,
    );
    Ok(())
}
