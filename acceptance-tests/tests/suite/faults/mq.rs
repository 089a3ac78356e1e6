//! What may go wrong with brokers and configurations alone.

use std::time::Duration;

use acceptance_tests::Result;
use acceptance_tests::proxy::{Call, Fault, Rule, Which};
use serde_json::json;

use super::{Scene, unknown_object, until};
use crate::ensure;
use crate::examples::everything_goes;

/// Enough of retries: each call is tried once.
const IMPATIENT: &str = "provider \"aws\" {\n  max_retries = 1\n}\n";

/// Passwords of every kind, the first or the second ones.
fn rotated(rotation: usize) -> String {
    format!(
        r#"resource "aws_mq_broker" "orders" {{
  broker_name               = "orders"
  engine_type               = "ActiveMQ"
  engine_version            = "5.17.6"
  host_instance_type        = "mq.m5.large"
  authentication_strategy   = "ldap"
  user_passwords_wo         = {{ kim = "Planted-{rotation}-kim-9" }}
  user_passwords_wo_version = {rotation}

  ldap_server_metadata {{
    hosts                    = ["ldap.example.com"]
    role_base                = "ou=roles"
    role_search_matching     = "(member={{0}})"
    service_account_username = "cn=reader"
    service_account_password = "Planted-{rotation}-reader-9"
    user_base                = "ou=users"
    user_search_matching     = "(uid={{0}})"
  }}

  user {{
    username = "ann"
    password = "Planted-{rotation}-ann-9"
  }}

  user {{
    username = "bob"
    password = "Planted-{rotation}-bob-9"
  }}

  user {{
    username = "kim"
  }}
}}
"#
    )
}

/// How many calls a rotation takes: one for the directory, one for each user.
const ROTATION: usize = 4;

/// Passwords that may have come to AWS before a call failed are sent again, whether the
/// configuration goes on or back.
pub(super) fn failed_rotations_are_made_good(scene: &Scene<'_>) -> Result {
    for (fault, call, next) in [
        (Fault::ServerError, 2, 0),
        (Fault::CutAfter, 1, 0),
        (Fault::CutAfter, 3, 0),
        (Fault::ServerError, ROTATION, 1),
    ] {
        let at = |error: String| format!("{fault:?} at call {call}, then {next}: {error}");
        let workspace = scene.suite.installed(&scene.proxy.url, &rotated(0)).map_err(at)?;
        workspace.apply().map_err(at)?;

        workspace.write("main.tf", &rotated(1))?;
        workspace.write("retries.tf", IMPATIENT)?;
        scene.proxy.fail([Rule::new(fault).operation("PUT *").which(Which::From(call))]);
        let failed = workspace.try_apply(&[]).map_err(at)?;
        ensure(!failed.succeeded(), || at("it succeeds".to_owned()))?;
        scene.proxy.fail([]);
        workspace.remove("retries.tf")?;

        workspace.write("main.tf", &rotated(next))?;
        for more in [["-refresh=false"].as_slice(), &[]] {
            let planned = workspace.plan(more).map_err(at)?.lines();
            ensure(planned == ["update aws_mq_broker.orders"], || at(format!("{planned:?}")))?;
        }
        scene.proxy.forget();
        workspace.apply().map_err(at)?;
        let sent = scene.proxy.calls().iter().filter(|it| it.is("PUT *")).count();
        ensure(sent == ROTATION, || at(format!("{sent} calls")))?;
        workspace.plan_is_empty(&[]).map_err(at)?;
        everything_goes(&workspace).map_err(at)?;
    }
    Ok(())
}

/// What a new broker is only given once it runs is given by the next apply, where somebody did not
/// want to wait for the first.
pub(super) fn interrupted_before_the_shares(scene: &Scene<'_>) -> Result {
    scene.cloud.demand(&json!({ "mq.CreateBroker": { "seconds": 20 } }))?;
    let configuration = r#"resource "aws_mq_broker" "orders" {
  broker_name                = "orders"
  engine_type                = "RabbitMQ"
  engine_version             = "3.13"
  host_instance_type         = "mq.m5.large"
  auto_minor_version_upgrade = true
  apply_immediately          = true
  resource_share_arns        = ["arn:aws:ram:us-east-1:123456789012:resource-share/0a"]

  user {
    username = "orders"
    password = "OrdersPassword1234"
  }
}
"#;
    let workspace = scene.suite.installed(&scene.proxy.url, configuration)?;
    let apply = scene.held(&workspace, scene.family.read, Fault::Delay(Duration::ZERO))?;
    apply.signal("INT")?;
    apply.wait(Duration::from_secs(20))?;
    scene.is_known(&workspace)?;

    scene.proxy.fail([]);
    let planned = workspace.apply()?.lines();
    ensure(planned == ["update aws_mq_broker.orders"], || format!("planned {planned:?}"))?;
    let waits = |it: &serde_json::Value| it["status"] != "AVAILABLE";
    let shared = shared(scene)?;
    ensure(shared.len() == 1 && !shared.iter().any(waits), || format!("{shared:?}"))?;
    workspace.plan_is_empty(&[])?;
    everything_goes(&workspace)
}

/// A broker that goes already is not deleted once more, which Amazon MQ refuses.
pub(super) fn interrupted_during_a_deletion(scene: &Scene<'_>) -> Result {
    let workspace = scene.workspace()?;
    workspace.apply()?;
    scene.cloud.demand(&json!({ "mq.DeleteBroker": { "seconds": 15 } }))?;
    let destroy = workspace.start(&["destroy", "-no-color", "-auto-approve"])?;
    let is_deletion = |it: &Call| it.is("DELETE /v1/brokers/*") && it.status.is_some();
    until("the deletion begins", || Ok(scene.proxy.calls().iter().any(is_deletion)))?;
    destroy.signal("INT")?;
    destroy.wait(Duration::from_secs(20))?;
    scene.is_known(&workspace)?;

    scene.proxy.forget();
    everything_goes(&workspace)?;
    let again = scene.proxy.calls().iter().any(is_deletion);
    ensure(!again, || "it is deleted once more".to_owned())
}

fn shared(scene: &Scene<'_>) -> Result<Vec<serde_json::Value>> {
    let brokers = scene.cloud.get("mq", "/v1/brokers")?;
    let id = brokers["brokerSummaries"][0]["brokerId"].as_str().unwrap_or_default();
    let shared = scene.cloud.get("mq", &format!("/v1/brokers/{id}/shared-resources"))?;
    Ok(shared["sharedResources"].as_array().cloned().unwrap_or_default())
}

const CONFIGURATION: &str = r#"resource "aws_mq_configuration" "orders" {
  name           = "orders"
  engine_type    = "RabbitMQ"
  engine_version = "3.13"
  data           = "consumer_timeout = 1800000\n"
}
"#;

fn configurations(scene: &Scene<'_>) -> Result<usize> {
    let answer = scene.cloud.get("mq", "/v1/configurations")?;
    Ok(answer["configurations"].as_array().map_or(0, Vec::len))
}

fn creation(fault: Fault) -> [Rule; 1] {
    [Rule::new(fault).operation("POST /v1/configurations").which(Which::Nth(1))]
}

/// The answer to the creation of a configuration is lost, and the second one says that the name is
/// in use: by the configuration that was made.
pub(super) fn a_configuration_is_made_once(scene: &Scene<'_>) -> Result {
    let workspace = scene.suite.installed(&scene.proxy.url, CONFIGURATION)?;
    scene.proxy.fail(creation(Fault::CutAfter));
    workspace.apply()?;
    scene.proxy.fail([]);
    let count = configurations(scene)?;
    ensure(count == 1, || format!("{count} configurations"))?;
    workspace.plan_is_empty(&[])?;

    // One that was there before is not taken, however often it is asked for.
    workspace.succeed(&["state", "rm", "aws_mq_configuration.orders"])?;
    for rules in [Vec::new(), creation(Fault::CutBefore).to_vec()] {
        scene.proxy.fail(rules);
        let id = unknown_object(&workspace.try_apply(&[])?);
        let id = id.ok_or("the configuration is taken, or not named")?;
        scene.proxy.fail([]);
        workspace.import("aws_mq_configuration.orders", &id)?;
        workspace.plan_is_empty(&[])?;
        workspace.succeed(&["state", "rm", "aws_mq_configuration.orders"])?;
    }
    let id = unknown_object(&workspace.try_apply(&[])?).ok_or("the configuration is not named")?;
    workspace.import("aws_mq_configuration.orders", &id)?;
    everything_goes(&workspace)?;
    let count = configurations(scene)?;
    ensure(count == 0, || format!("{count} configurations are left"))
}
