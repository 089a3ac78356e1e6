//! What is checked of a cluster: what AWS refuses of brokers, storage, access and encryption.

use schemas::{Path, Value};

use super::rules::{is_kraft, number};
use crate::checks::{at, check, logs_without_target, nearest};
use crate::prelude::*;

const GROUP: &str = "broker_node_group_info";
const AUTHENTICATION: &str = "client_authentication";

const CREATE: &str = "https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html";
const TYPES: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/broker-instance-types.html";
const EXPRESS: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-broker-types-express.html";
const THROUGHPUT: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-provision-throughput.html";
const TIERED: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-tiered-storage-requirements.html";
const PUBLIC: &str = "https://docs.aws.amazon.com/msk/latest/developerguide/public-access.html";
const VERSIONS: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/supported-kafka-versions.html";
const ENCRYPTION: &str =
    "https://docs.aws.amazon.com/msk/latest/developerguide/msk-encryption.html";
const LOGS: &str = "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html";

/// Those that AWS lists in November 2026.
const KAFKA: &[&str] = &[
    "1.1.1",
    "2.1.0",
    "2.2.1",
    "2.3.1",
    "2.4.1",
    "2.4.1.1",
    "2.5.1",
    "2.6.0",
    "2.6.1",
    "2.6.2",
    "2.6.3",
    "2.7.0",
    "2.7.1",
    "2.7.2",
    "2.8.0",
    "2.8.1",
    "2.8.2.tiered",
    "3.1.1",
    "3.2.0",
    "3.3.1",
    "3.3.2",
    "3.4.0",
    "3.5.1",
    "3.6.0",
    "3.6.0.1",
    "3.7.x",
    "3.7.x.kraft",
    "3.8.x",
    "3.8.x.kraft",
    "3.9.x",
    "3.9.x.kraft",
    "4.0.x.kraft",
    "4.1.x.kraft",
    "4.2.x.kraft",
];
const KAFKA_OF_EXPRESS: &[&str] =
    &["3.6.0", "3.8.x", "3.9.x.kraft", "4.0.x.kraft", "4.1.x.kraft", "4.2.x.kraft"];

const INSTANCES: &[&str] = &[
    "kafka.t3.small",
    "kafka.m5.large",
    "kafka.m5.xlarge",
    "kafka.m5.2xlarge",
    "kafka.m5.4xlarge",
    "kafka.m5.8xlarge",
    "kafka.m5.12xlarge",
    "kafka.m5.16xlarge",
    "kafka.m5.24xlarge",
    "kafka.m7g.large",
    "kafka.m7g.xlarge",
    "kafka.m7g.2xlarge",
    "kafka.m7g.4xlarge",
    "kafka.m7g.8xlarge",
    "kafka.m7g.12xlarge",
    "kafka.m7g.16xlarge",
    "express.m7g.large",
    "express.m7g.xlarge",
    "express.m7g.2xlarge",
    "express.m7g.4xlarge",
    "express.m7g.8xlarge",
    "express.m7g.12xlarge",
    "express.m7g.16xlarge",
];

/// Those whose volumes take no provisioned throughput.
const SMALL: &[&str] = &[
    "kafka.t3.small",
    "kafka.m5.large",
    "kafka.m5.xlarge",
    "kafka.m5.2xlarge",
    "kafka.m7g.large",
    "kafka.m7g.xlarge",
];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Limit,
            "Brokers do not match the subnets",
            "number_of_broker_nodes",
            "A number of brokers that is no multiple of the number of subnets.",
            CREATE,
            brokers,
        ),
        check(
            Class::Limit,
            "Unknown instance type",
            GROUP,
            "Instance types that AWS does not list in November 2026.",
            TYPES,
            |config| {
                let Some(instance) = instance(config) else { return Vec::new() };
                let remedy = match nearest(instance, INSTANCES) {
                    Some(nearest) => format!("Did you mean {nearest:?}?"),
                    None => "Choose one that AWS lists, such as \"kafka.m7g.large\".".to_owned(),
                };
                let detail = format!("`instance_type` is {instance:?}. {remedy}");
                found(!INSTANCES.contains(&instance), group(&["instance_type"]), detail)
            },
        ),
        check(
            Class::Limit,
            "Unknown version of Apache Kafka",
            "kafka_version",
            "Versions that AWS does not list in November 2026.",
            VERSIONS,
            |config| {
                let Some(version) = version(config) else { return Vec::new() };
                let remedy = match nearest(version, KAFKA) {
                    Some(nearest) => format!("Did you mean {nearest:?}?"),
                    None => "`aws kafka list-kafka-versions` tells them.".to_owned(),
                };
                let detail = format!("`kafka_version` is {version:?}. {remedy}");
                found(!KAFKA.contains(&version), Path::root("kafka_version"), detail)
            },
        ),
        check(
            Class::Limit,
            "Version of Apache Kafka without Express brokers",
            "kafka_version",
            "Versions that AWS does not list for Express brokers in November 2026.",
            EXPRESS,
            |config| {
                let Some(version) = version(config) else { return Vec::new() };
                let is_wrong = is_express(config)
                    && KAFKA.contains(&version)
                    && !KAFKA_OF_EXPRESS.contains(&version);
                let detail = format!(
                    "Express brokers do not run {version:?}, but {}.",
                    KAFKA_OF_EXPRESS.join(", ")
                );
                found(is_wrong, Path::root("kafka_version"), detail)
            },
        ),
        check(
            Class::Invariant,
            "Storage of Express brokers",
            GROUP,
            "Storage of Express brokers, which AWS provides itself: `storage_info`, and tiered storage.",
            EXPRESS,
            express_storage,
        ),
        check(
            Class::Limit,
            "Rebalancing of standard brokers",
            "rebalancing",
            "Intelligent rebalancing of standard brokers.",
            EXPRESS,
            |config| {
                let is_active = at(config, &["rebalancing", "status"]).as_str() == Some("ACTIVE");
                let is_standard = instance(config).is_some_and(|it| it.starts_with("kafka."));
                let detail =
                    "Only Express brokers have intelligent rebalancing. Remove `rebalancing`.";
                found(is_active && is_standard, Path::root("rebalancing"), detail)
            },
        ),
        check(
            Class::Limit,
            "Throughput of small brokers",
            GROUP,
            "Provisioned throughput of brokers smaller than kafka.m5.4xlarge or kafka.m7g.2xlarge.",
            THROUGHPUT,
            |config| {
                let throughput = at(
                    config,
                    &with_group(&[
                        "storage_info",
                        "ebs_storage_info",
                        "provisioned_throughput",
                        "enabled",
                    ]),
                )
                .as_bool();
                let Some(instance) = instance(config) else { return Vec::new() };
                let detail = format!(
                    "Brokers of {instance} take no provisioned throughput: use kafka.m5.4xlarge, \
                     kafka.m7g.2xlarge or larger, or remove `provisioned_throughput`."
                );
                let is_wrong = throughput == Some(true) && SMALL.contains(&instance);
                found(
                    is_wrong,
                    group(&["storage_info", "ebs_storage_info", "provisioned_throughput"]),
                    detail,
                )
            },
        ),
        check(
            Class::Limit,
            "Throughput of a small volume",
            GROUP,
            "Provisioned throughput of a volume below 10 GiB.",
            THROUGHPUT,
            |config| {
                let ebs = at(config, &with_group(&["storage_info", "ebs_storage_info"]));
                let is_enabled = at(ebs, &["provisioned_throughput", "enabled"]).as_bool();
                let is_wrong = is_enabled == Some(true)
                    && at(ebs, &["volume_size"]).as_i64().is_some_and(|it| it < 10);
                let detail = "Provisioned throughput needs volumes of 10 GiB or more. Set a larger \
                              `volume_size`.";
                found(is_wrong, group(&["storage_info", "ebs_storage_info", "volume_size"]), detail)
            },
        ),
        check(
            Class::Limit,
            "Tiered storage not supported",
            "storage_mode",
            "Tiered storage of kafka.t3.small, or with a version of Apache Kafka that has none.",
            TIERED,
            tiered,
        ),
        check(
            Class::Invariant,
            "Public access without its conditions",
            GROUP,
            "Public access with unauthenticated clients, with plaintext, or without any \
             authentication of clients.",
            PUBLIC,
            public,
        ),
        check(
            Class::Limit,
            "Authentication without encryption",
            AUTHENTICATION,
            "SASL or TLS authentication of clients where they are not encrypted at all.",
            ENCRYPTION,
            |config| {
                let client_broker = client_broker(config);
                let is_plain = client_broker == Some("PLAINTEXT");
                let authentication = at(config, &[AUTHENTICATION]);
                let is_sasl = ["iam", "scram"]
                    .iter()
                    .any(|it| at(authentication, &["sasl", it]).as_bool() == Some(true));
                let detail = "Clients can be authenticated only where they use TLS. Set \
                              `client_broker` to TLS or TLS_PLAINTEXT.";
                found(
                    is_plain && (is_sasl || has_authorities(config)),
                    Path::root("encryption_info"),
                    detail,
                )
            },
        ),
        check(
            Class::Limit,
            "Logs without a target",
            "logging_info",
            "Broker logs that are enabled without the log group, bucket or delivery stream.",
            LOGS,
            |config| {
                let logs = at(config, &["logging_info", "broker_logs"]);
                let at_logs = Path::root("logging_info").index(0).attribute("broker_logs").index(0);
                logs_without_target(logs, &at_logs)
            },
        ),
    ]
}

fn found(is_wrong: bool, path: Path, detail: impl Into<String>) -> Vec<Finding> {
    match is_wrong {
        true => vec![Finding { path, detail: detail.into() }],
        false => Vec::new(),
    }
}

fn with_group<'a>(names: &[&'a str]) -> Vec<&'a str> {
    [GROUP].into_iter().chain(names.iter().copied()).collect()
}

/// The path to an attribute through blocks of one.
fn group(names: &[&str]) -> Path {
    let root = Path::root(GROUP).index(0);
    let (last, blocks) = names.split_last().unwrap_or((&"", &[]));
    blocks.iter().fold(root, |path, it| path.attribute(it).index(0)).attribute(last)
}

fn instance(config: &Value) -> Option<&str> {
    at(config, &[GROUP, "instance_type"]).as_str()
}

fn is_express(config: &Value) -> bool {
    instance(config).is_some_and(|it| it.starts_with("express."))
}

fn version(config: &Value) -> Option<&str> {
    config.get("kafka_version").as_str()
}

fn brokers(config: &Value) -> Vec<Finding> {
    let subnets = at(config, &[GROUP, "client_subnets"]).elements();
    let (Some(brokers), Some(subnets)) = (config.get("number_of_broker_nodes").as_i64(), subnets)
    else {
        return Vec::new();
    };
    // Unknown elements may turn out to be equal.
    if subnets.is_empty() || subnets.iter().any(Value::is_unknown) {
        return Vec::new();
    }
    let count = i64::try_from(subnets.len()).unwrap_or(i64::MAX);
    let detail = format!(
        "`number_of_broker_nodes` must be a multiple of the number of `client_subnets`: {brokers} is \
         none of {count}."
    );
    found(brokers % count != 0, Path::root("number_of_broker_nodes"), detail)
}

fn express_storage(config: &Value) -> Vec<Finding> {
    if !is_express(config) {
        return Vec::new();
    }
    let storage = at(config, &[GROUP, "storage_info"]);
    let has_storage = storage.elements().is_some_and(|it| !it.is_empty());
    let mut all = found(
        has_storage,
        group(&["storage_info"]),
        "AWS provides the storage of Express brokers. Remove `storage_info`.",
    );
    all.extend(found(
        config.get("storage_mode").as_str() == Some("TIERED"),
        Path::root("storage_mode"),
        "Express brokers have no tiered storage. Remove `storage_mode`.",
    ));
    all
}

fn tiered(config: &Value) -> Vec<Finding> {
    if config.get("storage_mode").as_str() != Some("TIERED") {
        return Vec::new();
    }
    let at = || Path::root("storage_mode");
    let mut all = found(
        instance(config) == Some("kafka.t3.small"),
        at(),
        "Brokers of kafka.t3.small have no tiered storage. Use a larger `instance_type`, or LOCAL.",
    );
    let has_none = |version: &str| {
        !version.ends_with(".tiered")
            && !is_kraft(version)
            && number(version).is_some_and(|it| it < vec![3, 6])
    };
    all.extend(found(
        version(config).is_some_and(has_none),
        at(),
        "Tiered storage needs Apache Kafka 2.8.2.tiered, or 3.6.0 or newer.",
    ));
    all
}

/// What the configuration says of the encryption between clients and brokers.
fn client_broker(config: &Value) -> Option<&str> {
    at(config, &["encryption_info", "encryption_in_transit", "client_broker"]).as_str()
}

fn has_authorities(config: &Value) -> bool {
    let authorities = at(config, &[AUTHENTICATION, "tls", "certificate_authority_arns"]);
    authorities.elements().is_some_and(|it| !it.is_empty())
}

fn public(config: &Value) -> Vec<Finding> {
    let names = ["connectivity_info", "public_access", "type"];
    if at(config, &with_group(&names)).as_str() != Some("SERVICE_PROVIDED_EIPS") {
        return Vec::new();
    }
    let mut all = Vec::new();
    let authentication = config.get(AUTHENTICATION);
    let is_open = at(authentication, &["unauthenticated"]).as_bool() == Some(true);
    all.extend(found(
        is_open,
        Path::root(AUTHENTICATION).index(0).attribute("unauthenticated"),
        "A cluster with public access must not have unauthenticated clients. Set it to false.",
    ));
    let has_some = [
        at(authentication, &["sasl", "iam"]),
        at(authentication, &["sasl", "scram"]),
        at(authentication, &["tls", "certificate_authority_arns"]),
    ];
    let may_have = |it: &&Value| {
        it.is_unknown()
            || it.as_bool() == Some(true)
            || it.elements().is_some_and(|it| !it.is_empty())
    };
    let is_unknown = !authentication.is_wholly_known();
    all.extend(found(
        !is_open && !is_unknown && !has_some.iter().any(may_have),
        group(&names),
        "A cluster with public access must authenticate clients. Add `client_authentication` with \
         SASL/IAM, SASL/SCRAM or TLS.",
    ));
    all.extend(found(
        client_broker(config).is_some_and(|it| it != "TLS"),
        Path::root("encryption_info").index(0).attribute("encryption_in_transit"),
        "A cluster with public access must use TLS alone. Set `client_broker` to TLS.",
    ));
    let in_cluster = at(config, &["encryption_info", "encryption_in_transit", "in_cluster"]);
    all.extend(found(
        in_cluster.as_bool() == Some(false),
        Path::root("encryption_info").index(0).attribute("encryption_in_transit"),
        "A cluster with public access must encrypt between brokers. Set `in_cluster` to true.",
    ));
    all
}
