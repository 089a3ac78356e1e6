//! Streams.

use serde_json::json;

use super::{Case, case, with};

const STREAM: &str = "aws_kinesis_stream";

pub(super) fn cases() -> Vec<Case> {
    let plain = json!({ "name": "orders", "shard_count": 1 });
    let encrypted = with(&plain, json!({ "encryption_type": "KMS", "kms_key_id": "alias/orders" }));
    let consumer = json!({ "name": "search",
        "stream_arn": "arn:aws:kinesis:eu-west-1:123456789012:stream/orders" });
    vec![
        case(
            STREAM,
            "Invalid stream name",
            with(&plain, json!({ "name": "orders stream" })),
            plain.clone(),
        ),
        case(
            STREAM,
            "KMS Key ID required when setting encryption_type is not set as NONE",
            with(&plain, json!({ "encryption_type": "KMS" })),
            encrypted.clone(),
        ),
        case(
            STREAM,
            "Key without encryption",
            with(&plain, json!({ "kms_key_id": "alias/orders" })),
            encrypted,
        ),
        case(
            STREAM,
            "Unknown shard-level metric",
            with(&plain, json!({ "shard_level_metrics": ["IncomingByte"] })),
            with(&plain, json!({ "shard_level_metrics": ["IncomingBytes", "ALL"] })),
        ),
        case(
            "aws_kinesis_stream_consumer",
            "Wrong region",
            consumer.clone(),
            with(&consumer, json!({ "region": "eu-west-1" })),
        ),
    ]
}
