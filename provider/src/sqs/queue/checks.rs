//! What is checked of a queue.

use schemas::Value;
use tfplugin::{Find, PlannedObject};

use super::rules::has_key;
use crate::checks::{check, is_unset};
use crate::policy;
use crate::prelude::*;
use crate::sqs::checks as sqs;

const FIFO: &str = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html";
const ENCRYPTION: &str = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html";

const KEY: &str = "kms_master_key_id";

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![
        check(
            Class::Invariant,
            "Not a FIFO queue",
            "deduplication_scope",
            "`deduplication_scope` or `fifo_throughput_limit` of a standard queue.",
            FIFO,
            of_standard_queue,
        ),
        check(
            Class::Invariant,
            "Throughput limit without its deduplication scope",
            "fifo_throughput_limit",
            "A throughput limit for each message group with deduplication in the whole queue.",
            FIFO,
            throughput_limit,
        ),
        check(
            Class::Danger,
            "Reuse period without a key",
            "kms_data_key_reuse_period_seconds",
            "`kms_data_key_reuse_period_seconds` without `kms_master_key_id`, which has no effect.",
            ENCRYPTION,
            reuse_period,
        ),
        Check {
            title: "The queue will not be encrypted",
            class: Class::Danger,
            attribute: KEY,
            docs: "A KMS key that is taken from a queue which is then not encrypted at all.",
            source: ENCRYPTION,
            find: Find::in_plan(encryption),
        },
    ];
    checks.extend(policy::checks(&sqs::POLICY));
    checks.extend(sqs::of_redrive_policy());
    checks.extend(sqs::of_redrive_allow_policy());
    checks
}

fn of_standard_queue(config: &Value) -> Vec<Finding> {
    if !matches!(config.get("fifo_queue"), Value::Null | Value::Bool(false)) {
        return Vec::new();
    }
    let set = ["deduplication_scope", "fifo_throughput_limit"].into_iter();
    let set = set.filter(|name| config.get(name).as_str().is_some());
    let found = set.map(|name| {
        let detail = format!(
            "SQS refuses `{name}` on a standard queue. Set `fifo_queue = true`, or remove `{name}`."
        );
        Finding::at(name, detail)
    });
    found.collect()
}

fn throughput_limit(config: &Value) -> Vec<Finding> {
    if config.get("fifo_throughput_limit").as_str() != Some("perMessageGroupId")
        || config.get("deduplication_scope").as_str() != Some("queue")
    {
        return Vec::new();
    }
    let detail = "SQS refuses a throughput limit for each message group without \
                  `deduplication_scope = \"messageGroup\"`.";
    vec![Finding::at("fifo_throughput_limit", detail)]
}

fn reuse_period(config: &Value) -> Vec<Finding> {
    const PERIOD: &str = "kms_data_key_reuse_period_seconds";

    if config.get(PERIOD).as_i64().is_none() || !is_unset(config.get(KEY)) {
        return Vec::new();
    }
    let detail =
        format!("`{PERIOD}` has no effect without `{KEY}`. Set one, or remove `{PERIOD}`.");
    vec![Finding::at(PERIOD, detail)]
}

/// SQS turns encryption on by itself for new queues alone.
fn encryption(object: &PlannedObject<'_>) -> Vec<Finding> {
    let is_taken_away =
        !object.is_new() && has_key(object.prior.get(KEY)) && !has_key(object.planned.get(KEY));
    let is_told = !object.config.get("sqs_managed_sse_enabled").is_null();
    if !is_taken_away || is_told {
        return Vec::new();
    }
    let detail = "Without its KMS key the queue is not encrypted: SQS enables encryption by default \
                  only for new queues. Set `sqs_managed_sse_enabled = true` for keys that SQS owns, \
                  or `sqs_managed_sse_enabled = false` if this is intended.";
    vec![Finding::at(KEY, detail)]
}
