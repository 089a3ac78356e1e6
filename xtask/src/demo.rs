//! `cargo xtask demo`: the provider at work on `examples/order-events/main.tf`, without an AWS account.

use std::fs;
use std::process::Command;

use acceptance_tests::aws;
use acceptance_tests::client::Clients;
use acceptance_tests::cloud::{Cloud, Clouds};
use acceptance_tests::provider::{Mirror, Provider};
use acceptance_tests::workspace::Workspace;

use crate::process::{is_installed, repository, run};
use crate::{Result, opentofu};

/// What the example's types are of.
const SERVICES: &[&str] = &["kinesis", "sns", "sqs"];

pub(crate) fn task(arguments: &[&str]) -> Result {
    let profile = match arguments {
        [] => "dev",
        ["--release"] => "release",
        _ => return Err("usage: cargo xtask demo [--release]".into()),
    };
    let mut clients = Clients::find();
    if clients.found.is_empty() && is_installed("go") {
        opentofu::build()?;
        clients = Clients::find();
    }
    let client = clients.found.first();
    let client =
        client.ok_or("the demo takes terraform or tofu on the path, or Go to build OpenTofu")?;
    println!("building the provider");
    let provider = Provider::of_services(SERVICES, profile)?;
    let mirror = Mirror::new(&provider)?;
    println!("starting a stand-in for AWS");
    let clouds = Clouds::default();
    let cloud = clouds.take()?;

    let workspace = Workspace::new(client, &mirror.config(), &cloud.url)?;
    let main = repository().join("examples/order-events/main.tf");
    workspace.write("main.tf", &fs::read_to_string(main)?)?;

    println!("\nexamples/order-events/main.tf with {} {}", client.name, client.version);
    let steps: [&[&str]; 5] = [
        &["init", "-no-color"],
        &["validate", "-no-color"],
        &["plan", "-no-color", "-out=demo.plan"],
        &["apply", "-no-color", "demo.plan"],
        &["plan", "-no-color", "-detailed-exitcode"],
    ];
    for step in steps {
        show(&client.name, &workspace, step)?;
    }
    println!("The second plan is empty. One event of each type, and where it arrives:\n");
    publish(&cloud)?;
    show(&client.name, &workspace, &["destroy", "-no-color", "-auto-approve"])?;
    println!("The same again, now that all is gone:\n");
    publish(&cloud)
}

fn show(client: &str, workspace: &Workspace, step: &[&str]) -> Result {
    println!("\n$ {client} {}", step.join(" "));
    println!("{}\n", workspace.succeed(step)?.trim());
    Ok(())
}

/// Uses what was made by AWS's own Python library, which knows nothing of the provider.
fn publish(cloud: &Cloud<'_>) -> Result {
    let script = repository().join("examples/order-events/publish.py");
    run(Command::new(aws::python()?).arg(script).envs(cloud.variables()))
}
