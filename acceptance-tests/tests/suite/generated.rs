//! Generated configurations: what the client writes of what it imports is valid, and plans no
//! change.

use std::path::Path;
use std::sync::Arc;

use acceptance_tests::cloud::Cloud;
use acceptance_tests::workspace::Instance;
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;

use crate::examples::{everything_goes, id, installed};
use crate::{Suite, ensure, folders, name};

/// A test for each type whose examples can be imported whole: of what AWS never tells, such as
/// passwords, nothing can be generated. OpenTofu writes the empty texts of a state as they are,
/// which validation refuses, here as in hashicorp/aws; Terraform leaves them out.
pub(crate) fn trials(suite: &Arc<Suite>) -> Vec<Trial> {
    let folders = folders(&repository().join("examples/resources")).into_iter();
    let is_terraform = suite.client.name == "terraform";
    let whole = folders.filter(|it| is_terraform && !it.join("import.plan").is_file());
    let trials = whole.map(|folder| {
        let title = format!("{}::generated", name(&folder));
        suite.trial(&title, move |suite, cloud| generated(suite, cloud, &folder))
    });
    trials.collect()
}

fn generated(suite: &Suite, cloud: &Cloud<'_>, folder: &Path) -> Result {
    let workspace = installed(suite, cloud, &folder.join("resource.tf"))?;
    workspace.apply()?;

    // Of a name that was made up both it and its prefix are known, of which one excludes the other.
    let is_made_up =
        |it: &Instance| !it.attributes["name_prefix"].as_str().unwrap_or("").is_empty();
    let is_subject = |it: &&Instance| it.address.starts_with(&format!("{}.", name(folder)));
    let known = workspace.managed()?;
    let subjects = known.iter().filter(is_subject).filter(|it| !is_made_up(it));
    let blocks = subjects.enumerate().map(|(index, it)| {
        let (to, id) = (format!("{}.it{index}", name(folder)), serde_json::Value::from(id(it)?));
        Ok(format!("import {{\n  to = {to}\n  id = {id}\n}}\n"))
    });
    let scratch = suite.installed(&cloud.url, &blocks.collect::<Result<Vec<_>>>()?.concat())?;
    let plan = scratch.try_plan(&["-generate-config-out=generated.tf"])?;
    let written = || std::fs::read_to_string(scratch.path().join("generated.tf"));
    let plan = plan
        .without_errors("plan")
        .map_err(|error| format!("{error}\n{}", written().unwrap_or_default()))?;
    ensure(plan.changes.iter().all(|it| it.action == "import"), || {
        format!("planned {:?} of\n{}", plan.lines(), written().unwrap_or_default())
    })?;
    everything_goes(&workspace)
}
