//! What SQS takes and refuses of a queue, and what follows from a change, as far as it can be told
//! before SQS is asked.

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use crate::name;
use crate::policy::Policy;
use crate::prelude::*;
use crate::sqs::redrive::Redrive;

const NAMES: name::Rule = name::Rule { object: "queue", longest: 80 };

pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_standard = matches!(config.get("fifo_queue"), Value::Null | Value::Bool(false));
    for name in ["deduplication_scope", "fifo_throughput_limit"] {
        if is_standard && config.get(name).as_str().is_some() {
            let detail = format!(
                "SQS refuses `{name}` on a standard queue. Set `fifo_queue = true`, or remove \
                 `{name}`."
            );
            found.push(Diagnostic::error("Not a FIFO queue", detail).at(path(name)));
        }
    }
    if config.get("fifo_throughput_limit").as_str() == Some("perMessageGroupId")
        && config.get("deduplication_scope").as_str() == Some("queue")
    {
        let detail = "SQS refuses a throughput limit for each message group without \
                      `deduplication_scope = \"messageGroup\"`.";
        let diagnostic = Diagnostic::error("Conflicting configuration arguments", detail);
        found.push(diagnostic.at(path("fifo_throughput_limit")));
    }
    found
}

pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    if plan.is_create() {
        NAMES.check(plan, "fifo_queue")?;
    }
    if *plan.planned("fifo_queue") == Value::Bool(false)
        && *plan.planned("content_based_deduplication") == Value::Bool(true)
    {
        let message = "content-based deduplication can only be set for FIFO queues";
        let error = Error::at(path("content_based_deduplication"), message);
        return Err(error.remedy("Set `fifo_queue = true`, or remove the argument."));
    }
    plan_reuse_period(plan);
    plan_encryption(plan);
    plan_policies(plan);
    Ok(())
}

/// Without a KMS key the period has no meaning, and SQS does not give it back: it stays as it is.
fn plan_reuse_period(plan: &mut Plan<'_>) {
    const PERIOD: &str = "kms_data_key_reuse_period_seconds";
    if plan.planned("kms_master_key_id").is_unknown() {
        // There may turn out to be none.
        if plan.planned(PERIOD) != plan.prior(PERIOD) {
            plan.set(PERIOD, Value::Unknown);
        }
        return;
    }
    if has_key(plan.planned("kms_master_key_id")) {
        return;
    }
    if !plan.is_create() {
        plan.no_change(PERIOD);
    } else if *plan.planned("sqs_managed_sse_enabled") == Value::Bool(true) {
        plan.set(PERIOD, Value::from(0));
    } else {
        plan.set(PERIOD, Value::Unknown);
    }
}

/// Whether there is a KMS key, or may be one.
fn has_key(id: &Value) -> bool {
    id.is_unknown() || id.as_str().is_some_and(|it| !it.is_empty())
}

/// SQS encrypts a new queue by itself, but not one that its KMS key is taken from.
fn plan_encryption(plan: &mut Plan<'_>) {
    const KEY: &str = "kms_master_key_id";
    let is_taken_away =
        !plan.is_create() && has_key(plan.prior(KEY)) && !has_key(plan.planned(KEY));
    let is_set = !matches!(plan.config("sqs_managed_sse_enabled"), Value::Null);
    if is_taken_away && !is_set && !plan.replaces() {
        let detail = "Without its KMS key the queue is not encrypted: SQS enables encryption by \
                      default only for new queues. Set `sqs_managed_sse_enabled = true` for keys \
                      that SQS owns, or `sqs_managed_sse_enabled = false` if this is intended.";
        let warning = Diagnostic::warning("The queue will not be encrypted", detail);
        plan.warn(warning.at(path(KEY)));
    }
}

/// A policy that is left out stays as it is; one that is configured and says nothing takes the
/// queue's away.
fn plan_policies(plan: &mut Plan<'_>) {
    type IsNothing = fn(&str) -> bool;
    let redrive: IsNothing = |it| Redrive(it.to_owned()).is_nothing();
    let policies: [(&str, &str, IsNothing); 3] = [
        ("policy", "aws_sqs_queue_policy", |it| Policy(it.to_owned()).is_nothing()),
        ("redrive_allow_policy", "aws_sqs_queue_redrive_allow_policy", redrive),
        ("redrive_policy", "aws_sqs_queue_redrive_policy", redrive),
    ];
    for (name, apart, is_nothing) in policies {
        let is_emptied = plan.config(name).as_str().is_some_and(is_nothing);
        let is_there = plan.prior(name).as_str().is_some_and(|it| !is_nothing(it));
        if !is_emptied || !is_there {
            continue;
        }
        plan.set(name, Value::from(""));
        let detail = format!(
            "`{name}` is set but empty, which takes the queue's away. If `{apart}` manages it, \
             remove `{name}`."
        );
        let warning = Diagnostic::warning("The queue loses a policy", detail);
        plan.warn(warning.at(path(name)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqs::queue::Queue;

    #[test]
    fn what_is_for_fifo_queues() {
        let found = |entries: &[(&str, Value)]| {
            let entries = entries.iter().map(|(name, it)| ((*name).to_owned(), it.clone()));
            Queue::validate(&Queue::block().complete(entries.collect())).len()
        };
        let fifo = ("fifo_queue", Value::from(true));
        let limit = ("fifo_throughput_limit", Value::from("perMessageGroupId"));
        let scope = |it: &str| ("deduplication_scope", Value::from(it));
        assert_eq!(found(&[]), 0);
        assert_eq!(found(&[fifo.clone(), limit.clone(), scope("messageGroup")]), 0);
        assert_eq!(found(&[fifo.clone(), limit.clone()]), 0);
        assert_eq!(found(&[fifo, limit.clone(), scope("queue")]), 1);
        assert_eq!(found(&[limit, scope("messageGroup")]), 2);
        assert_eq!(found(&[scope("queue")]), 1);
        assert_eq!(found(&[("fifo_queue", Value::Unknown), scope("queue")]), 0);
        assert_eq!(found(&[("deduplication_scope", Value::Unknown)]), 0);
    }
}
