//! Brokers and their configurations.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

const BROKER: &str = "aws_mq_broker";
const CONFIGURATION: &str = "aws_mq_configuration";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_brokers();
    cases.extend(of_configurations());
    cases
}

fn of_brokers() -> Vec<Case> {
    let user = |name: &str| json!({ "username": name, "password": "a-long-password-1" });
    let broker = |engine: &str, version: &str, more: Json| {
        with(
            &json!({ "broker_name": "orders", "engine_type": engine, "engine_version": version,
                "host_instance_type": "mq.m5.large", "auto_minor_version_upgrade": true,
                "user": [user("orders")] }),
            more,
        )
    };
    let rabbit = |more: Json| broker("RabbitMQ", "3.13", more);
    let active = |more: Json| broker("ActiveMQ", "5.18", more);
    let ldap = json!([{ "hosts": ["ldap.example.com"], "role_base": "ou=g", "role_search_matching": "x",
        "service_account_password": "secret-password", "service_account_username": "x",
        "user_base": "ou=u", "user_search_matching": "x" }]);
    let subnets = |names: &[&str]| json!({ "subnet_ids": names });
    let standby = json!({ "deployment_mode": "ACTIVE_STANDBY_MULTI_AZ" });
    let window = |zone: &str| {
        json!({ "maintenance_window_start_time": [{ "day_of_week": "MONDAY", "time_of_day": "02:00",
            "time_zone": zone }] })
    };
    let key = "arn:aws:kms:us-east-1:123456789012:key/0b1c2d3e";
    let encrypted = |options: Json| active(json!({ "encryption_options": [options] }));
    let engine = "Not supported by this engine";
    let case = |title, wrong, right| case(BROKER, title, wrong, right);
    vec![
        case(
            engine,
            active(json!({ "deployment_mode": "CLUSTER_MULTI_AZ" })),
            rabbit(json!({ "deployment_mode": "CLUSTER_MULTI_AZ" })),
        ),
        case(
            engine,
            rabbit(standby.clone()),
            active(with(&standby, subnets(&["subnet-0a", "subnet-0b"]))),
        ),
        case(
            engine,
            rabbit(json!({ "storage_type": "efs" })),
            active(json!({ "storage_type": "efs" })),
        ),
        case(
            engine,
            rabbit(json!({ "authentication_strategy": "ldap" })),
            active(json!({ "authentication_strategy": "ldap", "ldap_server_metadata": ldap })),
        ),
        case(
            engine,
            active(json!({ "authentication_strategy": "CONFIG_MANAGED", "user": [] })),
            rabbit(json!({ "authentication_strategy": "CONFIG_MANAGED", "user": [] })),
        ),
        case(
            engine,
            rabbit(json!({ "user": [user("orders"), user("others")] })),
            active(json!({ "user": [user("orders"), user("others")] })),
        ),
        case(
            engine,
            rabbit(json!({ "user": [user("guest")] })),
            active(json!({ "user": [user("guest")] })),
        ),
        case(
            engine,
            rabbit(json!({ "data_replication_mode": "CRDR",
                "data_replication_primary_broker_arn": "arn:aws:mq:us-west-2:123456789012:broker:orders:b-1" })),
            active(json!({ "data_replication_mode": "CRDR",
                "data_replication_primary_broker_arn": "arn:aws:mq:us-west-2:123456789012:broker:orders:b-1" })),
        ),
        case(
            engine,
            active(
                json!({ "resource_share_arns": ["arn:aws:ram:us-east-1:123456789012:resource-share/0b1c"] }),
            ),
            rabbit(
                json!({ "resource_share_arns": ["arn:aws:ram:us-east-1:123456789012:resource-share/0b1c"] }),
            ),
        ),
        case(
            "Security groups of a public RabbitMQ broker",
            rabbit(json!({ "publicly_accessible": true, "security_groups": ["sg-0a"] })),
            rabbit(json!({ "publicly_accessible": true })),
        ),
        case(
            "LDAP without its server",
            active(json!({ "authentication_strategy": "ldap" })),
            active(json!({ "authentication_strategy": "ldap", "ldap_server_metadata": ldap })),
        ),
        case(
            "LDAP without its server",
            active(json!({ "ldap_server_metadata": ldap })),
            active(json!({})),
        ),
        case(
            "Key of AWS and a key of your own",
            encrypted(json!({ "kms_key_id": key })),
            encrypted(json!({ "kms_key_id": key, "use_aws_owned_key": false })),
        ),
        case(
            "Unknown instance type",
            active(json!({ "host_instance_type": "mq.m5.larg" })),
            active(json!({})),
        ),
        case("Unknown engine version", broker("ActiveMQ", "4.2", json!({})), active(json!({}))),
        case(
            "Unknown engine version",
            broker("RabbitMQ", "5.18", json!({})),
            broker("RabbitMQ", "4.2", json!({})),
        ),
        case(
            "Storage not supported",
            active(with(
                &with(&standby, subnets(&["subnet-0a", "subnet-0b"])),
                json!({ "storage_type": "ebs" }),
            )),
            active(json!({ "storage_type": "ebs" })),
        ),
        case(
            "Storage not supported",
            active(json!({ "storage_type": "ebs", "host_instance_type": "mq.t3.micro" })),
            active(json!({ "storage_type": "efs", "host_instance_type": "mq.t3.micro" })),
        ),
        case(
            "Cluster of small brokers",
            rabbit(
                json!({ "deployment_mode": "CLUSTER_MULTI_AZ", "host_instance_type": "mq.t3.micro" }),
            ),
            rabbit(json!({ "host_instance_type": "mq.t3.micro" })),
        ),
        case("Unknown time zone", active(window("Berlin")), active(window("Europe/Berlin"))),
        case(
            "Patch of an engine version",
            broker("RabbitMQ", "3.13.7", json!({})),
            rabbit(json!({})),
        ),
        case(
            "`auto_minor_version_upgrade` must be true",
            rabbit(json!({ "auto_minor_version_upgrade": false })),
            broker("RabbitMQ", "3.12.13", json!({ "auto_minor_version_upgrade": false })),
        ),
        case(
            "`subnet_ids` does not match `deployment_mode`",
            active(subnets(&["subnet-0a", "subnet-0b"])),
            active(subnets(&["subnet-0a"])),
        ),
        case(
            "`subnet_ids` does not match `deployment_mode`",
            active(with(&standby, subnets(&["subnet-0a"]))),
            active(with(&standby, subnets(&["subnet-0a", "subnet-0b"]))),
        ),
        case(
            "`data_replication_primary_broker_arn` is missing",
            active(json!({ "data_replication_mode": "CRDR" })),
            active(json!({ "data_replication_mode": "NONE" })),
        ),
    ]
}

fn of_configurations() -> Vec<Case> {
    let active = |data: &str| json!({ "name": "orders", "engine_type": "ActiveMQ", "engine_version": "5.18", "data": data });
    let rabbit = |data: &str| json!({ "name": "orders", "engine_type": "RabbitMQ", "engine_version": "3.13", "data": data });
    let broker = |inner: &str| {
        active(&format!(
            "<broker xmlns=\"http://activemq.apache.org/schema/core\">{inner}</broker>"
        ))
    };
    let right =
        || rabbit("# of the team\nconsumer_timeout = 1800000\nauth_oauth2.issuer = https://x\n");
    let case = |title, wrong, right| case(CONFIGURATION, title, wrong, right);
    vec![
        case("Malformed XML", active("<broker>"), broker("")),
        case("Malformed XML", active("<beans><broker/></beans>"), broker("<plugins/>")),
        case(
            "Elements that Amazon MQ removes",
            broker("<persistenceAdapter><kahaDB/></persistenceAdapter>"),
            broker("<destinationPolicy/>"),
        ),
        case("XML for RabbitMQ", rabbit("<broker/>"), right()),
        case("Unknown option", rabbit("consumer_timeot = 1800000"), right()),
        case("Unknown option", rabbit("vm_memory_high_watermark.relative = 0.6"), right()),
        case("Invalid option", rabbit("consumer_timeout = soon"), right()),
        case("Invalid option", rabbit("heartbeat = 5"), rabbit("heartbeat = 60")),
        case(
            "Invalid option",
            rabbit("management.restrictions.operator_policy_changes.disabled = no"),
            rabbit("management.restrictions.operator_policy_changes.disabled = false"),
        ),
        case(
            "Invalid name",
            with(&right(), json!({ "name": "orders & co" })),
            with(&right(), json!({ "name": "orders-and-co" })),
        ),
        case(
            "Patch of an engine version",
            with(&right(), json!({ "engine_version": "3.13.7" })),
            right(),
        ),
    ]
}
