//! What validation and plans say of configurations, through the engine.

use schemas::{Block, Path, Value, json};
use serde_json::{Value as Json, json};
use tfplugin::engine::{self, Managed, Planned, Question, resource};
use tfplugin::testkit::proposed_new;
use tfplugin::{Client, Diagnostic, Provider};

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
    managed: &Managed<Aws>,
    aws: &Aws,
    prior: &Value,
    config: &Value,
) -> Result<Planned, Vec<Diagnostic>> {
    let proposed = proposed_new(&managed.schema.block, prior, config);
    engine::plan(managed, aws, &Question { prior, proposed: &proposed, config })
}

/// What is said of the creation of a broker.
fn said(managed: &Managed<Aws>, aws: &Aws, config: &Value) -> Vec<Diagnostic> {
    let found = managed.validate(config, true);
    match found.iter().any(Diagnostic::is_error) {
        true => found,
        false => planned(managed, aws, &Value::Null, config).map_or_else(|it| it, |it| it.warnings),
    }
}

/// A broker as it is after its creation.
fn created(managed: &Managed<Aws>, aws: &Aws, config: &Value) -> Value {
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
        "pending_storage_size": 0,
        "storage_size": 20,
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

#[tokio::test]
async fn mistakes_are_told_with_attribute_and_remedy() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let user = |more: Json| {
        let mut user = json!({ "username": "orders", "password": "OrdersPassword1234" });
        user.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        user
    };
    let other = user(json!({ "groups": ["admins"] }));
    let ldap = json!([{ "hosts": ["ldap.example.com"], "user_base": "ou=users" }]);
    let window = |day: &str, time: &str| json!([{ "day_of_week": day, "time_of_day": time, "time_zone": "UTC" }]);
    let many = |count: usize| (0..count).map(|it| format!("sg-{it}")).collect::<Vec<_>>();
    for (engine, arguments, at, words) in [
        ("ActiveMQ", json!({ "engine_version": "latest" }), "engine_version", "\"5.18\""),
        ("ActiveMQ", json!({ "engine_version": "5.18.4" }), "engine_version", "Write \"5.18\""),
        ("Kafka", json!({}), "engine_type", "ACTIVEMQ, RABBITMQ"),
        (
            "ActiveMQ",
            json!({ "host_instance_type": "m5.large" }),
            "host_instance_type",
            "mq.m5.large",
        ),
        ("ActiveMQ", json!({ "broker_name": "my orders" }), "broker_name", "hyphens"),
        ("ActiveMQ", json!({ "subnet_ids": ["a", "b"] }), "subnet_ids", "name one"),
        (
            "ActiveMQ",
            json!({ "deployment_mode": "active_standby_multi_az", "subnet_ids": ["a"] }),
            "subnet_ids",
            "name two",
        ),
        (
            "ActiveMQ",
            json!({ "deployment_mode": "CLUSTER_MULTI_AZ" }),
            "deployment_mode",
            "use ACTIVE",
        ),
        (
            "RabbitMQ",
            json!({ "deployment_mode": "active_standby_multi_az" }),
            "deployment_mode",
            "use CLUSTER",
        ),
        ("ActiveMQ", json!({ "security_groups": many(6) }), "security_groups", "no more than 5"),
        ("ActiveMQ", json!({ "user": [] }), "user", "block is required"),
        ("ActiveMQ", json!({ "user": [user(json!({})), other] }), "user", "Remove all but one"),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "console_access": true, "replication_user": true }))] }),
            "user",
            "remove `console_access` or",
        ),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "username": "a b" }))] }),
            "user",
            "letters, digits",
        ),
        (
            "RabbitMQ",
            json!({ "user": [user(json!({ "username": "a~b" }))] }),
            "user",
            "another name",
        ),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "groups": many(21) }))] }),
            "user",
            "no more than 20",
        ),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "password": "short" }))] }),
            "user",
            "12 to 250",
        ),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "password": "aaaaaaaaaaaa" }))] }),
            "user",
            "4 different",
        ),
        (
            "ActiveMQ",
            json!({ "user": [user(json!({ "password": "Secret:word=1" }))] }),
            "user",
            "No colons",
        ),
        (
            "ActiveMQ",
            json!({
                "user": [{ "username": "orders" }],
                "user_passwords_wo": { "orders": "Secret=word1" },
                "user_passwords_wo_version": 1,
            }),
            "user_passwords_wo",
            "No colons",
        ),
        (
            "RabbitMQ",
            json!({ "ldap_server_metadata": ldap }),
            "ldap_server_metadata",
            "aws_mq_configuration",
        ),
        (
            "RabbitMQ",
            json!({ "authentication_strategy": "ldap" }),
            "authentication_strategy",
            "CONFIG_MANAGED",
        ),
        ("RabbitMQ", json!({ "logs": [{ "audit": "true" }] }), "logs", "Remove `audit`"),
        ("RabbitMQ", json!({ "storage_type": "efs" }), "storage_type", "EBS alone"),
        (
            "ActiveMQ",
            json!({ "maintenance_window_start_time": window("Someday", "02:00") }),
            "maintenance_window_start_time",
            "MONDAY",
        ),
        (
            "ActiveMQ",
            json!({ "maintenance_window_start_time": window("MONDAY", "25:00") }),
            "maintenance_window_start_time",
            "02:00",
        ),
        (
            "ActiveMQ",
            json!({ "auto_minor_version_upgrade": false }),
            "auto_minor_version_upgrade",
            "= true",
        ),
        (
            "ActiveMQ",
            json!({ "data_replication_mode": "CRDR" }),
            "data_replication_mode",
            "data_replication_primary_broker_arn",
        ),
    ] {
        let config = broker(engine, arguments.clone());
        let said = said(&managed, &aws, &config);
        let told: Vec<_> = said.iter().map(|it| format!("{}: {}", it.summary, it.detail)).collect();
        let told = told.join("\n");
        assert!(told.contains(words), "{engine} {arguments}: {told:?}");
        let is_there =
            |it: &Diagnostic| it.path.as_ref().is_some_and(|it| it.names().first() == Some(&at));
        assert!(said.iter().all(is_there), "{engine} {arguments}: {said:?}");
        assert!(!told.contains("Secret"), "{told}");
    }
}

#[tokio::test]
async fn what_amazon_mq_takes_is_no_mistake() {
    let (aws, managed) = (provider().await, resource::<Aws, Broker>());
    let window = json!([{ "day_of_week": "friday", "time_of_day": "2:30", "time_zone": "+02:00" }]);
    let key = "arn:aws:kms:us-east-1:123456789012:key/0a";
    let primary = "arn:aws:mq:us-west-2:123456789012:broker:orders:b-1";
    for (engine, arguments) in [
        ("activemq", json!({})),
        ("RABBITMQ", json!({})),
        ("ActiveMQ", json!({ "subnet_ids": ["a"], "maintenance_window_start_time": window })),
        (
            "ActiveMQ",
            json!({ "deployment_mode": "ACTIVE_STANDBY_MULTI_AZ", "subnet_ids": ["a", "b"] }),
        ),
        (
            "RabbitMQ",
            json!({ "deployment_mode": "cluster_multi_az", "subnet_ids": ["a", "b", "c"] }),
        ),
        ("RabbitMQ", json!({ "logs": [{ "audit": "false", "general": true }] })),
        (
            "RabbitMQ",
            json!({ "encryption_options": [{ "kms_key_id": key, "use_aws_owned_key": false }] }),
        ),
        ("RabbitMQ", json!({ "authentication_strategy": "config_managed", "user": [] })),
        (
            "ActiveMQ",
            json!({ "security_groups": ["a", "b", "c", "d", "e"], "storage_type": "Efs" }),
        ),
        (
            "ActiveMQ",
            json!({
                "data_replication_mode": "CRDR",
                "data_replication_primary_broker_arn": primary,
            }),
        ),
        // What is not known is not wrong.
        ("ActiveMQ", json!({ "security_groups": ["a", "b", "c", "d", "e", "?", "?"] })),
        ("ActiveMQ", json!({ "subnet_ids": ["a", "?"], "deployment_mode": "?" })),
        ("RabbitMQ", json!({ "storage_type": "?", "authentication_strategy": "?", "user": [] })),
        ("ActiveMQ", json!({ "user": [{ "username": "?", "password": "?" }] })),
        (
            "ActiveMQ",
            json!({
                "user": [{ "username": "?" }],
                "user_passwords_wo": { "orders": "OrdersPassword1234" },
                "user_passwords_wo_version": 1,
            }),
        ),
    ] {
        let said = said(&managed, &aws, &broker(engine, arguments.clone()));
        assert_eq!(said, [], "{engine} {arguments}");
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
        let expected: &[&str] = if is_told { &["the users of RabbitMQ stay"] } else { &[] };
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
