//! The delivery policies of topics and subscriptions.

use schemas::check::Check;
use schemas::{Equality, Field, Mismatch, Type, Value, json};
use serde_json::Value as Json;

/// A delivery policy in JSON. SNS writes out what a policy leaves out, as null, zero or false.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeliveryPolicy(pub(crate) String);

impl PartialEq for DeliveryPolicy {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || same(&self.0, &other.0)
    }
}

impl Field for DeliveryPolicy {
    const EQUALITY: Equality = Equality { normalize: Some(json::compact), same: Some(same) };

    fn ty() -> Type {
        Type::String
    }

    fn checks() -> Vec<Check> {
        vec![schemas::check::json()]
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(DeliveryPolicy)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

fn same(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}

fn read(text: &str) -> Option<Json> {
    serde_json::from_str(text).ok().map(without_nothing)
}

/// The same without members that say nothing.
fn without_nothing(json: Json) -> Json {
    let says_nothing = |it: &Json| match it {
        Json::Null | Json::Bool(false) => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    };
    match json {
        Json::Object(members) => {
            let members = members.into_iter().filter(|(_, it)| !says_nothing(it));
            Json::Object(members.map(|(name, it)| (name, without_nothing(it))).collect())
        }
        other => other,
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
            (r#"{"healthyRetryPolicy":{"minDelayTarget":5,"numRetries":8}}"#, false),
            (r#"{"healthyRetryPolicy":{"minDelayTarget":5}}"#, false),
            ("", false),
            ("{", false),
        ] {
            assert_eq!(same(policy, other), expected, "{other}");
        }
    }
}
