//! What is checked of a stream.

use schemas::Value;

use super::values::{METRICS, check_name};
use crate::checks::{check, is_unset, nearest};
use crate::prelude::*;

const NAMES: &str = "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html";
const KEYS: &str =
    "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StartStreamEncryption.html";
const MONITORING: &str =
    "https://docs.aws.amazon.com/kinesis/latest/APIReference/API_EnableEnhancedMonitoring.html";

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Invariant,
            "Invalid stream name",
            "name",
            "A name with other than letters, digits, hyphens, underscores and periods.",
            NAMES,
            |config| {
                let wrong = config.get("name").as_str().and_then(|it| check_name(it).err());
                let told = wrong.map(|it| Finding::at("name", format!("`name` {it}.")));
                told.into_iter().collect()
            },
        ),
        check(
            Class::Invariant,
            "KMS Key ID required when setting encryption_type is not set as NONE",
            "kms_key_id",
            "`encryption_type = \"KMS\"` without `kms_key_id`.",
            KEYS,
            |config| {
                let is_encrypted = config.get("encryption_type").as_str() == Some("KMS");
                if !is_encrypted || !is_unset(config.get("kms_key_id")) {
                    return Vec::new();
                }
                let detail = "Set `kms_key_id`, to `alias/aws/kinesis` for the key that AWS manages, or remove \
                              `encryption_type`.";
                vec![Finding::at("kms_key_id", detail)]
            },
        ),
        check(
            Class::Danger,
            "Key without encryption",
            "kms_key_id",
            "`kms_key_id` without `encryption_type = \"KMS\"`: the stream is not encrypted with it.",
            KEYS,
            |config| {
                let is_plain = matches!(config.get("encryption_type"), Value::Null)
                    || config.get("encryption_type").as_str() == Some("NONE");
                let has_key = config.get("kms_key_id").as_str().is_some_and(|it| !it.is_empty());
                if !is_plain || !has_key {
                    return Vec::new();
                }
                let detail = "`kms_key_id` has no effect without `encryption_type = \"KMS\"`. Set it, or \
                              remove `kms_key_id`.";
                vec![Finding::at("kms_key_id", detail)]
            },
        ),
        check(
            Class::Limit,
            "Unknown shard-level metric",
            METRIC,
            "Metrics that the API reference does not list.",
            MONITORING,
            |config| {
                let metrics = config.get(METRIC).elements().unwrap_or_default();
                let metrics = metrics.iter().filter_map(Value::as_str);
                let unknown = metrics.filter(|it| !METRICS.contains(it)).map(|metric| {
                    let remedy = match nearest(metric, METRICS) {
                        Some(nearest) => format!("Did you mean {nearest:?}?"),
                        None => format!("There are {}.", METRICS.join(", ")),
                    };
                    Finding::at(METRIC, format!("`{METRIC}` has {metric:?}. {remedy}"))
                });
                unknown.collect()
            },
        ),
    ]
}

const METRIC: &str = "shard_level_metrics";
