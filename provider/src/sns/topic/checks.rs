//! What is checked of a topic.

use schemas::Value;

use crate::checks::{check, is_unset, json, number};
use crate::policy;
use crate::prelude::*;
use crate::sns::{archive_policy, checks as sns, delivery_policy};

const ARCHIVE: &str = "archive_policy";

const ATTRIBUTES: &str = "https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html";
const TRACING: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html";
const STATUS: &str = "https://docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html";

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![
        check(
            Class::Invariant,
            "Invalid archive policy",
            ARCHIVE,
            "An archive policy without a number of days, or with members that it does not have.",
            ATTRIBUTES,
            |config| {
                let text = config.get(ARCHIVE).as_str().unwrap_or_default();
                let wrong = archive_policy::check(text).err();
                wrong
                    .map(|it| Finding::at(ARCHIVE, format!("`{ARCHIVE}` {it}.")))
                    .into_iter()
                    .collect()
            },
        ),
        check(
            Class::Limit,
            "Archive beyond 365 days",
            ARCHIVE,
            "More than 365 days in an archive policy.",
            ATTRIBUTES,
            |config| {
                let policy = json(config, ARCHIVE).unwrap_or_default();
                let days = policy.get(archive_policy::DAYS).and_then(number);
                let told = |days: i64| {
                    let days = format!("`{ARCHIVE}` must have 1 to 365 days, not {days}.");
                    Finding::at(ARCHIVE, days)
                };
                days.filter(|it| *it > 365).map(told).into_iter().collect()
            },
        ),
        check(
            Class::Limit,
            "Active tracing of a FIFO topic",
            "tracing_config",
            "`tracing_config = \"Active\"` of a FIFO topic.",
            TRACING,
            |config| {
                let is_active = config.get("tracing_config").as_str() == Some("Active");
                if !is_active || config.get("fifo_topic").as_bool() != Some(true) {
                    return Vec::new();
                }
                let detail = "SNS traces standard topics only. Remove `tracing_config`, or set it to \
                              \"PassThrough\".";
                vec![Finding::at("tracing_config", detail)]
            },
        ),
        check(
            Class::Danger,
            "Delivery status without a role",
            "sqs_success_feedback_sample_rate",
            "A sample rate of delivery status logging without the role that logs successful \
             deliveries to the same kind of endpoint.",
            STATUS,
            sample_rates,
        ),
    ];
    checks.extend(delivery_policy::checks(delivery_policy::Owner::Topic));
    checks.extend(policy::checks(&sns::POLICY));
    checks
}

fn sample_rates(config: &Value) -> Vec<Finding> {
    let kinds = ["application", "firehose", "http", "lambda", "sqs"].into_iter();
    let found = kinds.filter_map(|kind| {
        let rate = format!("{kind}_success_feedback_sample_rate");
        let role = format!("{kind}_success_feedback_role_arn");
        let is_set = config.get(&rate).as_i64().is_some_and(|it| it > 0);
        (is_set && is_unset(config.get(&role))).then(|| {
            let detail = format!(
                "`{rate}` has no effect without `{role}`. Set the role, or remove `{rate}`."
            );
            Finding::at(&rate, detail)
        })
    });
    found.collect()
}
