//! Mistakes that are plausible, and what is none.

use super::*;

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
        ("ActiveMQ", json!({ "subnet_ids": ["a", "b"] }), "subnet_ids", "set one"),
        (
            "ActiveMQ",
            json!({ "deployment_mode": "active_standby_multi_az", "subnet_ids": ["a"] }),
            "subnet_ids",
            "set two",
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
