//! What is checked of a delivery policy.

use schemas::Value;
use serde_json::{Map, Value as Json};

use crate::checks::{check, json, number, unknown_members};
use crate::prelude::*;

/// What has the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    Topic,
    Subscription,
}

impl Owner {
    fn members(self) -> &'static [&'static str] {
        match self {
            Owner::Topic => &[
                "defaultHealthyRetryPolicy",
                "defaultSicklyRetryPolicy",
                "defaultThrottlePolicy",
                "defaultRequestPolicy",
                "disableSubscriptionOverrides",
            ],
            Owner::Subscription => &[
                "healthyRetryPolicy",
                "sicklyRetryPolicy",
                "throttlePolicy",
                "requestPolicy",
                "guaranteed",
            ],
        }
    }
}

const ATTRIBUTE: &str = "delivery_policy";
const SOURCE: &str = "https://docs.aws.amazon.com/sns/latest/dg/creating-delivery-policy.html";

const RETRIES: &[&str] = &[
    "minDelayTarget",
    "maxDelayTarget",
    "numRetries",
    "numNoDelayRetries",
    "numMinDelayRetries",
    "numMaxDelayRetries",
    "backoffFunction",
];
const BACKOFF: &[&str] = &["arithmetic", "exponential", "geometric", "linear"];
const MOST_RETRIES: i64 = 100;
const LONGEST_DELAY: i64 = 3600;

/// The checks of the delivery policy of a topic or a subscription.
pub(crate) fn checks(owner: Owner) -> Vec<Check> {
    let mut checks = vec![
        check(
            Class::Invariant,
            "Unknown member of a delivery policy",
            ATTRIBUTE,
            "Members that a delivery policy does not have.",
            SOURCE,
            move |config| unknown(owner, config),
        ),
        check(
            Class::Invariant,
            "Invalid delivery policy",
            ATTRIBUTE,
            "Numbers that contradict each other, such as a shortest delay that is longer than the \
             longest, or are none, and a backoff function that SNS does not have.",
            SOURCE,
            move |config| {
                let policy = policy(owner, config);
                retries(&policy).iter().flat_map(|it| numbers(it)).collect()
            },
        ),
        check(
            Class::Limit,
            "Delivery policy beyond limits",
            ATTRIBUTE,
            "More than 100 retries, or a delay above 3600 seconds.",
            SOURCE,
            move |config| {
                let policy = policy(owner, config);
                retries(&policy).iter().flat_map(|it| limits(it)).collect()
            },
        ),
    ];
    if owner == Owner::Subscription {
        checks.push(check(
            Class::Danger,
            "Delivery policy without retries",
            ATTRIBUTE,
            "A delivery policy of another protocol than `http` and `https`, which has no effect.",
            SOURCE,
            |config| {
                let protocol = config.get("protocol").as_str();
                let is_other = protocol.is_some_and(|it| !matches!(it, "http" | "https"));
                if !is_other || policy(Owner::Subscription, config).is_empty() {
                    return Vec::new();
                }
                let detail = "SNS retries by a delivery policy only for HTTP and HTTPS endpoints. \
                              Remove `delivery_policy`.";
                vec![Finding::at(ATTRIBUTE, detail)]
            },
        ));
    }
    checks
}

/// What a policy is made of: of a topic, it is within `http`.
fn policy(owner: Owner, config: &Value) -> Map<String, Json> {
    let policy = json(config, ATTRIBUTE).unwrap_or_default();
    let policy = match owner {
        Owner::Topic => policy.get("http").cloned().unwrap_or_default(),
        Owner::Subscription => policy,
    };
    policy.as_object().cloned().unwrap_or_default()
}

fn retries(policy: &Map<String, Json>) -> Vec<&Map<String, Json>> {
    let named = policy.iter().filter(|(name, _)| name.ends_with("RetryPolicy"));
    named.filter_map(|(_, it)| it.as_object()).collect()
}

fn unknown(owner: Owner, config: &Value) -> Vec<Finding> {
    let mut found = Vec::new();
    if owner == Owner::Topic
        && let Some(Json::Object(whole)) = json(config, ATTRIBUTE)
    {
        found.extend(unknown_members(ATTRIBUTE, whole.keys(), &["http"], ""));
    }
    let policy = policy(owner, config);
    let within = if owner == Owner::Topic { " in `http`" } else { "" };
    found.extend(unknown_members(ATTRIBUTE, policy.keys(), owner.members(), within));
    for (name, part) in &policy {
        let known: &[&str] = match name.trim_start_matches("default").to_lowercase().as_str() {
            "healthyretrypolicy" | "sicklyretrypolicy" => RETRIES,
            "throttlepolicy" => &["maxReceivesPerSecond"],
            "requestpolicy" => &["headerContentType"],
            _ => continue,
        };
        let within = format!(" in `{name}`");
        let members = part.as_object().into_iter().flat_map(|it| it.keys());
        found.extend(unknown_members(ATTRIBUTE, members, known, &within));
    }
    found
}

fn told(detail: String) -> Finding {
    Finding::at(ATTRIBUTE, detail)
}

fn numbers(policy: &Map<String, Json>) -> Vec<Finding> {
    let mut found = Vec::new();
    let of = |name: &str| policy.get(name).filter(|it| !it.is_null());
    for name in RETRIES.iter().filter(|it| **it != "backoffFunction") {
        let Some(value) = of(name) else { continue };
        let least = i64::from(matches!(*name, "minDelayTarget" | "maxDelayTarget"));
        if number(value).is_none_or(|it| it < least) {
            found.push(told(format!("`{name}` must be a number of {least} or more, not {value}.")));
        }
    }
    if let Some(Json::String(backoff)) = of("backoffFunction")
        && !BACKOFF.contains(&backoff.as_str())
    {
        found.push(told(format!(
            "`backoffFunction` must be one of {}, not {backoff:?}.",
            BACKOFF.join(", ")
        )));
    }
    let number = |name: &str| of(name).and_then(number);
    if let (Some(min), Some(max)) = (number("minDelayTarget"), number("maxDelayTarget"))
        && min > max
    {
        found.push(told(format!(
            "`minDelayTarget` must not be above `maxDelayTarget`: {min} is more than {max}."
        )));
    }
    let parts = ["numNoDelayRetries", "numMinDelayRetries", "numMaxDelayRetries"];
    let sum: i64 = parts.iter().filter_map(|it| number(it)).sum();
    if let Some(all) = number("numRetries").filter(|it| sum > *it) {
        found.push(told(format!(
            "`numRetries` must not be less than the sum of {}: {all} is less than {sum}.",
            parts.map(|it| format!("`{it}`")).join(", ")
        )));
    }
    found
}

fn limits(policy: &Map<String, Json>) -> Vec<Finding> {
    let limits = [
        ("numRetries", MOST_RETRIES),
        ("minDelayTarget", LONGEST_DELAY),
        ("maxDelayTarget", LONGEST_DELAY),
    ];
    let beyond = limits.into_iter().filter_map(|(name, most)| {
        let value = policy.get(name).and_then(number).filter(|it| *it > most)?;
        Some(told(format!("`{name}` must be {most} at most, not {value}.")))
    });
    beyond.collect()
}
