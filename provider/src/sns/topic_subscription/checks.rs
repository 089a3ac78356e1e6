//! What is checked of a subscription: what SNS refuses, and what it takes and does not deliver.

use schemas::Value;
use tfplugin::{Find, PlannedObject};

use crate::checks::{check, is_unset, json, unknown_members};
use crate::policy::{self, Request};
use crate::prelude::*;
use crate::sns::{delivery_policy, endpoint, filter_policy};
use crate::{arn, region};

const SUBSCRIBE: &str = "https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html";
const RAW: &str =
    "https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html";
const FIFO_TOPICS: &str = "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-delivery.html";
const DEAD_LETTERS: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html";
const REPLAY: &str = "https://docs.aws.amazon.com/sns/latest/dg/fifo-message-archiving-replay.html";
const QUEUES: &str =
    "https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html";
const KEYS: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html";

pub(super) fn checks() -> Vec<Check> {
    let mut checks = filter_policy::checks();
    checks.extend(delivery_policy::checks(delivery_policy::Owner::Subscription));
    checks.extend([
        check(
            Class::Invariant,
            "Invalid endpoint",
            "endpoint",
            "An endpoint that the protocol does not have: the ARN of another service, no URL, no \
             address.",
            SUBSCRIBE,
            |config| {
                let of = |name| config.get(name).as_str();
                let (Some(protocol), Some(text)) = (of("protocol"), of("endpoint")) else {
                    return Vec::new();
                };
                let wrong = endpoint::check(protocol, text).err();
                one("endpoint", wrong.map(|it| format!("`endpoint` {it}.")))
            },
        ),
        check(
            Class::Invariant,
            "Missing role of a delivery stream",
            "subscription_role_arn",
            "The protocol `firehose` without `subscription_role_arn`.",
            SUBSCRIBE,
            |config| {
                let is_missing =
                    is(config, "protocol", "firehose") && is_unset(config.get(ROLE));
                let detail = "SNS requires a role to write to a delivery stream: set \
                              `subscription_role_arn`.";
                one(ROLE, is_missing.then(|| detail.to_owned()))
            },
        ),
        check(
            Class::Danger,
            "Role without a delivery stream",
            "subscription_role_arn",
            "`subscription_role_arn` of another protocol than `firehose`, which has no effect.",
            SUBSCRIBE,
            |config| {
                let is_other = protocol(config).is_some_and(|it| it != "firehose");
                let detail = "SNS uses a role only to write to a delivery stream. Remove \
                              `subscription_role_arn`.";
                let is_set = config.get(ROLE).as_str().is_some_and(|it| !it.is_empty());
                one(ROLE, (is_other && is_set).then(|| detail.to_owned()))
            },
        ),
        check(
            Class::Invariant,
            "Raw delivery to another protocol",
            "raw_message_delivery",
            "`raw_message_delivery` of a protocol that does not have it.",
            RAW,
            |config| {
                let Some(protocol) = protocol(config) else { return Vec::new() };
                let takes_raw = matches!(protocol, "firehose" | "http" | "https" | "sqs");
                let is_wrong =
                    !takes_raw && config.get("raw_message_delivery").as_bool() == Some(true);
                let detail = format!(
                    "SNS does not support raw message delivery to the protocol {protocol}, only to \
                     firehose, http, https and sqs. Remove `raw_message_delivery`."
                );
                one("raw_message_delivery", is_wrong.then_some(detail))
            },
        ),
        check(
            Class::Limit,
            "FIFO queue of a standard topic",
            "endpoint",
            "A FIFO queue as the endpoint of a standard topic.",
            FIFO_TOPICS,
            |config| {
                let is_wrong = is_fifo_topic(config) == Some(false)
                    && is(config, "protocol", "sqs")
                    && config.get("endpoint").as_str().is_some_and(|it| it.ends_with(FIFO));
                let detail = "SNS delivers to a FIFO queue only from a FIFO topic. Subscribe a \
                              standard queue, or use a FIFO topic.";
                one("endpoint", is_wrong.then(|| detail.to_owned()))
            },
        ),
        check(
            Class::Limit,
            "Protocol of a FIFO topic",
            "protocol",
            "Another protocol than `sqs` of a FIFO topic.",
            FIFO_TOPICS,
            |config| {
                let Some(protocol) = protocol(config) else { return Vec::new() };
                let is_wrong = is_fifo_topic(config) == Some(true) && protocol != "sqs";
                let detail = format!(
                    "SNS delivers messages of a FIFO topic to SQS queues only, not to {protocol}. \
                     Subscribe a queue, or use a standard topic."
                );
                one("protocol", is_wrong.then_some(detail))
            },
        ),
        check(
            Class::Invariant,
            "Invalid redrive policy",
            REDRIVE,
            "Members that the redrive policy of a subscription does not have, such as \
             `maxReceiveCount`, and a missing or wrong `deadLetterTargetArn`.",
            DEAD_LETTERS,
            redrive,
        ),
        check(
            Class::Invariant,
            "Dead-letter queue elsewhere",
            REDRIVE,
            "A dead-letter queue in another region than the topic.",
            DEAD_LETTERS,
            |config| {
                let topic = config.get("topic_arn").as_str().and_then(region::of);
                let target = target(config);
                let there = target.as_deref().and_then(region::of);
                let (Some(here), Some(there)) = (topic, there) else { return Vec::new() };
                let detail = format!(
                    "The dead-letter queue is in {there}, but it must be in {here} with the topic. \
                     Choose another `deadLetterTargetArn`."
                );
                one(REDRIVE, (here != there).then_some(detail))
            },
        ),
        check(
            Class::Danger,
            "Dead-letter queue of another kind",
            REDRIVE,
            "A standard queue for the dead letters of a FIFO topic, or a FIFO queue for those of a \
             standard topic.",
            DEAD_LETTERS,
            |config| {
                let (Some(is_fifo), Some(target)) = (is_fifo_topic(config), target(config)) else {
                    return Vec::new();
                };
                let kind = if is_fifo { "FIFO" } else { "standard" };
                let detail = format!(
                    "The dead-letter queue of a subscription to a {kind} topic must be a {kind} \
                     queue. Choose another `deadLetterTargetArn`."
                );
                one(REDRIVE, (target.ends_with(FIFO) != is_fifo).then_some(detail))
            },
        ),
        check(
            Class::Invariant,
            "Invalid replay policy",
            "replay_policy",
            "A replay policy without a type and a starting point.",
            REPLAY,
            replay,
        ),
        check(
            Class::Limit,
            "Replay of a standard topic",
            "replay_policy",
            "A replay policy of a standard topic, which has no archive.",
            REPLAY,
            |config| {
                let policy = json(config, "replay_policy").unwrap_or_default();
                let is_set = policy.as_object().is_some_and(|it| !it.is_empty());
                let detail = "Only a FIFO topic has an archive to replay. Remove `replay_policy`.";
                let is_wrong = is_set && is_fifo_topic(config) == Some(false);
                one("replay_policy", is_wrong.then(|| detail.to_owned()))
            },
        ),
        check(
            Class::Danger,
            "Confirmation by no endpoint",
            "endpoint_auto_confirms",
            "`endpoint_auto_confirms` of another protocol than `http` and `https`, which has no effect.",
            SUBSCRIBE,
            |config| {
                const CONFIRMS: &str = "endpoint_auto_confirms";
                let is_other = protocol(config).is_some_and(|it| !matches!(it, "http" | "https"));
                let is_wrong = is_other && config.get(CONFIRMS).as_bool() == Some(true);
                let detail = format!(
                    "Only HTTP and HTTPS endpoints confirm a subscription themselves. Remove \
                     `{CONFIRMS}`."
                );
                one(CONFIRMS, is_wrong.then_some(detail))
            },
        ),
        region::check("topic_arn"),
        Check {
            title: "The queue does not let the topic in",
            class: Class::Danger,
            attribute: "endpoint",
            docs: "A queue of the same configuration whose policy does not let SNS send it the \
                   topic's messages: they would be lost. A queue without a policy, whose policy may \
                   be set by another resource, is not checked.",
            source: QUEUES,
            find: Find::in_plan(not_let_in),
        },
        Check {
            title: "SNS cannot use the key of the queue",
            class: Class::Danger,
            attribute: "endpoint",
            docs: "A queue of the same configuration that is encrypted with the AWS managed key \
                   `alias/aws/sqs`, which SNS cannot use: messages would be lost.",
            source: KEYS,
            find: Find::in_plan(locked),
        },
    ]);
    checks
}

const ROLE: &str = "subscription_role_arn";
const REDRIVE: &str = "redrive_policy";
const FIFO: &str = ".fifo";

fn one(attribute: &'static str, detail: Option<String>) -> Vec<Finding> {
    detail.map(|it| Finding::at(attribute, it)).into_iter().collect()
}

fn protocol(config: &Value) -> Option<&str> {
    config.get("protocol").as_str()
}

fn is(config: &Value, name: &str, word: &str) -> bool {
    config.get(name).as_str() == Some(word)
}

fn is_fifo_topic(config: &Value) -> Option<bool> {
    config.get("topic_arn").as_str().map(|it| it.ends_with(FIFO))
}

fn target(config: &Value) -> Option<String> {
    Some(json(config, REDRIVE)?.get("deadLetterTargetArn")?.as_str()?.to_owned())
}

fn redrive(config: &Value) -> Vec<Finding> {
    const MEMBER: &str = "deadLetterTargetArn";

    let policy = match json(config, REDRIVE) {
        Some(serde_json::Value::Object(policy)) if !policy.is_empty() => policy,
        _ => return Vec::new(),
    };
    let found = unknown_members(REDRIVE, policy.keys(), &[MEMBER], "");
    if !found.is_empty() {
        return found;
    }
    let is_queue = |it: &str| matches!(arn::parts(it), Some([_, "sqs", ..]));
    let detail = match policy.get(MEMBER) {
        Some(it) if it.as_str().is_some_and(is_queue) => None,
        Some(other) => {
            Some(format!("`{MEMBER}` of `{REDRIVE}` must be the ARN of a queue, not {other}."))
        }
        None => Some(format!("`{REDRIVE}` lacks `{MEMBER}`: add the ARN of a queue.")),
    };
    one(REDRIVE, detail)
}

fn replay(config: &Value) -> Vec<Finding> {
    const POLICY: &str = "replay_policy";
    const MEMBERS: &[&str] = &["PointType", "StartingPoint", "EndingPoint"];

    let policy = match json(config, POLICY) {
        Some(serde_json::Value::Object(policy)) if !policy.is_empty() => policy,
        _ => return Vec::new(),
    };
    let mut found = unknown_members(POLICY, policy.keys(), MEMBERS, "");
    if !found.is_empty() {
        return found;
    }
    if policy.get("PointType").and_then(|it| it.as_str()) != Some("Timestamp") {
        let detail = "`replay_policy` must have \"Timestamp\" as `PointType`.";
        found.push(Finding::at(POLICY, detail));
    }
    if policy.get("StartingPoint").and_then(|it| it.as_str()).is_none_or(str::is_empty) {
        let detail = "`replay_policy` lacks `StartingPoint`: add a time such as \
                      2026-01-31T00:00:00.000Z.";
        found.push(Finding::at(POLICY, detail));
    }
    found
}

/// The queue that the messages go to, as this run has planned it, with its ARN.
fn queue(object: &PlannedObject<'_>) -> Option<(String, Value)> {
    let endpoint = object.planned.get("endpoint").as_str()?;
    let [_, "sqs", region, _, name] = arn::parts(endpoint)? else { return None };
    Some((endpoint.to_owned(), object.other("aws_sqs_queue", region, name)?))
}

fn not_let_in(object: &PlannedObject<'_>) -> Vec<Finding> {
    let not_let_in = || {
        let (arn, queue) = queue(object)?;
        let topic = object.planned.get("topic_arn").as_str()?;
        let policy = queue.get("policy").as_str().filter(|it| !it.is_empty())?;
        let request = Request {
            service: "sns.amazonaws.com",
            action: "sqs:SendMessage",
            resource: &arn,
            source: topic,
        };
        let is_let_in = policy::allows(policy, &request)?;
        (!is_let_in).then(|| {
            format!(
                "The policy of {arn} does not let SNS send it messages of {topic}. Allow \
                 sqs:SendMessage to the service sns.amazonaws.com, with `aws:SourceArn` {topic}."
            )
        })
    };
    one("endpoint", not_let_in())
}

fn locked(object: &PlannedObject<'_>) -> Vec<Finding> {
    let locked = queue(object)
        .filter(|(_, queue)| queue.get("kms_master_key_id").as_str() == Some("alias/aws/sqs"));
    let told = |(arn, _): (String, Value)| {
        format!(
            "{arn} is encrypted with alias/aws/sqs, which SNS cannot use. Give the queue a key of your \
             own whose policy allows kms:GenerateDataKey and kms:Decrypt to sns.amazonaws.com, or \
             use `sqs_managed_sse_enabled`."
        )
    };
    one("endpoint", locked.map(told))
}
