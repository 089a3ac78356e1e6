//! Queues and what is set on them.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

const QUEUE: &str = "aws_sqs_queue";
const DEAD: &str = "arn:aws:sqs:us-east-1:123456789012:dead";
const FIFO: &str = "arn:aws:sqs:us-east-1:123456789012:dead.fifo";
const URL: &str = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";

pub(super) fn cases() -> Vec<Case> {
    let plain = json!({ "name": "orders" });
    let fifo = json!({ "name": "orders.fifo", "fifo_queue": true });
    let key = json!({ "name": "orders", "kms_master_key_id": "alias/orders" });
    let there =
        with(&key, json!({ "id": URL, "url": URL, "region": "us-east-1", "fifo_queue": false }));
    let mut cases = vec![
        case(
            QUEUE,
            "Not a FIFO queue",
            with(&plain, json!({ "deduplication_scope": "queue" })),
            with(&fifo, json!({ "deduplication_scope": "queue" })),
        ),
        case(
            QUEUE,
            "Throughput limit without its deduplication scope",
            with(
                &fifo,
                json!({ "deduplication_scope": "queue",
                "fifo_throughput_limit": "perMessageGroupId" }),
            ),
            with(
                &fifo,
                json!({ "deduplication_scope": "messageGroup",
                "fifo_throughput_limit": "perMessageGroupId" }),
            ),
        ),
        case(
            QUEUE,
            "Reuse period without a key",
            with(&plain, json!({ "kms_data_key_reuse_period_seconds": 300 })),
            with(&key, json!({ "kms_data_key_reuse_period_seconds": 300 })),
        ),
        case(
            QUEUE,
            "The queue will not be encrypted",
            plain.clone(),
            with(&plain, json!({ "sqs_managed_sse_enabled": true })),
        )
        .from(there),
    ];
    let policy = json!({ "deadLetterTargetArn": DEAD, "maxReceiveCount": 4 });
    let fifo_policy = with(&policy, json!({ "deadLetterTargetArn": FIFO }));
    for type_name in [QUEUE, "aws_sqs_queue_redrive_policy"] {
        let config = |policy: &Json| {
            let rest = if type_name == QUEUE { plain.clone() } else { json!({ "queue_url": URL }) };
            with(&rest, json!({ "redrive_policy": policy.to_string() }))
        };
        let invalid = [
            json!({ "deadLetterTargetArn": DEAD }),
            json!({ "maxReceiveCount": 4 }),
            with(&policy, json!({ "maxReceiveCount": 0 })),
            with(&policy, json!({ "maxReceiveCount": "many" })),
            with(&policy, json!({ "deadLetterTargetArn": "dead" })),
            with(
                &policy,
                json!({ "deadLetterTargetArn": "arn:aws:sns:us-east-1:123456789012:dead" }),
            ),
        ];
        cases.extend(
            invalid
                .iter()
                .map(|it| case(type_name, "Invalid redrive policy", config(it), config(&policy))),
        );
        cases.extend([
            case(
                type_name,
                "Unknown member of a redrive policy",
                config(&with(&policy, json!({ "maxRecieveCount": 4 }))),
                config(&policy),
            ),
            case(
                type_name,
                "maxReceiveCount above 1000",
                config(&with(&policy, json!({ "maxReceiveCount": 1001 }))),
                config(&with(&policy, json!({ "maxReceiveCount": "1000" }))),
            ),
            case(
                type_name,
                "Dead-letter queue of another kind",
                config(&fifo_policy),
                config(&policy),
            ),
            case(
                type_name,
                "Queue as its own dead-letter queue",
                config(&with(
                    &policy,
                    json!({ "deadLetterTargetArn": DEAD.replace("dead", "orders") }),
                )),
                config(&policy),
            ),
            case(
                type_name,
                "Dead-letter queue elsewhere",
                config(&with(
                    &policy,
                    json!({ "deadLetterTargetArn": DEAD.replace("east", "west") }),
                )),
                config(&policy),
            ),
        ]);
    }
    let shorter = "Dead letters kept shorter than messages";
    let refused = "Dead-letter queue not allowed";
    let queue = |retention: i64| {
        with(
            &plain,
            json!({ "message_retention_seconds": retention,
            "redrive_policy": policy.to_string() }),
        )
    };
    let apart = json!({ "queue_url": URL, "redrive_policy": policy.to_string() });
    let others = json!({ "redrivePermission": "byQueue",
        "sourceQueueArns": [DEAD.replace("dead", "third")] });
    let picky = json!({ "name": "dead", "redrive_allow_policy": others.to_string() });
    let of_others = |config: &Json| {
        let other = with(&policy, json!({ "deadLetterTargetArn": DEAD.replace("dead", "other") }));
        with(config, json!({ "redrive_policy": other.to_string() }))
    };
    cases.extend([
        case(
            "aws_sqs_queue_redrive_policy",
            "Dead-letter queue elsewhere",
            with(&apart, json!({ "queue_url": URL.replace("123456789012", "210987654321") })),
            apart.clone(),
        ),
        case(QUEUE, shorter, queue(345_601), queue(345_600))
            .beside(QUEUE, json!({ "name": "dead" })),
        case(QUEUE, refused, queue(60), of_others(&queue(60))).beside(QUEUE, picky.clone()),
        case("aws_sqs_queue_redrive_policy", shorter, apart.clone(), of_others(&apart))
            .beside(QUEUE, with(&plain, json!({ "message_retention_seconds": 345_601 })))
            .beside(QUEUE, json!({ "name": "dead" })),
        case("aws_sqs_queue_redrive_policy", refused, apart.clone(), of_others(&apart))
            .beside(QUEUE, picky),
    ]);
    for type_name in [QUEUE, "aws_sqs_queue_redrive_allow_policy"] {
        let config = |policy: Json| {
            let rest = if type_name == QUEUE { plain.clone() } else { json!({ "queue_url": URL }) };
            with(&rest, json!({ "redrive_allow_policy": policy.to_string() }))
        };
        let by_queue = |arns: &[&str]| {
            config(json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns }))
        };
        let right = || by_queue(&[DEAD]);
        let title = "Invalid redrive allow policy";
        cases.extend([
            case(type_name, title, config(json!({ "redrivePermission": "byQueues" })), right()),
            case(type_name, title, config(json!({ "sourceQueueArns": [DEAD] })), right()),
            case(type_name, title, by_queue(&["orders"]), right()),
            case(
                type_name,
                title,
                config(json!({ "redrivePermission": "denyAll", "sourceQueueArns": [DEAD] })),
                config(json!({ "redrivePermission": "denyAll", "sourceQueueArns": null })),
            ),
            case(
                type_name,
                "Unknown member of a redrive allow policy",
                config(json!({ "redrivePermission": "byQueue", "sourceQueues": [DEAD] })),
                right(),
            ),
            case(
                type_name,
                "More than 10 source queues",
                by_queue(&[DEAD; 11]),
                by_queue(&[DEAD; 10]),
            ),
            case(type_name, "Source queue of another kind", by_queue(&[FIFO]), right()),
        ]);
    }
    for (type_name, attribute, text) in [
        ("aws_sqs_queue_redrive_policy", "redrive_policy", policy.to_string()),
        (
            "aws_sqs_queue_redrive_allow_policy",
            "redrive_allow_policy",
            json!({ "redrivePermission": "allowAll" }).to_string(),
        ),
    ] {
        let config = |region: &str, more: Json| {
            with(&json!({ "queue_url": URL.replace("us-east-1", region), attribute: text }), more)
        };
        cases.push(case(
            type_name,
            "Wrong region",
            config("eu-west-1", json!({})),
            config("us-east-1", json!({})),
        ));
    }
    cases
}
