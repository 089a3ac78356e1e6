//! What is checked of a broker: what Amazon MQ refuses of an engine, a deployment mode or an instance.

use std::collections::BTreeSet;

use schemas::{Path, Value};
use tfplugin::{Find, PlannedObject};

use super::rules::{RABBITMQ, is};
use crate::checks::{at, check, is_unset, nearest};
use crate::mq::version;
use crate::prelude::*;

const ACTIVEMQ: &str = "ACTIVEMQ";

const CREATE: &str = "https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html";
const RABBIT_BROKERS: &str = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-basic-elements-broker.html";
const INSTANCE_TYPES: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-instance-types.html";
const STORAGE: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/broker-storage.html";
const VERSIONS: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-version-management.html";
const DEPLOYMENT: &str = "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html";
const REPLICATION: &str =
    "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/crdr-for-active-mq.html";

/// Those that AWS lists in November 2026.
const INSTANCES: &[&str] = &[
    "mq.t2.micro",
    "mq.t3.micro",
    "mq.m4.large",
    "mq.m5.large",
    "mq.m5.xlarge",
    "mq.m5.2xlarge",
    "mq.m5.4xlarge",
    "mq.m7g.medium",
    "mq.m7g.large",
    "mq.m7g.xlarge",
    "mq.m7g.2xlarge",
    "mq.m7g.4xlarge",
    "mq.m7g.8xlarge",
    "mq.m7g.12xlarge",
    "mq.m7g.16xlarge",
];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Invariant,
            "Not supported by this engine",
            "engine_type",
            "Deployment modes, storage, authentication, replication and shared resources that the \
             engine does not have; of RabbitMQ, more than one user, and the user `guest`.",
            CREATE,
            of_engine,
        ),
        check(
            Class::Limit,
            "Security groups of a public RabbitMQ broker",
            "security_groups",
            "Security groups of a RabbitMQ broker with public access.",
            RABBIT_BROKERS,
            |config| {
                let is_public = is(config.get("engine_type"), RABBITMQ)
                    && config.get("publicly_accessible").as_bool() == Some(true);
                let groups = config.get("security_groups").elements();
                let has_groups = groups.is_some_and(|it| !it.is_empty());
                let detail = "A RabbitMQ broker with public access has no security groups. Remove \
                              `security_groups`, or `publicly_accessible`.";
                one(is_public && has_groups, "security_groups", detail)
            },
        ),
        check(
            Class::Limit,
            "LDAP without its server",
            "ldap_server_metadata",
            "`authentication_strategy` LDAP without `ldap_server_metadata`, or the block without it.",
            CREATE,
            |config| {
                let blocks = config.get("ldap_server_metadata");
                if blocks.is_unknown() {
                    return Vec::new();
                }
                let blocks = blocks.elements().unwrap_or_default();
                let strategy = config.get("authentication_strategy");
                let is_active = is(config.get("engine_type"), ACTIVEMQ);
                let lacks = is(strategy, "LDAP") && blocks.is_empty();
                let unused = !blocks.is_empty() && !strategy.is_unknown() && !is(strategy, "LDAP");
                let detail = match lacks {
                    true => "LDAP needs its server: add the block `ldap_server_metadata`.",
                    false => "The block has no effect unless `authentication_strategy` is LDAP.",
                };
                one(is_active && (lacks || unused), "ldap_server_metadata", detail)
            },
        ),
        check(
            Class::Danger,
            "Key of AWS and a key of your own",
            "encryption_options",
            "`kms_key_id` where `use_aws_owned_key` is true, its default.",
            CREATE,
            |config| {
                let options = at(config, &["encryption_options"]);
                let has_key =
                    at(options, &["kms_key_id"]).as_str().is_some_and(|it| !it.is_empty());
                let is_owned =
                    matches!(at(options, &["use_aws_owned_key"]), Value::Null | Value::Bool(true));
                let detail = "A key of your own is used only with `use_aws_owned_key = false`. Set it, \
                              or remove `kms_key_id`.";
                one(has_key && is_owned, "encryption_options", detail)
            },
        ),
        check(
            Class::Limit,
            "Unknown instance type",
            "host_instance_type",
            "Instance types that AWS does not list in November 2026.",
            INSTANCE_TYPES,
            |config| {
                let Some(instance) = config.get("host_instance_type").as_str() else {
                    return Vec::new();
                };
                let remedy = match nearest(instance, INSTANCES) {
                    Some(nearest) => format!("Did you mean {nearest:?}?"),
                    None => "Choose one that AWS lists, such as \"mq.m5.large\".".to_owned(),
                };
                let detail = format!("`host_instance_type` is {instance:?}. {remedy}");
                one(!INSTANCES.contains(&instance), "host_instance_type", detail)
            },
        ),
        check(
            Class::Limit,
            "Unknown engine version",
            "engine_version",
            "Versions that AWS does not list in November 2026: ActiveMQ 5.15 to 5.19, RabbitMQ 3.8 to \
             3.13 and 4.2.",
            VERSIONS,
            engine_version,
        ),
        check(
            Class::Limit,
            "Storage not supported",
            "storage_type",
            "EBS storage of an ActiveMQ broker with a standby, or of an instance type other than mq.m5.",
            STORAGE,
            storage,
        ),
        check(
            Class::Limit,
            "Cluster of small brokers",
            "deployment_mode",
            "A RabbitMQ cluster of mq.t3.micro.",
            INSTANCE_TYPES,
            |config| {
                let is_small = config.get("host_instance_type").as_str() == Some("mq.t3.micro");
                let is_cluster = is(config.get("deployment_mode"), "CLUSTER_MULTI_AZ");
                let detail = "Amazon MQ has no clusters of mq.t3.micro. Use a larger \
                              `host_instance_type`, or SINGLE_INSTANCE.";
                one(is_small && is_cluster, "deployment_mode", detail)
            },
        ),
        check(
            Class::Limit,
            "Unknown time zone",
            "maintenance_window_start_time",
            "A time zone that is neither UTC, nor an offset from it, nor of the form `Europe/Berlin`.",
            CREATE,
            |config| {
                let zone = at(config, &["maintenance_window_start_time", "time_zone"]);
                let Some(zone) = zone.as_str() else { return Vec::new() };
                let is_zone = zone.contains('/')
                    || zone.starts_with(['+', '-'])
                    || matches!(zone, "UTC" | "GMT" | "EST" | "MST" | "HST");
                let detail =
                    format!("`time_zone` must be UTC or one such as Europe/Berlin, not {zone:?}.");
                one(!is_zone, "maintenance_window_start_time", detail)
            },
        ),
        in_plan(
            Class::Invariant,
            "Patch of an engine version",
            "engine_version",
            "A patch, such as 3.13.7, of versions of which Amazon MQ chooses the patch: from ActiveMQ \
             5.18 and RabbitMQ 3.13 on.",
            VERSIONS,
            version::patch,
        ),
        in_plan(
            Class::Limit,
            "`auto_minor_version_upgrade` must be true",
            "auto_minor_version_upgrade",
            "`auto_minor_version_upgrade = false` with a version that Amazon MQ always upgrades.",
            VERSIONS,
            upgrades,
        ),
        in_plan(
            Class::Limit,
            "`subnet_ids` does not match `deployment_mode`",
            "subnet_ids",
            "Other than one subnet of SINGLE_INSTANCE, and other than two of ACTIVE_STANDBY_MULTI_AZ.",
            DEPLOYMENT,
            subnets,
        ),
        in_plan(
            Class::Limit,
            "`data_replication_primary_broker_arn` is missing",
            "data_replication_mode",
            "A broker that is created with CRDR, but as the replica of none.",
            REPLICATION,
            replication,
        ),
    ]
}

/// A check of what is planned, which knows what an argument becomes that nobody configured.
fn in_plan(
    class: Class,
    title: &'static str,
    attribute: &'static str,
    docs: &'static str,
    source: &'static str,
    find: fn(&PlannedObject<'_>) -> Option<String>,
) -> Check {
    let find = move |object: &PlannedObject<'_>| {
        find(object).map(|it| Finding::at(attribute, it)).into_iter().collect()
    };
    Check { title, class, attribute, docs, source, find: Find::in_plan(find) }
}

fn one(is_wrong: bool, attribute: &str, detail: impl Into<String>) -> Vec<Finding> {
    match is_wrong {
        true => vec![Finding::at(attribute, detail)],
        false => Vec::new(),
    }
}

/// What an engine cannot do, whatever its version.
fn of_engine(config: &Value) -> Vec<Finding> {
    let is = |name: &str, word: &str| is(config.get(name), word);
    let count = |name: &str| config.get(name).elements().map_or(0, <[Value]>::len);
    let is_rabbit = is("engine_type", RABBITMQ);
    let is_active = is("engine_type", ACTIVEMQ);
    let users = config.get("user").elements().unwrap_or(&[]);
    let names: BTreeSet<_> = users.iter().filter_map(|it| it.get("username").as_str()).collect();
    let wrong = [
        (
            is_active && is("deployment_mode", "CLUSTER_MULTI_AZ"),
            "deployment_mode",
            "ActiveMQ has no clusters: use ACTIVE_STANDBY_MULTI_AZ.",
        ),
        (
            is_rabbit && is("deployment_mode", "ACTIVE_STANDBY_MULTI_AZ"),
            "deployment_mode",
            "RabbitMQ has no standby: use CLUSTER_MULTI_AZ.",
        ),
        (is_rabbit && is("storage_type", "EFS"), "storage_type", "RabbitMQ takes EBS alone."),
        (
            is_rabbit && is("authentication_strategy", "LDAP"),
            "authentication_strategy",
            "LDAP for RabbitMQ is set in its configuration: use CONFIG_MANAGED and an \
             `aws_mq_configuration`, or SIMPLE.",
        ),
        (
            is_active && is("authentication_strategy", "CONFIG_MANAGED"),
            "authentication_strategy",
            "Only RabbitMQ is authenticated by its configuration: use SIMPLE or LDAP.",
        ),
        (
            is_rabbit && count("ldap_server_metadata") > 0,
            "ldap_server_metadata",
            "LDAP for RabbitMQ is set in its configuration: remove the block, and use an \
             `aws_mq_configuration`.",
        ),
        (
            is_rabbit && is("data_replication_mode", "CRDR"),
            "data_replication_mode",
            "Only ActiveMQ replicates its data to another region: remove `data_replication_mode`.",
        ),
        (
            is_rabbit && names.len() > 1,
            "user",
            "RabbitMQ is created with exactly one user; others are made in RabbitMQ.",
        ),
        (
            is_rabbit && names.contains("guest"),
            "user",
            "Amazon MQ refuses RabbitMQ's user `guest`: give the user another name.",
        ),
        (
            is_rabbit && names.iter().any(|it| it.contains('~')),
            "user",
            "The name of a RabbitMQ user must not contain `~`: choose another name.",
        ),
        (
            is_active && count("resource_share_arns") > 0,
            "resource_share_arns",
            "Only RabbitMQ reaches shared resources.",
        ),
    ];
    let wrong = wrong.into_iter().filter(|(is_wrong, ..)| *is_wrong);
    wrong
        .map(|(_, name, detail)| Finding { path: Path::root(name), detail: detail.into() })
        .collect()
}

fn engine_version(config: &Value) -> Vec<Finding> {
    let Some(text) = config.get("engine_version").as_str().filter(|it| !it.is_empty()) else {
        return Vec::new();
    };
    let mut numbers = text.split('.').map_while(|it| it.parse::<u32>().ok());
    let Some(version) = numbers.next().map(|major| (major, numbers.next().unwrap_or_default()))
    else {
        return Vec::new();
    };
    let engine = config.get("engine_type");
    let (is_known, examples) = if is(engine, ACTIVEMQ) {
        (matches!(version, (5, 15..=19)), "5.18 or 5.19")
    } else if is(engine, RABBITMQ) {
        (matches!(version, (3, 8..=13) | (4, 2)), "3.13 or 4.2")
    } else {
        return Vec::new();
    };
    let detail = format!("`engine_version` is {text:?}. AWS lists versions such as {examples}.");
    one(!is_known, "engine_version", detail)
}

fn storage(config: &Value) -> Vec<Finding> {
    if !is(config.get("engine_type"), ACTIVEMQ) || !is(config.get("storage_type"), "EBS") {
        return Vec::new();
    }
    let instance = config.get("host_instance_type").as_str();
    let is_other = instance.is_some_and(|it| !it.starts_with("mq.m5."));
    let has_standby = is(config.get("deployment_mode"), "ACTIVE_STANDBY_MULTI_AZ");
    let detail = match has_standby {
        true => "An ActiveMQ broker with a standby takes EFS alone. Remove `storage_type`.",
        false => {
            "ActiveMQ takes EBS only with mq.m5 instances. Use EFS, or another \
                  `host_instance_type`."
        }
    };
    one(has_standby || is_other, "storage_type", detail)
}

/// Newer versions go with minor upgrades alone, and Amazon MQ says so only when it is asked.
fn upgrades(object: &PlannedObject<'_>) -> Option<String> {
    let names = ["engine_type", "engine_version", "auto_minor_version_upgrade"];
    let is_asked_for = names.iter().any(|it| object.changes(it));
    let [engine, version, upgrades] = names.map(|it| object.planned.get(it));
    let (engine, version) = (engine.as_str()?, version.as_str()?);
    let is_off = is_asked_for && *upgrades == Value::Bool(false);
    (is_off && version::must_be_upgraded(engine, version)).then(|| {
        format!(
            "Amazon MQ requires automatic upgrades for version {version}. Set \
             `auto_minor_version_upgrade = true`."
        )
    })
}

/// How many subnets a broker may have follows from its deployment mode, and Amazon MQ says so only
/// when it is asked. Of a RabbitMQ cluster it depends on the VPC.
fn subnets(object: &PlannedObject<'_>) -> Option<String> {
    let is_asked_for = ["deployment_mode", "subnet_ids"].iter().any(|it| object.changes(it));
    let (mode, subnets) = (object.planned.get("deployment_mode"), object.config.get("subnet_ids"));
    let subnets = subnets.elements().filter(|it| !it.is_empty() && is_asked_for)?;
    let (known, count) = (subnets.iter().filter(|it| !it.is_unknown()).count(), subnets.len());
    if is(mode, "SINGLE_INSTANCE") && known > 1 {
        return Some(format!(
            "SINGLE_INSTANCE requires one subnet, not {known}: set one, or choose another \
             `deployment_mode`."
        ));
    }
    (is(mode, "ACTIVE_STANDBY_MULTI_AZ") && (known > 2 || count < 2)).then(|| {
        format!(
            "ACTIVE_STANDBY_MULTI_AZ requires two subnets, not {count}: set two, in different \
             availability zones."
        )
    })
}

/// A broker is created as a replica of another, never without one.
fn replication(object: &PlannedObject<'_>) -> Option<String> {
    let is_replica = is(object.planned.get("data_replication_mode"), "CRDR");
    let primary = object.planned.get("data_replication_primary_broker_arn");
    (object.prior.is_null() && is_replica && is_unset(primary)).then(|| {
        "A broker created with CRDR is the replica of another: set \
         `data_replication_primary_broker_arn`. Create a primary broker without \
         `data_replication_mode`."
            .to_owned()
    })
}
