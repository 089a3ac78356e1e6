//! What is planned of a cluster beyond its schema: what AWS cannot do in place, and what follows from
//! a change.

use schemas::{Path, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::respell::says_nothing;
use crate::checks::at;
use crate::prelude::*;

const GROUP: &str = "broker_node_group_info";

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    if plan.is_create() {
        return Ok(());
    }
    replace_what_aws_cannot_change(plan);
    if !plan.replaces() {
        keep_larger_volumes(plan);
        plan_computed(plan);
    }
    Ok(())
}

fn at_mut<'a>(value: &'a mut Value, names: &[&str]) -> Option<&'a mut Value> {
    names.iter().try_fold(value, |value, name| match value {
        Value::List(elements) => match elements.first_mut()? {
            Value::Object(fields) => fields.get_mut(*name),
            _ => None,
        },
        _ => None,
    })
}

const SIZE: &[&str] = &["storage_info", "ebs_storage_info", "volume_size"];

/// AWS cannot shrink a volume, and automatic scaling makes it larger.
fn keep_larger_volumes(plan: &mut Plan<'_>) {
    let prior = at(plan.prior(GROUP), SIZE).clone();
    let planned = at(plan.planned(GROUP), SIZE);
    let (Some(old), Some(new)) = (prior.as_i64(), planned.as_i64()) else { return };
    if new >= old {
        return;
    }
    let mut group = plan.planned(GROUP).clone();
    if let Some(size) = at_mut(&mut group, SIZE) {
        *size = prior;
        plan.set(GROUP, group);
    }
}

fn replace_what_aws_cannot_change(plan: &mut Plan<'_>) {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let [old, new] = [plan.prior("kafka_version"), plan.planned("kafka_version")].map(text);
    if !new.is_empty() && is_back(&old, &new) {
        let detail = format!("AWS cannot take a cluster from Apache Kafka {old} to {new}.");
        replace(plan, path("kafka_version"), &detail);
    }
    let [old, new] = [plan.prior("storage_mode"), plan.planned("storage_mode")].map(text);
    if old == "TIERED" && new == "LOCAL" {
        let detail = "AWS cannot take a cluster back from tiered storage.";
        replace(plan, path("storage_mode"), detail);
    }
    let encryption = plan.planned("encryption_info");
    if encryption.is_unknown() || at(encryption, &["encryption_in_transit"]).is_unknown() {
        plan.replace("encryption_info");
    }
    let instance = |value: &Value| text(at(value, &["instance_type"]));
    let [old, new] = [plan.prior(GROUP), plan.planned(GROUP)].map(instance);
    let is_express = |it: &str| it.starts_with("express.");
    if !old.is_empty() && !new.is_empty() && is_express(&old) != is_express(&new) {
        let at = Path::root(GROUP).index(0).attribute("instance_type");
        let detail = format!("AWS cannot change brokers of {old} into {new}.");
        replace(plan, at, &detail);
    }
}

/// Replaces the cluster, and says what that means.
fn replace(plan: &mut Plan<'_>, at: Path, detail: &str) {
    let name = at.names().last().copied().unwrap_or_default().to_owned();
    let detail = format!(
        "{detail} Another cluster takes its place: with other addresses, and without the topics and \
         messages of this one. Set `{name}` back if that is not wanted."
    );
    plan.warn(Diagnostic::warning("The cluster is replaced", detail).at(at.clone()));
    plan.replace_at(at);
}

/// Whether a version is one that a cluster cannot get to: an older one, or from KRaft to ZooKeeper.
/// What is no version AWS refuses.
fn is_back(old: &str, new: &str) -> bool {
    let (Some(old_number), Some(new_number)) = (number(old), number(new)) else { return false };
    new_number < old_number || is_kraft(old) && !is_kraft(new)
}

pub(super) fn is_kraft(version: &str) -> bool {
    version.ends_with(".kraft")
}

/// The numbers of a version: `3.8.x` is 3.8.
pub(super) fn number(version: &str) -> Option<Vec<u32>> {
    let parts = version.split('.').filter(|it| !matches!(*it, "x" | "kraft" | "tiered"));
    parts.map(|it| it.parse().ok()).collect()
}

/// What follows from a change, and others may depend on.
fn plan_computed(plan: &mut Plan<'_>) {
    let ways = |group: &Value| at(group, &["connectivity_info"]).clone();
    let count = |value: &Value| value.as_i64();
    let (old, new) = (
        count(plan.prior("number_of_broker_nodes")),
        count(plan.planned("number_of_broker_nodes")),
    );
    // AWS tells three brokers at most, and those stay as long as the cluster has them.
    let are_brokers_others = old != new && (old < Some(SHOWN) || new < old);
    let is_other = |old: &Value, new: &Value| essence(old) != essence(new);
    let encryption = |value: &Value| at(value, &["encryption_in_transit"]).clone();
    let [old_encryption, new_encryption] =
        [plan.prior("encryption_info"), plan.planned("encryption_info")].map(encryption);
    let are_ways_others =
        is_other(plan.prior("client_authentication"), plan.planned("client_authentication"))
            || is_other(&old_encryption, &new_encryption)
            || is_other(&ways(plan.prior(GROUP)), &ways(plan.planned(GROUP)));
    if are_ways_others || are_brokers_others {
        let names = plan.block().attributes.iter().map(|it| it.name);
        let names: Vec<_> = names.filter(|it| it.starts_with("bootstrap_brokers")).collect();
        for name in names {
            plan.set(name, Value::Unknown);
        }
    }
    let [old, new] = [plan.prior("kafka_version"), plan.planned("kafka_version")];
    let metadata = |value: &Value| value.as_str().is_some_and(is_kraft);
    if new.is_unknown() || metadata(new) != metadata(old) {
        for name in ["zookeeper_connect_string", "zookeeper_connect_string_tls"] {
            plan.set(name, Value::Unknown);
        }
    }
}

/// A value without what is off or not spoken of.
fn essence(value: &Value) -> Value {
    match value {
        Value::List(elements) => Value::List(elements.iter().map(essence).collect()),
        Value::Object(fields) => {
            let some = fields.iter().filter(|it| !says_nothing(it.1));
            Value::Object(some.map(|(name, it)| (name.clone(), essence(it))).collect())
        }
        _ if says_nothing(value) => Value::Null,
        other => other.clone(),
    }
}

/// How many brokers AWS tells at most.
const SHOWN: i64 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_no_way_back() {
        for (old, new, expected) in [
            ("3.6.0", "3.5.1", true),
            ("3.6.0", "3.7.x", false),
            ("3.9.x", "3.9.x.kraft", false),
            ("3.9.x.kraft", "3.9.x", true),
            ("3.7.x.kraft", "3.9.x", true),
            ("2.8.2.tiered", "3.6.0", false),
            ("2.8.0", "2.8.0", false),
            ("3.6.0", "3.6.0 ", false),
        ] {
            assert_eq!(is_back(old, new), expected, "{old} {new}");
        }
    }
}
