//! What validation and plans say of configurations, through the engine.

mod mistakes;

use schemas::{Block, Path, Value, json};
use serde_json::{Value as Json, json};
use tfplugin::engine::{self, PlanRequest, PlanResponse, ResourceType, Run, resource};
use tfplugin::testkit::proposed_new;
use tfplugin::{Checks, Client, Diagnostic, Provider};

use super::*;

/// A provider with a region and keys, and nothing else.
async fn provider() -> Aws {
    let arguments = [("access_key", "testing"), ("secret_key", "testing"), ("region", "us-east-1")];
    let mut config = Aws::block().empty().into_entries().unwrap();
    config.extend(arguments.map(|(name, it)| (name.to_owned(), it.into())));
    Aws::configure(&Value::Object(config), &[], &Client::default()).await.unwrap()
}

/// A broker with these arguments beside those that each needs. `"?"` is not known.
fn broker(engine: &str, arguments: Json) -> Value {
    let is_rabbit = engine.eq_ignore_ascii_case("RabbitMQ");
    let mut config = json!({
        "auto_minor_version_upgrade": true,
        "broker_name": "orders",
        "engine_type": engine,
        "engine_version": if is_rabbit { "3.13" } else { "5.18" },
        "host_instance_type": "mq.m5.large",
        "user": [{ "username": "orders", "password": "OrdersPassword1234" }],
    });
    for (name, value) in arguments.as_object().unwrap() {
        config[name] = value.clone();
    }
    let block = &resource::<Aws, Broker>().schema.block;
    complete(block, json::decode(&config, &block.ty()).unwrap())
}

/// Lists and sets where no block is, and what is not known.
fn complete(block: &Block, object: Value) -> Value {
    let Value::Object(mut entries) = object else { return object };
    for value in entries.values_mut() {
        *value = unknown(value.clone());
    }
    entries.retain(|_, it| !it.is_null());
    for nested in &block.blocks {
        let Some(value) = entries.get_mut(nested.name) else { continue };
        *value = match value.clone() {
            Value::List(elements) => {
                Value::List(elements.into_iter().map(|it| complete(&nested.block, it)).collect())
            }
            Value::Set(elements) => {
                Value::set(elements.into_iter().map(|it| complete(&nested.block, it)))
            }
            other => complete(&nested.block, other),
        };
    }
    block.complete(entries)
}

fn unknown(value: Value) -> Value {
    match value {
        Value::String(text) if text == "?" => Value::Unknown,
        Value::List(elements) => Value::List(elements.into_iter().map(unknown).collect()),
        Value::Set(elements) => Value::set(elements.into_iter().map(unknown)),
        other => other,
    }
}

fn planned(
    managed: &ResourceType<Aws>,
    aws: &Aws,
    prior: &Value,
    config: &Value,
) -> Result<PlanResponse, Vec<Diagnostic>> {
    let proposed = proposed_new(&managed.schema.block, prior, config);
    engine::plan(managed, aws, &PlanRequest { prior, proposed: &proposed, config })
}

/// What is said of the creation of a broker.
fn said(managed: &ResourceType<Aws>, aws: &Aws, config: &Value) -> Vec<Diagnostic> {
    let mut found = managed.validate(config, true);
    found.extend(engine::check_config(managed, Checks::Warn, config));
    if found.iter().any(Diagnostic::is_error) {
        return found;
    }
    let checked = planned(managed, aws, &Value::Null, config).and_then(|it| {
        let proposed = proposed_new(&managed.schema.block, &Value::Null, config);
        let question = PlanRequest { prior: &Value::Null, proposed: &proposed, config };
        engine::check_plan(managed, aws, &Run::default(), Checks::Warn, &question, it)
    });
    found.extend(checked.map_or_else(|it| it, |it| it.warnings));
    found
}

/// A broker as it is after its creation.
fn created(managed: &ResourceType<Aws>, aws: &Aws, config: &Value) -> Value {
    let planned = planned(managed, aws, &Value::Null, config).unwrap().planned;
    let mut state = engine::without_unknown(&planned).into_entries().unwrap();
    let told = json!({
        "arn": "arn:aws:mq:us-east-1:123456789012:broker:orders:b-1",
        "authentication_strategy": "simple",
        "configuration": [{ "id": "c-1", "revision": 1 }],
        "data_replication_mode": "NONE",
        "id": "b-1",
        "instances": [{ "console_url": "https://b-1.mq.us-east-1.on.aws", "ip_address": "" }],
        "maintenance_window_start_time":
            [{ "day_of_week": "MONDAY", "time_of_day": "02:00", "time_zone": "UTC" }],
        "storage_type": "ebs",
        "subnet_ids": ["subnet-1"],
    });
    let block = &managed.schema.block;
    for (name, value) in json::decode(&told, &block.ty()).unwrap().into_entries().unwrap() {
        if !value.is_null() {
            state.insert(name, value);
        }
    }
    Value::Object(state)
}

/// They were served before hashicorp/aws had released them: whatever becomes of them there, a state
/// with either shape is read.
#[tokio::test]
async fn a_state_with_the_storage_size_is_read_without_it() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let expected = created(&managed, &aws, &broker("RabbitMQ", json!({})));
    for size in [json!(20), json!([{ "size": 20 }])] {
        let mut state = json::encode(&expected).unwrap();
        state["storage_size"] = size.clone();
        state["pending_storage_size"] = size;
        let version = managed.schema.version;
        assert_eq!(engine::upgrade(&managed, version, state).as_ref(), Ok(&expected));
    }
}

#[tokio::test]
async fn what_is_not_known_replaces_where_a_change_does() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let storage = json!({ "storage_type": "?", "security_groups": ["sg-1"] });
    for (engine, arguments, expected) in [
        ("RabbitMQ", json!({ "security_groups": ["?"] }), Some("security_groups")),
        ("RabbitMQ", json!({ "security_groups": ["sg-1", "?"] }), Some("security_groups")),
        ("RabbitMQ", storage.clone(), Some("storage_type")),
        ("ActiveMQ", storage, Some("storage_type")),
        ("ActiveMQ", json!({ "security_groups": ["?"] }), None),
        ("RabbitMQ", json!({ "security_groups": [] }), None),
        ("RabbitMQ", json!({ "security_groups": ["sg-1"], "host_instance_type": "?" }), None),
    ] {
        let prior = broker(engine, json!({ "security_groups": ["sg-1"] }));
        let prior = created(&managed, &aws, &prior);
        let planned = planned(&managed, &aws, &prior, &broker(engine, arguments.clone())).unwrap();
        let paths = expected.map(|it| [Path::root(it), Path::root("id")]);
        let paths = paths.into_iter().flatten().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(planned.replace, paths, "{engine} {arguments}");
        let warned = planned.warnings.iter().any(|it| it.summary.contains("replaces the broker"));
        assert_eq!(warned, expected.is_some(), "{engine} {arguments}");
    }
}

#[tokio::test]
async fn users_of_rabbitmq_stay_with_a_warning() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let secret = |password: &str, version: i64| {
        broker(
            "RabbitMQ",
            json!({
                "user": [{ "username": "orders" }],
                "user_passwords_wo": { "orders": password },
                "user_passwords_wo_version": version,
            }),
        )
    };
    let open = |password: &str| {
        let user = json!([{ "username": "orders", "password": password }]);
        broker("RabbitMQ", json!({ "user": user }))
    };
    let (one, other) = ("OrdersPassword1234", "OtherPassword1234");
    for (before, after, is_told) in [
        (secret(one, 1), secret(one, 1), false),
        (secret(one, 1), secret(other, 2), true),
        (open(one), open(other), true),
        (open(one), secret(one, 1), true),
        (open(one), open(one), false),
    ] {
        let prior = created(&managed, &aws, &before);
        let planned = planned(&managed, &aws, &prior, &after).unwrap();
        assert_eq!(planned.planned, prior);
        let told: Vec<_> = planned.warnings.iter().map(|it| it.summary.as_str()).collect();
        let expected: &[&str] =
            if is_told { &["changes of RabbitMQ users are ignored"] } else { &[] };
        assert_eq!(told, expected);
    }
}

#[tokio::test]
async fn other_capitals_are_no_change() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let window =
        |day: &str| json!([{ "day_of_week": day, "time_of_day": "02:00", "time_zone": "UTC" }]);
    let prior = json!({
        "deployment_mode": "SINGLE_INSTANCE",
        "maintenance_window_start_time": window("MONDAY"),
    });
    let prior = created(&managed, &aws, &broker("ActiveMQ", prior));
    let config = json!({
        "authentication_strategy": "SIMPLE",
        "deployment_mode": "single_instance",
        "maintenance_window_start_time": window("Monday"),
        "storage_type": "EBS",
    });
    let planned = planned(&managed, &aws, &prior, &broker("ACTIVEMQ", config)).unwrap();
    assert_eq!((planned.planned, planned.replace.len()), (prior, 0));
}

#[tokio::test]
async fn who_gets_the_console_replicates_no_longer() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let user = |more: Json| {
        let mut user = json!({ "username": "orders", "password": "OrdersPassword1234" });
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        broker("ActiveMQ", json!({ "user": [user] }))
    };
    let prior = created(&managed, &aws, &user(json!({ "replication_user": true })));
    for (after, expected) in [
        (json!({}), true),
        (json!({ "console_access": false }), true),
        (json!({ "console_access": true }), false),
        (json!({ "replication_user": false }), false),
    ] {
        let planned = planned(&managed, &aws, &prior, &user(after.clone())).unwrap().planned;
        let users = planned.get("user").elements().unwrap();
        assert_eq!(users[0].get("replication_user").as_bool(), Some(expected), "{after}");
    }
}
