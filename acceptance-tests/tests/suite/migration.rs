//! A user changes `source` and plans nothing, and can go back.
//!
//! hashicorp/aws writes a state: as it was applied, after a refresh, after an import. Ours takes it
//! over and gives it back. Each configuration is `acceptance-tests/migration/<service>/<name>.tf`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use acceptance_tests::cloud::Cloud;
use acceptance_tests::provider::Provider;
use acceptance_tests::workspace::{Instance, Workspace};
use acceptance_tests::{Result, repository};
use libtest_mimic::Trial;
use serde_json::Value;

use crate::examples::{everything_goes, id};
use crate::{Suite, folders, name, read};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let mut trials = Vec::new();
    for service in folders(&repository().join("acceptance-tests/migration")) {
        for file in configurations(&service)? {
            let title = format!("migration::{}_{}", name(&service), stem(&file));
            let Some(peer) = suite.peer.clone() else {
                let nothing = suite.trial(&title, |_, _| Ok(()));
                trials.push(nothing.with_ignored_flag(true));
                continue;
            };
            trials.push(suite.trial(&title, move |suite, cloud| run(suite, cloud, &peer, &file)));
        }
    }
    Ok(trials)
}

fn configurations(service: &Path) -> Result<Vec<PathBuf>> {
    let files = std::fs::read_dir(service).map_err(|error| error.to_string())?;
    let mut files: Vec<_> = files.flatten().map(|it| it.path()).collect();
    files.sort();
    Ok(files)
}

fn stem(path: &Path) -> &str {
    path.file_stem().and_then(|it| it.to_str()).unwrap_or_default()
}

fn run(suite: &Suite, cloud: &Cloud<'_>, peer: &Provider, file: &Path) -> Result {
    let configuration = read(file)?;
    let begin = || -> Result<Workspace> {
        let workspace = suite.workspace(&cloud.url)?;
        workspace.write("main.tf", &configuration)?;
        workspace.write("provider.tf", &peer.requirement())?;
        workspace.init()?;
        Ok(workspace)
    };

    let applied = begin()?;
    applied.apply()?;
    let blocks: Vec<_> = applied
        .managed()?
        .iter()
        .map(|it| {
            let id = Value::from(imported_by(it)?);
            Ok(format!("import {{\n  to = {}\n  id = {id}\n}}\n", it.address))
        })
        .collect::<Result<_>>()?;
    there_and_back(suite, &applied, peer).map_err(|error| format!("as applied: {error}"))?;

    applied.succeed(&["apply", "-no-color", "-refresh-only", "-auto-approve"])?;
    there_and_back(suite, &applied, peer).map_err(|error| format!("refreshed: {error}"))?;

    let imported = begin()?;
    imported.write("import.tf", &blocks.concat())?;
    imported.apply()?;
    imported.remove("import.tf")?;
    there_and_back(suite, &imported, peer).map_err(|error| format!("imported: {error}"))?;

    everything_goes(&applied)
}

/// The text by which hashicorp/aws imports an object.
fn imported_by(instance: &Instance) -> Result<String> {
    match instance.address.starts_with("aws_kinesis_stream.") {
        true => Ok(instance.attributes["name"].as_str().unwrap_or_default().to_owned()),
        false => id(instance),
    }
}

/// To our provider and back to the peer: no plan on the way has a change.
fn there_and_back(suite: &Suite, workspace: &Workspace, peer: &Provider) -> Result {
    workspace.plan_is_empty(&[]).map_err(|error| format!("before: {error}"))?;
    switch(workspace, peer, &suite.provider)?;
    workspace.plan_is_empty(&["-refresh=false"]).map_err(|error| format!("ours: {error}"))?;
    workspace.plan_is_empty(&[]).map_err(|error| format!("ours: {error}"))?;
    // Writes the state as ours reads it.
    workspace.succeed(&["apply", "-no-color", "-refresh-only", "-auto-approve"])?;
    workspace.plan_is_empty(&[]).map_err(|error| format!("ours, refreshed: {error}"))?;
    switch(workspace, &suite.provider, peer)?;
    workspace.plan_is_empty(&["-refresh=false"]).map_err(|error| format!("back: {error}"))?;
    workspace.plan_is_empty(&[]).map_err(|error| format!("back: {error}"))
}

fn switch(workspace: &Workspace, from: &Provider, to: &Provider) -> Result {
    workspace.write("provider.tf", &to.requirement())?;
    let replace = ["state", "replace-provider", "-auto-approve", &from.source, &to.source];
    workspace.succeed(&replace)?;
    workspace.init()
}
