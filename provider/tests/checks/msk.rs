//! MSK and MSK Connect.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

const CLUSTER: &str = "aws_msk_cluster";
const CONNECTOR: &str = "aws_mskconnect_connector";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_clusters();
    cases.extend(of_configurations());
    cases.extend(of_secrets());
    cases.extend(of_replicators());
    cases.extend(of_topics());
    cases.extend(of_connectors());
    cases
}

fn group(more: Json) -> Json {
    with(
        &json!({ "client_subnets": ["subnet-0a", "subnet-0b", "subnet-0c"],
            "instance_type": "kafka.m7g.large", "security_groups": ["sg-0a"] }),
        more,
    )
}

fn cluster(of_group: Json, more: Json) -> Json {
    with(
        &json!({ "cluster_name": "orders", "kafka_version": "3.8.x", "number_of_broker_nodes": 3,
            "broker_node_group_info": [group(of_group)] }),
        more,
    )
}

fn of_clusters() -> Vec<Case> {
    let none = || json!({});
    let right = || cluster(none(), none());
    let express = json!({ "instance_type": "express.m7g.large" });
    let storage = |size: i64| {
        json!([{ "ebs_storage_info": [{ "volume_size": size,
            "provisioned_throughput": [{ "enabled": true, "volume_throughput": 250 }] }] }])
    };
    let with_storage = |instance: &str, size: i64| {
        cluster(json!({ "instance_type": instance, "storage_info": storage(size) }), none())
    };
    let public = |more: Json| {
        let access = json!([{ "public_access": [{ "type": "SERVICE_PROVIDED_EIPS" }] }]);
        cluster(json!({ "connectivity_info": access }), more)
    };
    let iam = || json!({ "client_authentication": [{ "sasl": [{ "iam": true }] }] });
    let encrypted = |how: &str| {
        with(
            &iam(),
            json!({ "encryption_info": [{ "encryption_in_transit": [{ "client_broker": how }] }] }),
        )
    };
    let logs =
        |target: Json| cluster(none(), json!({ "logging_info": [{ "broker_logs": [target] }] }));
    let title = "Public access without its conditions";
    let case = |title, wrong, right| case(CLUSTER, title, wrong, right);
    vec![
        case(
            "Brokers do not match the subnets",
            cluster(none(), json!({ "number_of_broker_nodes": 4 })),
            right(),
        ),
        case(
            "Unknown instance type",
            cluster(json!({ "instance_type": "kafka.bogus.large" }), none()),
            right(),
        ),
        case(
            "Unknown version of Apache Kafka",
            cluster(none(), json!({ "kafka_version": "9.9.9" })),
            right(),
        ),
        case(
            "Version of Apache Kafka without Express brokers",
            cluster(express.clone(), json!({ "kafka_version": "3.9.x" })),
            cluster(express.clone(), none()),
        ),
        case(
            "Storage of Express brokers",
            cluster(
                with(
                    &express,
                    json!({ "storage_info": [{ "ebs_storage_info": [{ "volume_size": 100 }] }] }),
                ),
                none(),
            ),
            cluster(
                json!({ "storage_info": [{ "ebs_storage_info": [{ "volume_size": 100 }] }] }),
                none(),
            ),
        ),
        case(
            "Storage of Express brokers",
            cluster(express.clone(), json!({ "storage_mode": "TIERED" })),
            cluster(none(), json!({ "storage_mode": "TIERED" })),
        )
        .about("storage_mode"),
        case(
            "Rebalancing of standard brokers",
            cluster(none(), json!({ "rebalancing": [{ "status": "ACTIVE" }] })),
            cluster(express, json!({ "rebalancing": [{ "status": "ACTIVE" }] })),
        ),
        case(
            "Throughput of small brokers",
            with_storage("kafka.m7g.large", 100),
            with_storage("kafka.m7g.2xlarge", 100),
        ),
        case(
            "Throughput of a small volume",
            with_storage("kafka.m7g.2xlarge", 9),
            with_storage("kafka.m7g.2xlarge", 10),
        ),
        case(
            "Tiered storage not supported",
            cluster(
                json!({ "instance_type": "kafka.t3.small" }),
                json!({ "storage_mode": "TIERED" }),
            ),
            cluster(none(), json!({ "storage_mode": "TIERED" })),
        ),
        case(
            "Tiered storage not supported",
            cluster(none(), json!({ "kafka_version": "3.5.1", "storage_mode": "TIERED" })),
            cluster(none(), json!({ "kafka_version": "2.8.2.tiered", "storage_mode": "TIERED" })),
        ),
        case(
            title,
            public(json!({ "client_authentication": [{ "unauthenticated": true }] })),
            public(iam()),
        ),
        case(title, public(none()), public(iam())),
        case(title, public(encrypted("TLS_PLAINTEXT")), public(encrypted("TLS"))),
        case(
            "Authentication without encryption",
            cluster(none(), encrypted("PLAINTEXT")),
            cluster(none(), encrypted("TLS_PLAINTEXT")),
        ),
        case(
            "Logs without a target",
            logs(json!({ "s3": [{ "enabled": true }] })),
            logs(
                json!({ "s3": [{ "enabled": true, "bucket": "logs" }], "firehose": [{ "enabled": false }] }),
            ),
        ),
    ]
}

fn of_configurations() -> Vec<Case> {
    let configuration =
        |properties: &str| json!({ "name": "orders", "server_properties": properties });
    let right = || {
        configuration(
            "# of the team\nauto.create.topics.enable = true\nlog.cleanup.policy=delete,compact\n",
        )
    };
    let case =
        |title, wrong: &str| case("aws_msk_configuration", title, configuration(wrong), right());
    vec![
        case("Unknown property", "auto.create.topic.enable=true"),
        case("Invalid property", "auto.create.topics.enable=yes"),
        case("Invalid property", "num.partitions = none"),
        case("Invalid property", "num.partitions = 0"),
        case("Invalid property", "log.retention.ms=-2"),
        case("Invalid property", "log.cleaner.min.cleanable.ratio=2"),
        case("Invalid property", "compression.type=zip"),
        case("Invalid property", "log.cleanup.policy=delete,keep"),
    ]
}

fn of_secrets() -> Vec<Case> {
    let cluster = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c2d3e-1";
    let secret =
        |name: &str| format!("arn:aws:secretsmanager:us-east-1:123456789012:secret:{name}-AbCdEf");
    let single = |name: &str| json!({ "cluster_arn": cluster, "secret_arn": secret(name) });
    let several = |name: &str| json!({ "cluster_arn": cluster, "secret_arn_list": [secret(name)] });
    let title = "Secret of another name";
    vec![
        case(
            "aws_msk_single_scram_secret_association",
            title,
            single("orders"),
            single("AmazonMSK_orders"),
        ),
        case(
            "aws_msk_scram_secret_association",
            title,
            several("orders"),
            several("AmazonMSK_orders"),
        ),
    ]
}

fn of_topics() -> Vec<Case> {
    let topic = |partitions: i64| {
        json!({ "cluster_arn": "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c2d3e-1",
            "name": "orders", "partition_count": partitions, "replication_factor": 3 })
    };
    let there = with(&topic(6), json!({ "region": "us-east-1" }));
    let elsewhere = with(
        &topic(6),
        json!({
        "cluster_arn": "arn:aws:kafka:eu-west-1:123456789012:cluster/orders/0b1c2d3e-1" }),
    );
    vec![
        case("aws_msk_topic", "Fewer partitions", topic(3), topic(9)).from(there),
        case(
            "aws_msk_topic",
            "Wrong region",
            elsewhere.clone(),
            with(&elsewhere, json!({ "region": "eu-west-1" })),
        ),
    ]
}

fn of_connectors() -> Vec<Case> {
    let connector = |more: Json| {
        with(
            &json!({
                "name": "orders",
                "kafkaconnect_version": "2.7.1",
                "service_execution_role_arn": "arn:aws:iam::123456789012:role/connect",
                "connector_configuration": { "connector.class": "Sink", "tasks.max": "1" },
                "capacity": [{ "provisioned_capacity": [{ "worker_count": 1 }] }],
                "kafka_cluster": [{ "apache_kafka_cluster": [{ "bootstrap_servers": "b-1:9098",
                    "vpc": [{ "security_groups": ["sg-0a"], "subnets": ["subnet-0a"] }] }] }],
                "kafka_cluster_client_authentication": [{ "authentication_type": "NONE" }],
                "kafka_cluster_encryption_in_transit": [{ "encryption_type": "PLAINTEXT" }],
                "plugin": [{ "custom_plugin": [{ "revision": 1,
                    "arn": "arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/orders/0b1c-1" }] }],
            }),
            more,
        )
    };
    let scaled = |least: i64, most: i64, scales_in: i64, out: i64| {
        let policy = |percentage: i64| json!([{ "cpu_utilization_percentage": percentage }]);
        connector(json!({ "capacity": [{ "autoscaling": [{ "min_worker_count": least,
            "max_worker_count": most, "scale_in_policy": policy(scales_in),
            "scale_out_policy": policy(out) }] }] }))
    };
    let iam = json!({ "kafka_cluster_client_authentication": [{ "authentication_type": "IAM" }] });
    let tls = json!({ "kafka_cluster_encryption_in_transit": [{ "encryption_type": "TLS" }] });
    let logs = |bucket: Json| {
        connector(json!({ "log_delivery": [{ "worker_log_delivery": [{ "s3": [
            { "enabled": true, "bucket": bucket }] }] }] }))
    };
    let properties = |properties: Json| connector(json!({ "connector_configuration": properties }));
    let right = || connector(json!({}));
    let case = |title, wrong, right| case(CONNECTOR, title, wrong, right);
    vec![
        case("Connector without a class", properties(json!({ "tasks.max": "1" })), right()),
        case(
            "Connector without a class",
            properties(json!({ "connector.class": "Sink", "tasks.max": "all" })),
            right(),
        ),
        case("Fewer workers at most than at least", scaled(3, 2, 20, 80), scaled(2, 3, 20, 80)),
        case("Scaling in above scaling out", scaled(1, 2, 80, 20), scaled(1, 2, 20, 80)),
        case("IAM without TLS", connector(iam.clone()), connector(with(&iam, tls))),
        case("Logs without a target", logs(Json::Null), logs(json!("logs"))),
    ]
}

fn of_replicators() -> Vec<Case> {
    let arn =
        |name: &str| format!("arn:aws:kafka:us-east-1:123456789012:cluster/{name}/0b1c2d3e-1");
    let cluster = |name: &str| {
        json!({ "amazon_msk_cluster": [{ "msk_cluster_arn": arn(name) }],
            "vpc_config": [{ "subnet_ids": ["subnet-0a"] }] })
    };
    let info = |source: &str, target: &str| {
        json!([{ "source_kafka_cluster_arn": source, "target_kafka_cluster_arn": target,
            "target_compression_type": "NONE",
            "topic_replication": [{ "topics_to_replicate": [".*"] }],
            "consumer_group_replication": [{ "consumer_groups_to_replicate": [".*"] }] }])
    };
    let replicator = |more: Json| {
        with(
            &json!({ "replicator_name": "archive",
                "service_execution_role_arn": "arn:aws:iam::123456789012:role/replicator",
                "kafka_cluster": [cluster("orders"), cluster("archive")],
                "replication_info_list": info(&arn("orders"), &arn("archive")) }),
            more,
        )
    };
    let right = || replicator(json!({}));
    let logs = |group: Json| {
        replicator(json!({ "log_delivery": [{ "replicator_log_delivery": [{ "cloudwatch_logs": [
            { "enabled": true, "log_group": group }] }] }] }))
    };
    let elsewhere = right().to_string().replace(
        ":us-east-1:123456789012:cluster/archive",
        ":eu-west-1:123456789012:cluster/archive",
    );
    let elsewhere: Json = serde_json::from_str(&elsewhere).expect("it is JSON");
    let there = with(
        &right(),
        json!({ "id": arn("r"), "arn": arn("r"), "current_version": "K1", "region": "us-east-1" }),
    );
    let case = |title, wrong, right| case("aws_msk_replicator", title, wrong, right);
    vec![
        case(
            "Source and target are the same",
            replicator(json!({ "replication_info_list": info(&arn("orders"), &arn("orders")) })),
            right(),
        ),
        case(
            "Source or target is no cluster of the replicator",
            replicator(json!({ "replication_info_list": info(&arn("orders"), &arn("other")) })),
            right(),
        ),
        case(
            "Cluster of two kinds, or of none",
            replicator(json!({ "kafka_cluster": [cluster("orders"),
                { "vpc_config": [{ "subnet_ids": ["subnet-0a"] }] }] })),
            right(),
        ),
        case("Logs without a target", logs(Json::Null), logs(json!("replicator"))),
        case(
            "Replicator outside of its target's region",
            elsewhere.clone(),
            with(&elsewhere, json!({ "region": "eu-west-1" })),
        ),
        case(
            "Change that AWS cannot make",
            replicator(json!({ "replicator_name": "other" })),
            right(),
        )
        .from(there),
    ]
}
