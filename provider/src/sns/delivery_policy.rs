//! The delivery policies of topics and subscriptions.

mod checks;

use schemas::json;
use serde_json::Value as Json;

pub(super) use self::checks::{Owner, checks};

/// A delivery policy in JSON. SNS writes out what a policy leaves out, as null, zero or false.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeliveryPolicy(pub(crate) String);

schemas::text!(DeliveryPolicy, Some(json::compact), same, schemas::check::json());

fn same(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        _ if one.is_empty() && other.is_empty() => false,
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

/// What a policy says. An empty text says nothing.
fn read(text: &str) -> Option<Json> {
    match text {
        "" => Some(Json::Object(serde_json::Map::new())),
        text => match serde_json::from_str(text).ok()? {
            Json::Null => read(""),
            json => Some(without_defaults(json)),
        },
    }
}

/// The same without members that say what SNS does anyway.
fn without_defaults(json: Json) -> Json {
    let Json::Object(members) = json else { return json };
    let members = members.into_iter().map(|(name, it)| (number(&name, it), name));
    let members = members.filter(|(it, name)| !is_default(name, it));
    Json::Object(members.map(|(it, name)| (name, without_defaults(it))).collect())
}

/// A number that is written as a text.
fn number(name: &str, value: Json) -> Json {
    let number = match name {
        "headerContentType" | "backoffFunction" => None,
        _ => value.as_str().and_then(|it| it.parse::<i64>().ok()),
    };
    number.map_or(value, Json::from)
}

/// Whether a member says no more than that it is not said.
fn is_default(name: &str, value: &Json) -> bool {
    let default = match name {
        "numRetries" => 3.0,
        "minDelayTarget" | "maxDelayTarget" => 20.0,
        _ => 0.0,
    };
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(default),
        Json::String(text) => name == "backoffFunction" && text.eq_ignore_ascii_case("linear"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sns_writes_out_is_no_difference() {
        let policy = r#"{"healthyRetryPolicy":{"minDelayTarget":5,"numRetries":9}}"#;
        for (other, expected) in [
            (
                r#"{"healthyRetryPolicy":{"numRetries":9,"minDelayTarget":5,"numNoDelayRetries":0,
                   "backoffFunction":null},"sicklyRetryPolicy":null,"guaranteed":false}"#,
                true,
            ),
            (
                r#"{"healthyRetryPolicy":{"numRetries":"9","minDelayTarget":5,"maxDelayTarget":20,
                   "backoffFunction":"linear"}}"#,
                true,
            ),
            (r#"{"healthyRetryPolicy":{"minDelayTarget":5,"numRetries":8}}"#, false),
            (r#"{"healthyRetryPolicy":{"minDelayTarget":5}}"#, false),
            ("", false),
            ("{", false),
        ] {
            assert_eq!(same(policy, other), expected, "{other}");
        }
    }

    #[test]
    fn zero_is_a_default_of_some_numbers_only() {
        let with = |members: &str| {
            format!(r#"{{"healthyRetryPolicy":{{"numMinDelayRetries":1{members}}}}}"#)
        };
        for (members, expected) in [
            (r#","numRetries":3"#, true),
            (r#","numRetries":0"#, false),
            (r#","minDelayTarget":20"#, true),
            (r#","minDelayTarget":0"#, false),
            (r#","numMaxDelayRetries":0"#, true),
            (r#","numMaxDelayRetries":1"#, false),
            (r#","backoffFunction":"exponential""#, false),
        ] {
            assert_eq!(same(&with(members), &with("")), expected, "{members}");
        }
    }

    #[test]
    fn a_policy_that_says_nothing_is_none() {
        for (one, other, expected) in [
            ("", "{}", true),
            ("", "null", true),
            ("{}", r#"{"guaranteed":false,"healthyRetryPolicy":null}"#, true),
            ("", "", false),
            ("", r#"{"healthyRetryPolicy":{"numRetries":0}}"#, false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
    }
}
