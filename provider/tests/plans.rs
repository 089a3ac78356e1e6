//! Every recorded plan of hashicorp/aws through the engine, in process: the same verdicts, the same
//! planned state, the same replacements. And what data sources that need no AWS read.
//!
//! `PLANS=aws_sqs_queue cargo test --test plans` runs one type.

mod configured;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use provider::Aws;
use schemas::{Item, Value};
use tfplugin::engine::{self, DataSourceType, PlanRequest, ResourceType, Run};
use tfplugin::testkit::oracle::{self, Case};
use tfplugin::testkit::{plan_valid, proposed_new, upstream};
use tfplugin::{Checks, Diagnostic};
use tokio_util::sync::CancellationToken;

/// Cases that are planned otherwise on purpose: the type, the line, and what `DIFFERENCES.md` says.
const BETTER: &[(&str, usize, &str)] = &[
    (
        "aws_cloudwatch_metric_alarm",
        9,
        "a query that is wrong is refused beside one that is not known yet",
    ),
    ("aws_default_security_group", 8, UNKNOWN_SET),
    ("aws_default_security_group", 31, UNKNOWN_SET),
    ("aws_default_security_group", 46, UNKNOWN_SET),
    ("aws_default_security_group", 53, UNKNOWN_SET),
    ("aws_glue_registry", 62, "a blank in a name, which Glue refuses, is refused"),
    ("aws_kinesis_resource_policy", 5, UNREADABLE),
    ("aws_kinesis_resource_policy", 10, UNREADABLE),
    ("aws_kinesis_resource_policy", 15, SAME_POLICY),
    ("aws_kinesis_resource_policy", 19, SAME_POLICY),
    ("aws_kinesis_resource_policy", 27, SAME_POLICY),
    ("aws_kinesis_resource_policy", 29, SAME_POLICY),
    ("aws_kinesis_resource_policy", 35, UNREADABLE),
    ("aws_kinesis_resource_policy", 37, UNREADABLE),
    ("aws_kinesis_resource_policy", 41, SAME_POLICY),
    ("aws_kinesis_resource_policy", 45, UNREADABLE),
    ("aws_kinesis_resource_policy", 49, SAME_POLICY),
    ("aws_kinesis_resource_policy", 57, UNREADABLE),
    ("aws_kinesis_stream", 3, SHARDS_UNKNOWN),
    ("aws_kinesis_stream", 9, "a number of shards that stays as it was may stay with ON_DEMAND"),
    ("aws_kinesis_stream", 10, STREAM_NAME),
    ("aws_kinesis_stream", 13, STREAM_NAME),
    ("aws_kinesis_stream", 18, STREAM_NAME),
    ("aws_kinesis_stream", 19, NO_KEY),
    ("aws_kinesis_stream", 29, NO_KEY),
    ("aws_kinesis_stream", 32, STREAM_NAME),
    ("aws_kinesis_stream", 46, SHARDS_UNKNOWN),
    ("aws_kinesis_stream", 55, STREAM_NAME),
    ("aws_kinesis_stream", 56, NO_KEY),
    ("aws_mq_broker", 5, UNKNOWN_SET),
    ("aws_mq_broker", 35, "security groups that are no longer configured stay"),
    ("aws_msk_cluster", 23, BOOTSTRAP),
    ("aws_msk_cluster", 42, BOOTSTRAP),
    ("aws_msk_cluster", 48, BOOTSTRAP),
    ("aws_msk_cluster", 53, "a volume that is larger than configured is no difference"),
    ("aws_msk_cluster", 61, "addresses of ZooKeeper follow from the version"),
    ("aws_msk_cluster_policy", 4, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 6, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 10, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 11, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 12, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 15, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 20, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 22, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 25, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 26, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 27, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 30, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 31, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 32, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 33, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 34, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 35, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 36, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 37, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 40, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 42, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 43, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 47, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 48, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 50, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 51, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 53, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 56, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 58, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 59, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 62, POLICY_OF_CLUSTER),
    ("aws_msk_cluster_policy", 64, POLICY_OF_CLUSTER),
    ("aws_msk_configuration", 1, REVISION),
    ("aws_msk_configuration", 2, REVISION),
    ("aws_msk_configuration", 4, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 5, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 8, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 9, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 10, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 11, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 12, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 13, REVISION),
    ("aws_msk_configuration", 15, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 16, REVISION),
    ("aws_msk_configuration", 25, REVISION),
    ("aws_msk_configuration", 29, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 36, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 38, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 39, REVISION),
    ("aws_msk_configuration", 54, REVISION),
    ("aws_msk_configuration", 55, REVISION),
    ("aws_msk_configuration", 57, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_configuration", 62, REVISION),
    ("aws_msk_configuration", 63, VERSIONS_OF_CONFIGURATION),
    ("aws_msk_replicator", 17, "a further replication of topics replaces, as another one does"),
    (
        "aws_msk_scram_secret_association",
        1,
        "an ARN that is none is refused beside one that is not known yet",
    ),
    ("aws_msk_serverless_cluster", 3, UNKNOWN_SET),
    ("aws_msk_serverless_cluster", 22, "what is not known yet is not taken for what there is"),
    ("aws_msk_serverless_cluster", 28, UNKNOWN_SET),
    ("aws_msk_single_scram_secret_association", 33, "what a state holds is not refused"),
    ("aws_msk_single_scram_secret_association", 39, "what a state holds is not refused"),
    ("aws_msk_single_scram_secret_association", 57, "what a state holds is not refused"),
    ("aws_mskconnect_custom_plugin", 3, "what is no ARN is refused, as of a cluster"),
    ("aws_security_group_rule", 2, PORTS),
    ("aws_security_group_rule", 5, PORTS),
    ("aws_security_group_rule", 6, NETWORKS),
    ("aws_security_group_rule", 17, PORTS),
    ("aws_security_group_rule", 25, PORTS),
    ("aws_security_group_rule", 29, NETWORKS),
    ("aws_security_group_rule", 33, NETWORKS),
    ("aws_security_group_rule", 37, NETWORKS),
    ("aws_security_group_rule", 44, PORTS),
    ("aws_security_group_rule", 45, PORTS),
    ("aws_security_group_rule", 49, NETWORKS),
    ("aws_security_group_rule", 53, "that the group itself is not meant goes with another group"),
    ("aws_security_group_rule", 56, NETWORKS),
    ("aws_security_group_rule", 59, NETWORKS),
    ("aws_security_group_rule", 63, NETWORKS),
    ("aws_security_group_rule", 64, PORTS),
    ("aws_sns_topic", 39, "what SNS told of a standard topic is not refused"),
    ("aws_sns_topic_data_protection_policy", 23, DATA_PROTECTION),
    ("aws_sns_topic_data_protection_policy", 25, DATA_PROTECTION),
    ("aws_sns_topic_data_protection_policy", 40, DATA_PROTECTION),
    ("aws_sns_topic_data_protection_policy", 54, DATA_PROTECTION),
    ("aws_sns_topic_data_protection_policy", 58, DATA_PROTECTION),
    ("aws_sns_topic_subscription", 3, ENDPOINT),
    ("aws_sns_topic_subscription", 8, ENDPOINT),
    ("aws_sns_topic_subscription", 13, ENDPOINT),
    ("aws_sns_topic_subscription", 14, ENDPOINT),
    ("aws_sns_topic_subscription", 15, ENDPOINT),
    ("aws_sns_topic_subscription", 16, ENDPOINT),
    ("aws_sns_topic_subscription", 31, "a rule of a filter policy that is no list is refused"),
    ("aws_sns_topic_subscription", 49, "a rule of a filter policy that is no list is refused"),
    ("aws_sns_topic_subscription", 50, ENDPOINT),
    ("aws_sns_topic_subscription", 54, ENDPOINT),
    ("aws_sns_topic_subscription", 57, ENDPOINT),
    ("aws_vpc_security_group_egress_rule", 2, PORTS),
    ("aws_vpc_security_group_egress_rule", 29, PORTS),
    ("aws_vpc_security_group_egress_rule", 32, "a replacement for no attribute is not named"),
    ("aws_vpc_security_group_egress_rule", 42, PORTS),
    ("aws_vpc_security_group_egress_rule", 49, PORTS),
    ("aws_vpc_security_group_egress_rule", 64, PORTS),
    ("aws_vpc_security_group_ingress_rule", 11, PORTS),
    ("aws_vpc_security_group_ingress_rule", 12, PORTS),
    ("aws_vpc_security_group_ingress_rule", 17, PORTS),
    ("aws_vpc_security_group_ingress_rule", 22, PORTS),
    ("aws_vpc_security_group_ingress_rule", 42, PORTS),
    ("aws_vpc_security_group_ingress_rule", 53, PORTS),
    ("aws_vpc_security_group_ingress_rule", 59, PORTS),
    ("aws_vpc_security_group_ingress_rule", 60, PORTS),
];

const POLICY_OF_CLUSTER: &str = "the policy of another cluster replaces this one";
const BOOTSTRAP: &str =
    "which bootstrap brokers there are follows from the ways in and the brokers";
const REVISION: &str = "another description makes a revision";
const VERSIONS_OF_CONFIGURATION: &str = "other versions of Kafka do not replace a configuration";
const UNKNOWN_SET: &str = "a set that is not known yet is not taken for the one that there is";
const SAME_POLICY: &str = "a policy that means the same is no change";
const UNREADABLE: &str = "a state that holds no ARN, or no JSON, can be left";
const SHARDS_UNKNOWN: &str = "a number of shards that is not known yet is not taken for none";
const STREAM_NAME: &str = "a name that Kinesis refuses is refused by validation";
const NO_KEY: &str = "encryption with no key is refused by validation";
const ENDPOINT: &str = "an endpoint that the protocol does not have is refused";
const NETWORKS: &str = "networks and prefix lists of a rule change in place";
const PORTS: &str = "ports that EC2 refuses are refused by validation";

const DATA_PROTECTION: &str = "every member of a data protection policy counts";

/// Where the recordings are: those in the repository, and beside it, where there are more.
fn recordings() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for folder in [here.join("../../shared/oracle/plans"), here.join("tests/oracle")] {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("the folder can be read").path();
            if path.extension().is_some_and(|it| it == "jsonl") {
                files.insert(path.file_name().expect("a file has a name").to_owned(), path);
            }
        }
    }
    files.into_values().collect()
}

fn upstream_schema(folder: &str, type_name: &str) -> schemas::Schema {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(format!("../schemas/upstream/{folder}/{type_name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    upstream::schema(&serde_json::from_str(&text).expect("the schema is JSON"))
}

#[tokio::test]
async fn plans_are_those_of_hashicorp_aws() {
    let only = std::env::var("PLANS").unwrap_or_default();
    let (plain, tagged) = (configured::plain().await, configured::tagged().await);
    let registry = provider::registry();
    let (mut failures, mut passed, mut types) = (Vec::new(), 0, 0);
    let mut without = Vec::new();
    for path in recordings() {
        let type_name = path.file_stem().and_then(|it| it.to_str()).expect("a name").to_owned();
        if !only.is_empty() && only != type_name {
            continue;
        }
        if type_name.starts_with("data.") {
            // A data source is read, never planned.
            continue;
        }
        let Some(managed) = registry.resource(&type_name) else {
            without.push(type_name);
            continue;
        };
        types += 1;
        let block = upstream_schema("resources", &type_name).block;
        for case in oracle::load(&path, &block).unwrap_or_else(|it| panic!("{it}")) {
            let aws = if case.provider == "tagged" { &tagged } else { &plain };
            let better = BETTER.iter().find(|it| (it.0, it.1) == (type_name.as_str(), case.line));
            let outcome = check(managed, aws, &block, &case)
                .and_then(|()| refused_by_checks(managed, aws, &case));
            match (outcome, better) {
                (Err(_), Some(_)) => {}
                (Ok(()), Some((.., what))) => {
                    failures.push(format!("{type_name}:{}: not better: {what}", case.line));
                }
                (Ok(()), None) => passed += 1,
                (Err(message), None) => {
                    failures.push(format!("{type_name}:{}: {}\n{message}", case.line, case.what));
                }
            }
        }
    }
    let failed = failures.len();
    tell(&format!("{passed} plans of {types} types as recorded, {failed} not"));
    if !without.is_empty() {
        let count = without.len();
        tell(&format!("SKIPPED: {count} recorded types have no model yet: {}", without.join(", ")));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    assert!(!only.is_empty() || passed > 0, "there are no recordings");
}

/// What data sources that need no AWS were read as.
#[tokio::test]
async fn data_sources_are_read_as_by_hashicorp_aws() {
    let only = std::env::var("PLANS").unwrap_or_default();
    let (plain, tagged) =
        (Arc::new(configured::plain().await), Arc::new(configured::tagged().await));
    let registry = provider::registry();
    let (mut failures, mut passed, mut without) = (Vec::new(), 0, Vec::new());
    for path in recordings() {
        let file = path.file_stem().and_then(|it| it.to_str()).expect("a name");
        let Some(type_name) = file.strip_prefix("data.") else { continue };
        if !only.is_empty() && only != file {
            continue;
        }
        let Some(data) = registry.data_source(type_name) else {
            without.push(file.to_owned());
            continue;
        };
        let block = upstream_schema("data-sources", type_name).block;
        for case in oracle::load(&path, &block).unwrap_or_else(|it| panic!("{it}")) {
            let aws = if case.provider == "tagged" { &tagged } else { &plain };
            match check_data(data, aws, &block, &case).await {
                Ok(()) => passed += 1,
                Err(message) => {
                    failures.push(format!("{file}:{}: {}\n{message}", case.line, case.what));
                }
            }
        }
    }
    let failed = failures.len();
    tell(&format!("{passed} readings as recorded, {failed} not"));
    if !without.is_empty() {
        let count = without.len();
        tell(&format!("SKIPPED: {count} data sources have no model yet: {}", without.join(", ")));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}

async fn check_data(
    data: &DataSourceType<Aws>,
    aws: &Arc<Aws>,
    upstream: &schemas::Block,
    case: &Case,
) -> Result<(), String> {
    let config = complete(&data.schema.block, &case.config);
    let refused = data.validate(&config);
    let errors: Vec<_> = refused.iter().filter(|it| it.is_error()).collect();
    if errors.is_empty() == case.is_refused() {
        return Err(format!("  refused: {errors:?}, where the peer said {:?}", case.validate));
    }
    // Core reads nothing whose configuration is not known.
    if case.is_refused() || !config.is_wholly_known() {
        return Ok(());
    }
    let answer = engine::read_data(data, aws, &config, CancellationToken::new()).await;
    match (answer, &case.planned) {
        (Ok(seen), Some(recorded)) => differ("read", recorded, &of_upstream(upstream, &seen.state)),
        (Err(_), None) => Ok(()),
        (Ok(_), None) => Err(format!("  read, where the peer said {:?}", case.plan_errors)),
        (Err(errors), Some(_)) => Err(format!("  not read: {errors:?}")),
    }
}

/// Says a line although the test passes: what `eprintln` writes is shown only where it fails.
fn tell(line: &str) {
    writeln!(io::stderr(), "{line}").expect("standard error can be written");
}

/// What is checked beyond hashicorp/aws refuses nothing that it plans.
fn refused_by_checks(managed: &ResourceType<Aws>, aws: &Aws, case: &Case) -> Result<(), String> {
    if case.planned.is_none() {
        return Ok(());
    }
    let block = &managed.schema.block;
    let (config, prior) = (complete(block, &case.config), complete(block, &case.prior));
    let mut found = engine::check_config(managed, Checks::Warn, &config);
    let proposed = proposed_new(block, &prior, &config);
    let question = PlanRequest { prior: &prior, proposed: &proposed, config: &config };
    if let Ok(planned) = engine::plan(managed, aws, &question) {
        let run = Run::default();
        let checked = engine::check_plan(managed, aws, &run, Checks::Warn, &question, planned);
        found.extend(checked.err().unwrap_or_default());
    }
    match found.into_iter().find(Diagnostic::is_error) {
        Some(error) => Err(format!("  refused: {}: {}", error.summary, error.detail)),
        None => Ok(()),
    }
}

/// Runs one case.
fn check(
    managed: &ResourceType<Aws>,
    aws: &Aws,
    upstream: &schemas::Block,
    case: &Case,
) -> Result<(), String> {
    let block = &managed.schema.block;
    let (config, prior) = (complete(block, &case.config), complete(block, &case.prior));
    if let Some(proposed) = &case.proposed {
        let ours = proposed_new(block, &prior, &config);
        differ("proposed", &of_upstream(upstream, proposed), &of_upstream(upstream, &ours))?;
    }
    let refused = managed.validate(&config, true);
    let errors: Vec<_> = refused.iter().filter(|it| it.is_error()).collect();
    if errors.is_empty() == case.is_refused() {
        return Err(match errors.first() {
            Some(it) => format!("  refused: {} {} ({:?})", it.summary, it.detail, it.path),
            None => format!("  accepted, where the peer said {:?}", case.validate),
        });
    }
    if case.is_refused() {
        return Ok(());
    }
    let proposed = proposed_new(block, &prior, &config);
    let question = PlanRequest { prior: &prior, proposed: &proposed, config: &config };
    let answer = engine::plan(managed, aws, &question);
    let (answer, planned) = match (answer, &case.planned) {
        (Ok(answer), Some(planned)) => (answer, planned),
        (Err(_), None) => return Ok(()),
        (Ok(_), None) => {
            return Err(format!("  planned, where the peer said {:?}", case.plan_errors));
        }
        (Err(errors), Some(_)) => return Err(format!("  not planned: {errors:?}")),
    };
    differ("planned", planned, &of_upstream(upstream, &answer.planned))?;
    if !prior.is_null() {
        let mut replace: Vec<String> = answer.replace.iter().map(ToString::to_string).collect();
        let mut wanted = case.replace.clone();
        replace.sort();
        wanted.sort();
        wanted.dedup();
        if replace != wanted {
            return Err(format!("  replace: recorded {wanted:?}, ours {replace:?}"));
        }
    }
    let serious = plan_valid(block, &prior, &config, &answer.planned);
    let legacy = managed.type_system == tfplugin::TypeSystem::Legacy;
    match serious.iter().find(|it| !(legacy && it.legacy)) {
        Some(violation) => Err(format!("  core would refuse the plan: {violation:?}")),
        None => Ok(()),
    }
}

/// Fills in what the type has beyond upstream.
fn complete(block: &schemas::Block, object: &Value) -> Value {
    let Value::Object(entries) = object else { return object.clone() };
    let mut entries = entries.clone();
    for nested in &block.blocks {
        let Some(value) = entries.get_mut(nested.name) else { continue };
        *value = match &*value {
            Value::List(elements) => {
                Value::List(elements.iter().map(|it| complete(&nested.block, it)).collect())
            }
            Value::Set(elements) => {
                Value::set(elements.iter().map(|it| complete(&nested.block, it)))
            }
            other => complete(&nested.block, other),
        };
    }
    block.complete(entries)
}

/// What the type has beyond upstream (the region above all) is no matter of the recording.
fn of_upstream(block: &schemas::Block, object: &Value) -> Value {
    let Value::Object(entries) = object else { return object.clone() };
    let entries = block.items().filter_map(|item| {
        let value = entries.get(item.name())?;
        let value = match (item, value) {
            (Item::Nested(it), Value::List(elements)) => Value::List(
                elements.iter().map(|element| of_upstream(&it.block, element)).collect(),
            ),
            (Item::Nested(it), Value::Set(elements)) => {
                Value::set(elements.iter().map(|element| of_upstream(&it.block, element)))
            }
            (_, value) => value.clone(),
        };
        Some((item.name().to_owned(), value))
    });
    Value::Object(entries.collect())
}

/// Names each attribute in which two objects differ.
fn differ(what: &str, recorded: &Value, ours: &Value) -> Result<(), String> {
    if recorded == ours {
        return Ok(());
    }
    let names =
        recorded.entries().into_iter().chain(ours.entries()).flatten().map(|(name, _)| name);
    let mut lines: Vec<String> = names
        .filter(|name| recorded.get(name) != ours.get(name))
        .map(|name| {
            format!("  {what} {name}: recorded {}, ours {}", recorded.get(name), ours.get(name))
        })
        .collect();
    lines.sort();
    lines.dedup();
    Err(lines.join("\n"))
}
