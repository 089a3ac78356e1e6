//! Topics and subscriptions.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

const TOPIC: &str = "aws_sns_topic";
const SUBSCRIPTION: &str = "aws_sns_topic_subscription";
const ORDERS: &str = "arn:aws:sns:us-east-1:123456789012:orders";
const FIFO: &str = "arn:aws:sns:us-east-1:123456789012:orders.fifo";
const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";

pub(super) fn cases() -> Vec<Case> {
    let mut cases = of_topics();
    cases.extend(of_filters());
    cases.extend(of_subscriptions());
    cases
}

fn of_topics() -> Vec<Case> {
    let plain = json!({ "name": "orders" });
    let fifo = json!({ "name": "orders.fifo", "fifo_topic": true });
    let archive = |policy: Json| with(&fifo, json!({ "archive_policy": policy.to_string() }));
    let year = || archive(json!({ "MessageRetentionPeriod": "365" }));
    let retries = |more: Json| {
        let policy = json!({ "http": { "defaultHealthyRetryPolicy": with(&json!({ "numRetries": 3 }), more) } });
        with(&plain, json!({ "delivery_policy": policy.to_string() }))
    };
    let title = "Invalid archive policy";
    let mut cases = vec![
        case(TOPIC, title, archive(json!({ "MessageRetentionPeriod": 0 })), year()),
        case(TOPIC, title, archive(json!({ "MessageRetention": 7 })), year()),
        case(TOPIC, title, archive(json!({ "MessageRetentionPeriod": 7, "Days": 7 })), year()),
        case(
            TOPIC,
            "Archive beyond 365 days",
            archive(json!({ "MessageRetentionPeriod": 9999 })),
            year(),
        ),
        case(
            TOPIC,
            "Active tracing of a FIFO topic",
            with(&fifo, json!({ "tracing_config": "Active" })),
            with(&plain, json!({ "tracing_config": "Active" })),
        ),
        case(
            TOPIC,
            "Unknown member of a delivery policy",
            with(
                &plain,
                json!({ "delivery_policy": json!({ "healthyRetryPolicy": {} }).to_string() }),
            ),
            retries(json!({})),
        ),
        case(
            TOPIC,
            "Unknown member of a delivery policy",
            retries(json!({ "retries": 3 })),
            retries(json!({})),
        ),
        case(
            TOPIC,
            "Invalid delivery policy",
            retries(json!({ "minDelayTarget": 20, "maxDelayTarget": 10 })),
            retries(json!({ "minDelayTarget": 10, "maxDelayTarget": 20 })),
        ),
        case(
            TOPIC,
            "Delivery policy beyond limits",
            retries(json!({ "numRetries": 101 })),
            retries(json!({})),
        ),
        case(
            "aws_sns_topic_data_protection_policy",
            "Wrong region",
            json!({ "arn": ORDERS.replace("us-east-1", "eu-west-1"), "policy": "{}" }),
            json!({ "arn": ORDERS, "policy": "{}" }),
        ),
    ];
    cases.extend(["application", "firehose", "http", "lambda", "sqs"].map(|kind| {
        let rate = with(&plain, json!({ format!("{kind}_success_feedback_sample_rate"): 50 }));
        let role = "arn:aws:iam::123456789012:role/sns";
        let with_role = with(&rate, json!({ format!("{kind}_success_feedback_role_arn"): role }));
        let case = case(TOPIC, "Delivery status without a role", rate, with_role);
        // What is looked at is the attribute of the same kind of endpoint.
        case.about(&format!("{kind}_success_feedback_sample_rate"))
    }));
    cases
}

fn subscribed(more: Json) -> Json {
    with(&json!({ "topic_arn": ORDERS, "protocol": "sqs", "endpoint": QUEUE }), more)
}

fn of_filters() -> Vec<Case> {
    let filtered = |policy: Json| subscribed(json!({ "filter_policy": policy.to_string() }));
    let in_body = |policy: Json| {
        subscribed(
            json!({ "filter_policy": policy.to_string(), "filter_policy_scope": "MessageBody" }),
        )
    };
    let grammar = [
        (json!({ "state": "paid" }), json!({ "state": ["paid"] })),
        (json!({ "state": [] }), json!({ "state": ["paid"] })),
        (json!({ "state": [["paid"]] }), json!({ "state": ["paid", null, true, 1] })),
        (json!({ "state": [{}] }), json!({ "state": [{ "exists": false }] })),
        (json!({ "state": [{ "exists": "yes" }] }), json!({ "state": [{ "exists": true }] })),
        (json!({ "state": [{ "prefix": 1 }] }), json!({ "state": [{ "prefix": "p" }] })),
        (json!({ "state": [{ "suffix": ["p"] }] }), json!({ "state": [{ "suffix": "p" }] })),
        (
            json!({ "size": [{ "numeric": ["<", "10"] }] }),
            json!({ "size": [{ "numeric": ["<", 10] }] }),
        ),
        (
            json!({ "size": [{ "numeric": ["!", 10] }] }),
            json!({ "size": [{ "numeric": ["=", 10] }] }),
        ),
        (
            json!({ "size": [{ "numeric": [">", 10, "<", 1] }] }),
            json!({ "size": [{ "numeric": [">", 1, "<", 10] }] }),
        ),
        (
            json!({ "state": [{ "anything-but": [{ "prefix": "p" }] }] }),
            json!({ "state": [{ "anything-but": { "prefix": "p" } }] }),
        ),
        (json!({ "ip": [{ "cidr": "10.0.0.0" }] }), json!({ "ip": [{ "cidr": "10.0.0.0/8" }] })),
        (json!({ "$or": ["a", "b"] }), json!({ "$or": [{ "a": [1] }, { "b": [1] }] })),
    ];
    let mut cases: Vec<_> = grammar
        .into_iter()
        .map(|(wrong, right)| {
            case(SUBSCRIPTION, "Invalid filter policy", filtered(wrong), filtered(right))
        })
        .collect();
    let deep = json!({ "order": { "state": ["paid"] } });
    let keys = |count: usize| {
        let keys = (0..count).map(|it| (format!("k{it}"), json!(["x"])));
        Json::Object(keys.collect())
    };
    cases.extend([
        case(SUBSCRIPTION, "Invalid filter policy", filtered(deep.clone()), in_body(deep)),
        case(
            SUBSCRIPTION,
            "Invalid filter policy",
            subscribed(json!({ "filter_policy": "[]" })),
            filtered(keys(1)),
        ),
        case(
            SUBSCRIPTION,
            "Unknown filter operator",
            filtered(json!({ "state": [{ "starts-with": "p" }] })),
            filtered(json!({ "state": [{ "prefix": "p" }] })),
        ),
        case(SUBSCRIPTION, "Filter policy beyond quotas", filtered(keys(6)), filtered(keys(5))),
        case(
            SUBSCRIPTION,
            "Filter policy beyond quotas",
            filtered(json!({ "a": vec!["x"; 20], "b": vec!["x"; 20] })),
            filtered(json!({ "a": vec!["x"; 10], "b": vec!["x"; 15] })),
        ),
    ]);
    cases
}

fn of_subscriptions() -> Vec<Case> {
    let to = |protocol: &str, endpoint: &str| {
        subscribed(json!({ "protocol": protocol, "endpoint": endpoint }))
    };
    let stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/orders";
    let role = json!({ "subscription_role_arn": "arn:aws:iam::123456789012:role/sns" });
    let web = to("https", "https://example.com/orders");
    let dead =
        |arn: &str| json!({ "redrive_policy": json!({ "deadLetterTargetArn": arn }).to_string() });
    let redrive = |policy: Json| subscribed(json!({ "redrive_policy": policy.to_string() }));
    let replay = |policy: Json| {
        subscribed(json!({ "topic_arn": FIFO, "replay_policy": policy.to_string() }))
    };
    let replayed = json!({ "PointType": "Timestamp", "StartingPoint": "2026-01-31T00:00:00.000Z" });
    let retries = |config: &Json, policy: Json| {
        with(config, json!({ "delivery_policy": policy.to_string() }))
    };
    let healthy =
        |more: Json| json!({ "healthyRetryPolicy": with(&json!({ "numRetries": 10 }), more) });
    let endpoints = [
        ("sqs", "https://sqs.us-east-1.amazonaws.com/123456789012/orders", QUEUE),
        ("sqs", "arn:aws:lambda:us-east-1:123456789012:function:orders", QUEUE),
        ("lambda", QUEUE, "arn:aws:lambda:us-east-1:123456789012:function:orders"),
        ("http", "example.com", "http://example.com"),
        ("https", "http://example.com", "https://example.com"),
        ("email", "ops", "ops@example.com"),
        ("sms", "call me", "+12065550100"),
    ];
    let mut cases: Vec<_> = endpoints
        .into_iter()
        .map(|(protocol, wrong, right)| {
            case(SUBSCRIPTION, "Invalid endpoint", to(protocol, wrong), to(protocol, right))
        })
        .collect();
    let all = |title, wrong, right| case(SUBSCRIPTION, title, wrong, right);
    cases.extend([
        all("Missing role of a delivery stream", to("firehose", stream), with(&to("firehose", stream), role.clone())),
        all("Role without a delivery stream", subscribed(role.clone()), with(&to("firehose", stream), role)),
        all(
            "Raw delivery to another protocol",
            with(&to("email", "ops@example.com"), json!({ "raw_message_delivery": true })),
            with(&web, json!({ "raw_message_delivery": true })),
        ),
        all("FIFO queue of a standard topic", to("sqs", &format!("{QUEUE}.fifo")), to("sqs", QUEUE)),
        all(
            "Protocol of a FIFO topic",
            with(&to("email", "ops@example.com"), json!({ "topic_arn": FIFO })),
            subscribed(json!({ "topic_arn": FIFO })),
        ),
        all(
            "Invalid redrive policy",
            redrive(json!({ "deadLetterTargetArn": QUEUE, "maxReceiveCount": 4 })),
            subscribed(dead(QUEUE)),
        ),
        all("Invalid redrive policy", redrive(json!({ "deadLetterTargetArn": ORDERS })), subscribed(dead(QUEUE))),
        all(
            "Dead-letter queue elsewhere",
            subscribed(dead(&QUEUE.replace("us-east-1", "eu-west-1"))),
            subscribed(dead(QUEUE)),
        ),
        all(
            "Dead-letter queue of another kind",
            subscribed(dead(&format!("{QUEUE}.fifo"))),
            with(&subscribed(dead(&format!("{QUEUE}.fifo"))), json!({ "topic_arn": FIFO })),
        ),
        all(
            "Replay of a standard topic",
            subscribed(json!({ "replay_policy": replayed.to_string() })),
            replay(replayed.clone()),
        ),
        all("Invalid replay policy", replay(json!({ "PointType": "Timestamp" })), replay(replayed.clone())),
        all("Invalid replay policy", replay(with(&replayed, json!({ "PointType": "Time" }))), replay(replayed.clone())),
        all("Invalid replay policy", replay(with(&replayed, json!({ "EndPoint": "x" }))), replay(replayed)),
        all(
            "Confirmation by no endpoint",
            subscribed(json!({ "endpoint_auto_confirms": true })),
            with(&web, json!({ "endpoint_auto_confirms": true })),
        ),
        all(
            "Wrong region",
            subscribed(json!({ "topic_arn": ORDERS.replace("us-east-1", "eu-west-1") })),
            subscribed(json!({ "topic_arn": ORDERS.replace("us-east-1", "eu-west-1"), "region": "eu-west-1" })),
        ),
        all(
            "Unknown member of a delivery policy",
            retries(&web, json!({ "http": {} })),
            retries(&web, healthy(json!({}))),
        ),
        all(
            "Invalid delivery policy",
            retries(&web, healthy(json!({ "numNoDelayRetries": 8, "numMinDelayRetries": 8 }))),
            retries(&web, healthy(json!({ "numNoDelayRetries": 4, "numMinDelayRetries": 6 }))),
        ),
        all(
            "Invalid delivery policy",
            retries(&web, healthy(json!({ "backoffFunction": "quadratic" }))),
            retries(&web, healthy(json!({ "backoffFunction": "geometric" }))),
        ),
        all(
            "Invalid delivery policy",
            retries(&web, healthy(json!({ "minDelayTarget": "soon" }))),
            retries(&web, healthy(json!({ "minDelayTarget": "1" }))),
        ),
        all(
            "Delivery policy beyond limits",
            retries(&web, healthy(json!({ "maxDelayTarget": 3601 }))),
            retries(&web, healthy(json!({ "maxDelayTarget": 3600 }))),
        ),
        all(
            "Delivery policy without retries",
            retries(&subscribed(json!({})), healthy(json!({}))),
            retries(&web, healthy(json!({}))),
        ),
    ]);
    let policy = |source: &str| {
        json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow",
            "Principal": { "Service": "sns.amazonaws.com" }, "Action": "sqs:SendMessage", "Resource": "*",
            "Condition": { "ArnEquals": { "aws:SourceArn": source } } }] })
        .to_string()
    };
    let queues = "aws_sqs_queue";
    cases.extend([
        all(
            "The queue does not let the topic in",
            subscribed(json!({})),
            subscribed(json!({ "topic_arn": ORDERS.replace("orders", "other") })),
        )
        .beside(
            queues,
            json!({ "name": "orders", "policy": policy(&ORDERS.replace("orders", "other")) }),
        ),
        all(
            "SNS cannot use the key of the queue",
            subscribed(json!({})),
            to("sqs", &QUEUE.replace("orders", "other")),
        )
        .beside(queues, json!({ "name": "orders", "kms_master_key_id": "alias/aws/sqs" })),
    ]);
    cases
}
