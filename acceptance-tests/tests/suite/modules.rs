//! The modules of `examples/modules`: written for hashicorp/aws, and tested with what answers for it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use acceptance_tests::cloud::Cloud;
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;

use crate::examples::mirrored;
use crate::{Suite, folders, name};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for folder in folders(&repository().join("examples/modules")) {
        let title = format!("modules::{}", name(&folder));
        trials.push(suite.trial(&title, move |suite, cloud| module(suite, cloud, &folder)));
    }
    Ok(trials)
}

/// A module passes its own tests, unchanged, from the mirror that `cargo xtask mirror` lays out.
fn module(suite: &Suite, cloud: &Cloud<'_>, folder: &Path) -> Result {
    let mut workspace = mirrored(suite, cloud)?;
    workspace.set("TF_VAR_endpoint", &cloud.url);
    copy(folder, workspace.path())?;
    workspace.init()?;
    workspace.succeed(&["test", "-no-color"]).map(drop)
}

fn copy(from: &Path, to: &Path) -> Result {
    let told = |error: std::io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(told)?;
    for entry in fs::read_dir(from).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let to = to.join(name(&path));
        match path.is_dir() {
            true => copy(&path, &to)?,
            false => drop(fs::copy(&path, &to).map_err(told)?),
        }
    }
    Ok(())
}
