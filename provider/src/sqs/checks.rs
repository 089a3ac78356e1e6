//! What is checked of queues and of what is set on them.

use schemas::Value;
use schemas::check::Outcome;
use tfplugin::{Find, PlannedObject};

use super::queue::Queue;
use super::redrive;
use crate::checks::{check, json, number, unknown_members};
use crate::policy::Subject;
use crate::prelude::*;
use crate::{arn, region};

/// The policy of a queue.
pub(super) const POLICY: Subject = Subject {
    kind: "queue",
    services: &["sqs"],
    actions: &[
        "SendMessage",
        "ReceiveMessage",
        "DeleteMessage",
        "ChangeMessageVisibility",
        "GetQueueAttributes",
        "GetQueueUrl",
        "AddPermission",
        "CancelMessageMoveTask",
        "ChangeMessageVisibilityBatch",
        "CreateQueue",
        "DeleteMessageBatch",
        "DeleteQueue",
        "ListDeadLetterSourceQueues",
        "ListMessageMoveTasks",
        "ListQueueTags",
        "ListQueues",
        "PurgeQueue",
        "RemovePermission",
        "SendMessageBatch",
        "SetQueueAttributes",
        "StartMessageMoveTask",
        "TagQueue",
        "UntagQueue",
    ],
    statements: Some(20),
    bytes: Some(8192),
    resource: name,
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-limits-policies.html",
};

const DEAD_LETTERS: &str = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html";
const ATTRIBUTES: &str = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html";

/// The name of the queue that a configuration is about.
fn name(config: &Value) -> Option<String> {
    let of_url = |url: &str| url.rsplit_once('/').map(|it| it.1.to_owned());
    let name = config.get("name").as_str().map(str::to_owned);
    name.or_else(|| config.get("queue_url").as_str().and_then(of_url)).filter(|it| !it.is_empty())
}

/// Whether the queue that a configuration is about is a FIFO queue.
fn is_fifo(config: &Value) -> Option<bool> {
    match (config.get("queue_url"), config.get("fifo_queue")) {
        (Value::String(url), _) => Some(url.ends_with(FIFO)),
        (Value::Unknown, _) | (_, Value::Unknown) => None,
        (_, fifo) => Some(fifo.as_bool().unwrap_or_default()),
    }
}

const FIFO: &str = ".fifo";

fn kind(is_fifo: bool) -> &'static str {
    if is_fifo { "FIFO" } else { "standard" }
}

/// The dead-letter queue of a redrive policy.
fn target(config: &Value) -> Option<String> {
    let policy = json(config, REDRIVE)?;
    Some(policy.get("deadLetterTargetArn")?.as_str()?.to_owned())
}

const REDRIVE: &str = "redrive_policy";
const ALLOW: &str = "redrive_allow_policy";

/// The checks of a redrive policy.
pub(super) fn of_redrive_policy() -> Vec<Check> {
    let in_plan = |class, title, docs, find: fn(&PlannedObject<'_>) -> Option<String>| Check {
        title,
        class,
        attribute: REDRIVE,
        docs,
        source: DEAD_LETTERS,
        find: Find::in_plan(move |it| {
            let found = Some(it).filter(|it| it.changes(REDRIVE)).and_then(find);
            found.map(|it| Finding::at(REDRIVE, it)).into_iter().collect()
        }),
    };
    vec![
        check(
            Class::Invariant,
            "Invalid redrive policy",
            REDRIVE,
            "A missing or wrong `deadLetterTargetArn` or `maxReceiveCount`.",
            ATTRIBUTES,
            |config| refused(config, REDRIVE, redrive::check_policy),
        ),
        check(
            Class::Limit,
            "Unknown member of a redrive policy",
            REDRIVE,
            "Members that a redrive policy does not have, such as a misspelt `maxReceiveCount`.",
            ATTRIBUTES,
            |config| unknown(config, REDRIVE, redrive::MEMBERS),
        ),
        check(
            Class::Limit,
            "maxReceiveCount above 1000",
            REDRIVE,
            "A `maxReceiveCount` above 1000.",
            ATTRIBUTES,
            |config| {
                let policy = json(config, REDRIVE).unwrap_or_default();
                let count = policy.get("maxReceiveCount").and_then(number);
                let found = count.filter(|it| *it > 1000).map(|count| {
                    let detail = format!(
                        "`{REDRIVE}` must have a `maxReceiveCount` of 1 to 1000, not {count}."
                    );
                    Finding::at(REDRIVE, detail)
                });
                found.into_iter().collect()
            },
        ),
        check(
            Class::Invariant,
            "Dead-letter queue of another kind",
            REDRIVE,
            "A FIFO queue with a standard queue for its dead letters, or the other way round.",
            DEAD_LETTERS,
            |config| {
                let (Some(is_fifo), Some(target)) = (is_fifo(config), target(config)) else {
                    return Vec::new();
                };
                if target.ends_with(FIFO) == is_fifo {
                    return Vec::new();
                }
                let detail = format!(
                    "The dead-letter queue of a {} queue must be a {} queue, but {target} is not. \
                     Choose another `deadLetterTargetArn`.",
                    kind(is_fifo),
                    kind(is_fifo)
                );
                vec![Finding::at(REDRIVE, detail)]
            },
        ),
        check(
            Class::Danger,
            "Queue as its own dead-letter queue",
            REDRIVE,
            "A queue that is its own dead-letter queue.",
            DEAD_LETTERS,
            |config| {
                let (Some(name), Some(target)) = (name(config), target(config)) else {
                    return Vec::new();
                };
                if target.rsplit(':').next() != Some(name.as_str()) {
                    return Vec::new();
                }
                let detail = format!(
                    "`deadLetterTargetArn` is the queue {name} itself: its messages never get out. \
                     Name another queue."
                );
                vec![Finding::at(REDRIVE, detail)]
            },
        ),
        in_plan(
            Class::Invariant,
            "Dead-letter queue elsewhere",
            "A dead-letter queue in another region or account than the queue.",
            elsewhere,
        ),
        in_plan(
            Class::Danger,
            "Dead letters kept shorter than messages",
            "A dead-letter queue of the same configuration with a shorter retention period than the \
             queue: SQS counts from when the message was sent to the queue.",
            kept_too_short,
        ),
        in_plan(
            Class::Danger,
            "Dead-letter queue not allowed",
            "A dead-letter queue of the same configuration whose redrive allow policy does not allow \
             the queue.",
            not_allowed,
        ),
    ]
}

/// The checks of a redrive allow policy.
pub(super) fn of_redrive_allow_policy() -> Vec<Check> {
    vec![
        check(
            Class::Invariant,
            "Invalid redrive allow policy",
            ALLOW,
            "A missing or wrong `redrivePermission` or `sourceQueueArns`.",
            ATTRIBUTES,
            |config| refused(config, ALLOW, redrive::check_allow_policy),
        ),
        check(
            Class::Limit,
            "Unknown member of a redrive allow policy",
            ALLOW,
            "Members that a redrive allow policy does not have.",
            ATTRIBUTES,
            |config| unknown(config, ALLOW, redrive::ALLOW_MEMBERS),
        ),
        check(
            Class::Limit,
            "More than 10 source queues",
            ALLOW,
            "More than 10 `sourceQueueArns`.",
            ATTRIBUTES,
            |config| {
                let count = sources(config).len();
                if count <= 10 {
                    return Vec::new();
                }
                let detail = format!(
                    "`{ALLOW}` must have 10 `sourceQueueArns` at most, not {count}: use allowAll for \
                     more."
                );
                vec![Finding::at(ALLOW, detail)]
            },
        ),
        check(
            Class::Invariant,
            "Source queue of another kind",
            ALLOW,
            "FIFO queues among the `sourceQueueArns` of a standard queue, or the other way round.",
            DEAD_LETTERS,
            |config| {
                let Some(is_fifo) = is_fifo(config) else { return Vec::new() };
                let other = sources(config).into_iter().filter(|it| it.ends_with(FIFO) != is_fifo);
                let found = other.map(|source| {
                    let detail = format!(
                        "A {} queue takes the dead letters of {} queues only, but {source} is none. \
                         Remove it.",
                        kind(is_fifo),
                        kind(is_fifo)
                    );
                    Finding::at(ALLOW, detail)
                });
                found.collect()
            },
        ),
    ]
}

fn sources(config: &Value) -> Vec<String> {
    let policy = json(config, ALLOW).unwrap_or_default();
    let queues = policy.get("sourceQueueArns").and_then(|it| it.as_array());
    queues.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

fn refused(config: &Value, attribute: &'static str, check: fn(&str) -> Outcome) -> Vec<Finding> {
    let wrong = config.get(attribute).as_str().and_then(|it| check(it).err());
    let told = wrong.map(|it| Finding::at(attribute, format!("`{attribute}` {it}.")));
    told.into_iter().collect()
}

fn unknown(config: &Value, attribute: &'static str, members: &[&str]) -> Vec<Finding> {
    match json(config, attribute) {
        Some(serde_json::Value::Object(policy)) => {
            unknown_members(attribute, policy.keys(), members, "")
        }
        _ => Vec::new(),
    }
}

/// The region and the account of a queue, by its ARN or its URL, as far as they tell.
fn place(id: &str) -> (Option<&str>, Option<&str>) {
    let account = match arn::parts(id) {
        Some([_, _, _, account, _]) => Some(account),
        None => id.split("://").nth(1).and_then(|it| it.split('/').nth(1)),
    };
    (region::of(id), account.filter(|it| it.len() == 12))
}

fn elsewhere(object: &PlannedObject<'_>) -> Option<String> {
    let target = target(object.planned)?;
    let there = place(&target);
    let own = ["arn", "queue_url"].into_iter().find_map(|it| object.planned.get(it).as_str());
    let (own_region, own_account) = own.map_or((None, None), place);
    let what = match (own_region.or(object.region), own_account, there) {
        (Some(here), _, (Some(there), _)) if here != there => format!("in {there}, not in {here}"),
        (_, Some(ours), (_, Some(theirs))) if ours != theirs => {
            format!("in the account {theirs}, not in {ours}")
        }
        _ => return None,
    };
    Some(format!(
        "{target} is {what}: a dead-letter queue must be in the region and the account of its queue. \
         Choose another `deadLetterTargetArn`."
    ))
}

/// The dead-letter queue as this run has planned it.
fn dead_letter_queue(object: &PlannedObject<'_>) -> Option<Value> {
    let target = target(object.planned)?;
    let name = target.rsplit(':').next()?;
    object.other(Queue::TYPE, region::of(&target)?, name)
}

/// The queue that has the redrive policy.
fn source(object: &PlannedObject<'_>) -> Option<Value> {
    match object.planned.get("queue_url") {
        Value::String(url) => object.other(Queue::TYPE, region::of(url)?, &name(object.planned)?),
        _ => Some(object.planned.clone()),
    }
}

fn kept_too_short(object: &PlannedObject<'_>) -> Option<String> {
    const RETENTION: &str = "message_retention_seconds";

    let own = source(object)?.get(RETENTION).as_i64()?;
    let theirs = dead_letter_queue(object)?.get(RETENTION).as_i64()?;
    // FIFO queues begin anew.
    let is_standard = is_fifo(object.planned) == Some(false);
    (is_standard && theirs < own).then(|| {
        format!(
            "The dead-letter queue keeps messages for {theirs} seconds, and this queue for {own}: \
             SQS counts from when a message was sent to this queue, so it may be gone before \
             anybody sees it. Set a longer `{RETENTION}` there."
        )
    })
}

fn not_allowed(object: &PlannedObject<'_>) -> Option<String> {
    let dead = dead_letter_queue(object)?;
    // Its account is that of the dead-letter queue, or else the policy is refused.
    let target = target(object.planned)?;
    let own = format!("{}:{}", target.rsplit_once(':')?.0, name(object.planned)?);
    let policy = json(&dead, ALLOW)?;
    let is_allowed = match policy.get("redrivePermission")?.as_str()? {
        "denyAll" => false,
        "byQueue" => sources(&dead).contains(&own),
        _ => true,
    };
    (!is_allowed).then(|| {
        format!(
            "The `{ALLOW}` of the dead-letter queue does not allow {own}. Add it to \
             `sourceQueueArns` there."
        )
    })
}
