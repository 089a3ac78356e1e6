//! The ritual: what must be true of each resource and data source, shown on its example.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use acceptance_tests::cloud::Cloud;
use acceptance_tests::workspace::{Instance, Workspace};
use acceptance_tests::{Result, aws, repository};
use libtest_mimic::Trial;

use crate::{Suite, ensure, folders, name, read};

pub(crate) fn trials(suite: &Arc<Suite>) -> Result<Vec<Trial>> {
    let examples = repository().join("examples");
    let mut trials = Vec::new();
    for folder in folders(&examples.join("resources")) {
        let title = format!("{}::example", name(&folder));
        trials.push(suite.trial(&title, move |suite, cloud| resource(suite, cloud, &folder)));
    }
    for folder in folders(&examples.join("data-sources")) {
        let title = format!("data.{}::example", name(&folder));
        trials.push(suite.trial(&title, move |suite, cloud| data_source(suite, cloud, &folder)));
    }
    for folder in folders(&examples.join("functions")) {
        let title = format!("functions::{}", name(&folder));
        trials.push(suite.trial(&title, move |suite, cloud| function(suite, cloud, &folder)));
    }
    let provider = examples.join("provider/provider.tf");
    trials.push(suite.trial("examples::provider", move |suite, cloud| {
        suite.installed(&cloud.url, &read(&provider)?)?.validate()
    }));
    let provider = examples.join("provider/provider.tf");
    trials.push(suite.trial("examples::installed_by_hand", move |suite, cloud| {
        installed_by_hand(suite, cloud, &read(&provider)?)
    }));
    trials.push(suite.trial("examples::in_place_of_hashicorp_aws", in_place_of_hashicorp_aws));
    for folder in folders(&examples) {
        let main = folder.join("main.tf");
        if main.is_file() {
            let title = format!("examples::{}", name(&folder));
            trials.push(suite.trial(&title, move |suite, cloud| whole(suite, cloud, &main)));
        }
    }
    Ok(trials)
}

/// What `cargo xtask install` lays out is found without any settings of the client.
fn installed_by_hand(suite: &Suite, cloud: &Cloud<'_>, configuration: &str) -> Result {
    let mut workspace = suite.workspace(&cloud.url)?;
    suite.provider.install(&workspace.home())?;
    workspace.unset("TF_CLI_CONFIG_FILE");
    workspace.write("main.tf", configuration)?;
    workspace.init()?;
    workspace.validate()
}

/// A workspace where what `cargo xtask mirror` lays out answers for hashicorp/aws.
pub(crate) fn mirrored(suite: &Suite, cloud: &Cloud<'_>) -> Result<Workspace> {
    let mut workspace = suite.workspace(&cloud.url)?;
    suite.provider.as_hashicorp_aws().install(&workspace.home())?;
    workspace.unset("TF_CLI_CONFIG_FILE");
    Ok(workspace)
}

/// A module that demands hashicorp/aws is served from the mirror.
fn in_place_of_hashicorp_aws(suite: &Suite, cloud: &Cloud<'_>) -> Result {
    let workspace = mirrored(suite, cloud)?;
    workspace.write(
        "main.tf",
        r#"
        terraform {
          required_providers {
            aws = {
              source  = "hashicorp/aws"
              version = ">= 6.40, < 7.0"
            }
          }
        }

        resource "aws_sqs_queue" "orders" {
          name = "orders"
        }
        "#,
    )?;
    workspace.init()?;
    workspace.apply()?;
    workspace.plan_is_empty(&[])?;
    everything_goes(&workspace)
}

/// A workspace with an example and the values of its variables, which are in a file beside it, or
/// told by a script that makes what the example takes for granted.
pub(crate) fn installed(suite: &Suite, cloud: &Cloud<'_>, main: &Path) -> Result<Workspace> {
    let mut workspace = suite.installed(&cloud.url, &read(main)?)?;
    // Examples are read as recommendations: nothing may be said against them.
    workspace.set("AWS_MESSAGING_CHECKS", "strict");
    let values = "values.auto.tfvars";
    let beside = main.with_file_name(values);
    if beside.is_file() {
        workspace.write(values, &read(&beside)?)?;
    }
    let script = main.with_file_name("setup.py");
    if script.is_file() {
        workspace.write("setup.auto.tfvars.json", &python(cloud, &script)?)?;
    }
    Ok(workspace)
}

/// What a script says that uses AWS's own Python library, and what `taken_for_granted` makes.
pub(crate) fn python(cloud: &Cloud<'_>, script: &Path) -> Result<String> {
    let mut python = Command::new(aws::python()?);
    python.arg(script).envs(cloud.variables()).env("PYTHONPATH", aws::source());
    let output = python.output();
    let output = output.map_err(|error| format!("python: {error}"))?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    ensure(output.status.success(), || {
        format!("{told}{}", String::from_utf8_lossy(&output.stderr))
    })?;
    Ok(told)
}

/// An example of several resources: all but the steps that are about one resource. What was made is
/// also used by the script beside it, if there is one.
fn whole(suite: &Suite, cloud: &Cloud<'_>, main: &Path) -> Result {
    let workspace = installed(suite, cloud, main)?;
    workspace.validate()?;
    workspace.apply()?;
    workspace.plan_is_empty(&[])?;
    works(cloud, main)?;
    let (scratch, _) = import(suite, cloud, main, None, &workspace)?;
    drop(scratch);
    everything_goes(&workspace)
}

/// Whether what AWS's own Python library publishes arrives as `publish.txt` says.
fn works(cloud: &Cloud<'_>, main: &Path) -> Result {
    let script = main.with_file_name("publish.py");
    if !script.is_file() {
        return Ok(());
    }
    let told = python(cloud, &script)?;
    let expected = read(&main.with_file_name("publish.txt"))?;
    ensure(told == expected, || told)
}

fn data_source(suite: &Suite, cloud: &Cloud<'_>, folder: &Path) -> Result {
    let workspace = installed(suite, cloud, &folder.join("data-source.tf"))?;
    workspace.validate()?;
    workspace.apply()?;
    let kind = format!("data.{}.", name(folder));
    let state = workspace.state()?;
    ensure(state.iter().any(|it| it.address.starts_with(&kind)), || {
        format!("the example reads no {kind}")
    })?;
    workspace.plan_is_empty(&[])?;
    everything_goes(&workspace)
}

/// A function is called while the client plans; its result is an output.
fn function(suite: &Suite, cloud: &Cloud<'_>, folder: &Path) -> Result {
    let workspace = suite.installed(&cloud.url, &read(&folder.join("function.tf"))?)?;
    workspace.validate()?;
    workspace.apply()?;
    workspace.plan_is_empty(&[])
}

fn resource(suite: &Suite, cloud: &Cloud<'_>, folder: &Path) -> Result {
    let main = folder.join("resource.tf");
    let workspace = installed(suite, cloud, &main)?;
    workspace.validate()?;

    let plan = workspace.plan(&[])?;
    let creates = format!("create {}.", name(folder));
    ensure(plan.lines().iter().any(|line| line.starts_with(&creates)), || {
        format!("the plan does not {creates}: {:?}", plan.lines())
    })?;
    workspace.apply()?;
    workspace.plan_is_empty(&[])?;
    workspace.plan_is_empty(&["-refresh=false"])?;

    let subject = documented_address(folder)?;
    let (scratch, known) = import(suite, cloud, &main, Some(&subject), &workspace)?;
    let plan = folder.join("disappears.plan");
    let plan = if plan.is_file() { Some(read(&plan)?) } else { None };
    disappears(&workspace, &scratch, &subject, &known, plan.as_deref())?;
    everything_goes(&workspace)
}

/// The address in `import.sh`: `terraform import <address> <id>`.
fn documented_address(folder: &Path) -> Result<String> {
    let path = folder.join("import.sh");
    let text = read(&path)?;
    let command = text.lines().find_map(|line| line.strip_prefix("terraform import "));
    let address = command.and_then(|it| it.split_whitespace().next());
    address
        .map(|it| it.trim_matches('\'').to_owned())
        .ok_or_else(|| format!("{}: no `terraform import <address> <id>`", path.display()))
}

/// Imports all that the workspace has into a scratch state, and says what that is. The subject is
/// imported by the command that its page shows, the others by blocks, which is quicker.
fn import(
    suite: &Suite,
    cloud: &Cloud<'_>,
    main: &Path,
    subject: Option<&str>,
    workspace: &Workspace,
) -> Result<(Workspace, Vec<Instance>)> {
    let known = workspace.managed()?;
    let scratch = installed(suite, cloud, main)?;
    if let Some(subject) = subject {
        let instance = known.iter().find(|it| it.address == subject);
        let instance = instance.ok_or_else(|| format!("import.sh: there is no {subject}"))?;
        scratch.import(subject, &id(instance)?)?;
    }

    let others = known.iter().filter(|it| Some(it.address.as_str()) != subject);
    let blocks = others.map(|it| {
        let id = serde_json::Value::from(id(it)?);
        Ok(format!("import {{\n  to = {}\n  id = {id}\n}}\n", it.address))
    });
    let blocks = blocks.collect::<Result<Vec<_>>>()?;
    scratch.write("import.tf", &blocks.concat())?;
    let plan = scratch.plan(&[])?;
    let known_changes = main.with_file_name("import.plan");
    let known_changes = if known_changes.is_file() { read(&known_changes)? } else { String::new() };
    let is_known = |line: &String| known_changes.lines().any(|it| it == line);
    let lines = plan.lines();
    let mut changes = plan.changes.iter().zip(&lines);
    ensure(changes.all(|(it, line)| it.action == "import" || is_known(line)), || {
        let shown = scratch.run(&["plan", "-no-color"]).map(|it| it.said);
        format!("what was imported would change: {:?}\n{}", plan.lines(), shown.unwrap_or_default())
    })?;
    scratch.apply()?;
    scratch.remove("import.tf")?;
    scratch.plan_is_empty(&[])?;
    Ok((scratch, known))
}

/// What makes the text by which a type is imported that has no `id`, or one that does not tell, and
/// what stands between.
const IMPORTED_BY: &[(&str, &[&str], &str)] = &[
    ("aws_cloudwatch_log_stream", &["log_group_name", "name"], ":"),
    ("aws_msk_topic", &["cluster_arn", "name"], ","),
    ("aws_vpc_security_group_rules_exclusive", &["security_group_id"], ","),
    ("aws_vpc_security_group_vpc_association", &["security_group_id", "vpc_id"], ","),
];

/// The text by which an object is imported: its `id`, but for rules of security groups, whose `id` is
/// a checksum, and for types without one.
pub(crate) fn id(instance: &Instance) -> Result<String> {
    let of = |name: &str| &instance.attributes[name];
    let text = |name: &str| of(name).as_str().unwrap_or_default();
    if !instance.address.starts_with("aws_security_group_rule.") {
        let is_of =
            |it: &&(&str, &[&str], &str)| instance.address.starts_with(&format!("{}.", it.0));
        let found = IMPORTED_BY.iter().find(is_of);
        let (names, separator) = found.map_or((&["id"] as &[&str], ","), |it| (it.1, it.2));
        let parts = names.iter().map(|it| of(it).as_str()).collect::<Option<Vec<_>>>();
        let parts =
            parts.ok_or_else(|| format!("{} has no id to import it by", instance.address))?;
        return Ok(parts.join(separator));
    }
    let (from, to) = (of("from_port"), of("to_port"));
    let [group, kind, protocol] = ["security_group_id", "type", "protocol"].map(text);
    let lists = ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids"].map(of);
    let networks = lists.into_iter().flat_map(|it| it.as_array().into_iter().flatten());
    let mut sources: Vec<_> = networks.filter_map(|it| it.as_str()).collect();
    match of("self").as_bool() {
        Some(true) => sources.push("self"),
        _ => sources.push(text("source_security_group_id")),
    }
    sources.retain(|it| !it.is_empty());
    Ok(format!("{group}_{kind}_{protocol}_{from}_{to}_{}", sources.join("_")))
}

/// Deletes the subject behind the back of the workspace: its plan is to create again what went,
/// and nothing else. Of a subject that AWS always has, `disappears.plan` says what is planned.
fn disappears(
    workspace: &Workspace,
    scratch: &Workspace,
    subject: &str,
    known: &[Instance],
    plan: Option<&str>,
) -> Result {
    scratch.destroy(&[&format!("-target={subject}")])?;
    let left: BTreeSet<_> = scratch.managed()?.into_iter().map(|it| it.address).collect();
    ensure(!left.contains(subject), || format!("{subject} is still in the scratch state"))?;
    let gone = known.iter().filter(|it| !left.contains(&it.address));
    let mut expected: Vec<_> = match plan {
        Some(lines) => lines.lines().map(str::to_owned).collect(),
        None => gone.map(|it| format!("create {}", it.address)).collect(),
    };
    expected.sort();
    let plan = workspace.plan(&[])?;
    ensure(plan.lines() == expected, || {
        format!("after the deletion of {subject}: planned {:?}, not {expected:?}", plan.lines())
    })
}

/// A destroy leaves nothing, also where something has gone by itself.
pub(crate) fn everything_goes(workspace: &Workspace) -> Result {
    workspace.destroy(&[])?;
    let left = workspace.state()?;
    ensure(left.is_empty(), || format!("left after destroy: {left:?}"))
}
