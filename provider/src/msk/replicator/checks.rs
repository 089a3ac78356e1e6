//! What is checked of a replicator.

use schemas::{Path, Value};
use tfplugin::{Find, PlannedObject};

use super::Replicator;
use crate::checks::{at, check, is_unset, logs_without_target};
use crate::prelude::*;
use crate::region;

const INFO: &str = "replication_info_list";
const CLUSTERS: &str = "kafka_cluster";

const CREATE: &str = "https://docs.aws.amazon.com/msk/1.0/apireference/v1-replicators.html";
const UPDATE: &str = "https://docs.aws.amazon.com/msk/1.0/apireference/v1-replicators-replicatorarn-replication-info.html";

/// What AWS cannot change of a replicator, and hashicorp/aws plans as an update.
const FIXED: &[&str] = &["description", "replicator_name", "service_execution_role_arn"];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Limit,
            "Source and target are the same",
            INFO,
            "A replication from a cluster to itself.",
            CREATE,
            |config| {
                let [source, target] = ["source", "target"].map(|it| end(config, it));
                let is_wrong = source.is_some() && source == target;
                let detail = "The source and the target of a replicator are two clusters. Name \
                              another one.";
                found(is_wrong, INFO, detail)
            },
        ),
        check(
            Class::Limit,
            "Source or target is no cluster of the replicator",
            INFO,
            "A source or a target that no `kafka_cluster` names.",
            CREATE,
            ends_without_cluster,
        ),
        check(
            Class::Limit,
            "Cluster of two kinds, or of none",
            CLUSTERS,
            "A `kafka_cluster` with both or neither of `amazon_msk_cluster` and \
             `apache_kafka_cluster`.",
            CREATE,
            |config| {
                let clusters = config.get(CLUSTERS).elements().unwrap_or_default();
                let kinds = ["amazon_msk_cluster", "apache_kafka_cluster"];
                let is_wrong = |it: &&Value| {
                    let blocks = kinds.map(|kind| it.get(kind).elements());
                    let is_known = !kinds.iter().any(|kind| it.get(kind).is_unknown());
                    let count = blocks.into_iter().filter(|it| it.is_some_and(|it| !it.is_empty()));
                    !it.is_unknown() && is_known && count.count() != 1
                };
                let detail = "Each `kafka_cluster` must have either `amazon_msk_cluster` or \
                              `apache_kafka_cluster`.";
                found(clusters.iter().any(|it| is_wrong(&it)), CLUSTERS, detail)
            },
        ),
        check(
            Class::Limit,
            "Logs without a target",
            "log_delivery",
            "Logs that are enabled without the log group, bucket or delivery stream.",
            CREATE,
            |config| {
                let logs = at(config, &["log_delivery", "replicator_log_delivery"]);
                let at_logs = Path::root("log_delivery")
                    .index(0)
                    .attribute("replicator_log_delivery")
                    .index(0);
                logs_without_target(logs, &at_logs)
            },
        ),
        Check {
            title: "Replicator outside of its target's region",
            class: Class::Limit,
            attribute: INFO,
            docs: "A replicator in another region than its target.",
            source: CREATE,
            find: Find::in_plan(|object: &PlannedObject<'_>| {
                let target = end(object.planned, "target");
                let there = target.and_then(region::of);
                let (Some(there), Some(here)) = (there, object.region) else { return Vec::new() };
                let detail = format!(
                    "A replicator lives in the region of its target, {there}, not in {here}. Set \
                     `region = \"{there}\"`."
                );
                found(object.is_new() && there != here, INFO, &detail)
            }),
        },
        Check {
            title: "Change that AWS cannot make",
            class: Class::Danger,
            attribute: "replicator_name",
            docs: "Another name, description or role of a replicator, of which the apply would fail.",
            source: UPDATE,
            find: Find::in_plan(|object: &PlannedObject<'_>| {
                let is_known = |it: &str| !object.planned.get(it).is_unknown();
                let changed = FIXED.iter().filter(|it| !object.is_new() && object.changes(it));
                let changed = changed.filter(|it| is_known(it));
                let told = changed.map(|name| {
                    let detail = format!(
                        "AWS cannot change `{name}` of a replicator: the apply will fail. Set it back, \
                         or replace the replicator (`-replace`)."
                    );
                    Finding::at(name, detail)
                });
                told.collect()
            }),
        },
    ]
}

/// The argument that AWS cannot change, and a plan changes.
pub(super) fn unchangeable(prior: &Replicator, plan: &Replicator) -> Option<&'static str> {
    let groups = |it: &Replicator| {
        let each = it.kafka_cluster.iter().map(|it| it.vpc_config.clone());
        each.collect::<Vec<_>>()
    };
    let description = |it: &Replicator| it.description.clone().unwrap_or_default();
    [
        (prior.replicator_name != plan.replicator_name, "replicator_name"),
        (description(prior) != description(plan), "description"),
        (
            prior.service_execution_role_arn != plan.service_execution_role_arn,
            "service_execution_role_arn",
        ),
        (groups(prior) != groups(plan), CLUSTERS),
    ]
    .into_iter()
    .find_map(|(is_changed, name)| is_changed.then_some(name))
}

fn found(is_wrong: bool, attribute: &str, detail: &str) -> Vec<Finding> {
    match is_wrong {
        true => vec![Finding::at(attribute, detail)],
        false => Vec::new(),
    }
}

/// The `source` or the `target` of the replication: an ARN, or an ID.
fn end<'a>(config: &'a Value, which: &str) -> Option<&'a str> {
    let of = |kind: &str| at(config, &[INFO, &format!("{which}_kafka_cluster_{kind}")]).as_str();
    of("arn").or_else(|| of("id")).filter(|it| !it.is_empty())
}

fn ends_without_cluster(config: &Value) -> Vec<Finding> {
    let clusters = config.get(CLUSTERS).elements().unwrap_or_default();
    let names: Vec<_> = clusters
        .iter()
        .flat_map(|it| {
            [
                at(it, &["amazon_msk_cluster", "msk_cluster_arn"]),
                at(it, &["apache_kafka_cluster", "apache_kafka_cluster_id"]),
            ]
        })
        .collect();
    let are_known = names.iter().all(|it| is_unset(it) || it.as_str().is_some());
    if clusters.len() != 2 || !are_known {
        return Vec::new();
    }
    let is_named = |end: &str| names.iter().any(|it| it.as_str() == Some(end));
    let ends = ["source", "target"].into_iter().filter_map(|it| Some((it, end(config, it)?)));
    let wrong = ends.filter(|(_, end)| !is_named(end));
    let told = wrong.map(|(which, end)| {
        let detail = format!("The {which}, {end}, is none of the two clusters. Name one of them.");
        Finding::at(INFO, detail)
    });
    told.collect()
}
