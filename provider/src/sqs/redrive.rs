//! The JSON of redrive policies.

use schemas::check::{Outcome, json_like};
use schemas::json;
use serde_json::Value as Json;

use crate::arn;
use crate::checks::number;

/// A redrive policy or a redrive allow policy.
#[derive(Debug, Clone, Default)]
pub(crate) struct Redrive(pub(crate) String);

impl Redrive {
    /// Whether it says nothing, so that it is as good as none.
    pub(super) fn is_nothing(&self) -> bool {
        read(&self.0).is_ok_and(|it| canonical(it).is_null())
    }

    /// The text as SQS is to have it: empty where it says nothing.
    pub(super) fn to_api(policy: Option<&Redrive>) -> String {
        policy.filter(|it| !it.is_nothing()).map(|it| it.0.clone()).unwrap_or_default()
    }
}

schemas::text!(Redrive, Some(json::compact), same, json_like("", |text| read(text).map(|_| ())));

/// Null is an empty text, which is no policy.
fn read(text: &str) -> Result<Json, String> {
    match text {
        "" => Ok(Json::Null),
        text => serde_json::from_str(text).map_err(|it| format!("is not valid JSON: {it}")),
    }
}

/// Whether two policies mean the same: SQS takes the count as a number and as a text, gives the
/// queues in any order, and leaves out what is null. An object without members is no policy. Where
/// both texts are empty it is SQS that says what there is.
fn same(one: &str, other: &str) -> bool {
    match (read(one), read(other)) {
        _ if one.is_empty() && other.is_empty() => false,
        (Ok(one), Ok(other)) => canonical(one) == canonical(other),
        _ => false,
    }
}

fn canonical(mut policy: Json) -> Json {
    let Some(entries) = policy.as_object_mut() else {
        return policy;
    };
    entries.retain(|_, value| !value.is_null());
    if entries.is_empty() {
        return Json::Null;
    }
    if let Some(count) = entries.get_mut("maxReceiveCount")
        && let Some(Ok(number)) = count.as_str().map(str::parse::<u64>)
    {
        *count = number.into();
    }
    if let Some(Json::Array(queues)) = entries.get_mut("sourceQueueArns") {
        queues.sort_by_key(Json::to_string);
        queues.dedup();
    }
    policy
}

/// The members of a redrive policy.
pub(super) const MEMBERS: &[&str] = &["deadLetterTargetArn", "maxReceiveCount"];

/// What SQS refuses of a redrive policy. One that says nothing is none.
pub(super) fn check_policy(text: &str) -> Outcome {
    let policy = read(text).unwrap_or_default();
    let Some(entries) = policy.as_object().filter(|it| !it.is_empty()) else {
        return Ok(());
    };
    match entries.get("deadLetterTargetArn") {
        None => {
            return Err(
                "lacks `deadLetterTargetArn`: add the ARN of the dead-letter queue".to_owned()
            );
        }
        Some(Json::String(target)) if is_queue(target) => {}
        Some(target) => {
            return Err(format!(
                "must have the ARN of a queue as `deadLetterTargetArn`, not {target}"
            ));
        }
    }
    let Some(count) = entries.get("maxReceiveCount") else {
        return Err("lacks `maxReceiveCount`: add a number of 1 to 1000".to_owned());
    };
    match number(count) {
        Some(1..) => Ok(()),
        _ => Err(format!("must have a `maxReceiveCount` of 1 to 1000, not {count}")),
    }
}

/// The members of a redrive allow policy.
pub(super) const ALLOW_MEMBERS: &[&str] = &["redrivePermission", "sourceQueueArns"];

/// The same of a redrive allow policy.
pub(super) fn check_allow_policy(text: &str) -> Outcome {
    let policy = read(text).unwrap_or_default();
    let Some(entries) = policy.as_object().filter(|it| !it.is_empty()) else {
        return Ok(());
    };
    let queues = match entries.get("sourceQueueArns") {
        None | Some(Json::Null) => &Vec::new(),
        Some(Json::Array(queues)) => queues,
        Some(_) => return Err("must have a list as `sourceQueueArns`".to_owned()),
    };
    if let Some(other) = queues.iter().find(|it| !it.as_str().is_some_and(is_queue)) {
        return Err(format!("must have the ARNs of queues as `sourceQueueArns`, not {other}"));
    }
    match entries.get("redrivePermission").and_then(Json::as_str) {
        Some("allowAll" | "denyAll") if !queues.is_empty() => {
            Err("must not have `sourceQueueArns` unless `redrivePermission` is byQueue".to_owned())
        }
        Some("allowAll" | "denyAll" | "byQueue") => Ok(()),
        _ => Err("must have a `redrivePermission` of allowAll, denyAll or byQueue".to_owned()),
    }
}

fn is_queue(text: &str) -> bool {
    matches!(arn::parts(text), Some([_, "sqs", ..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (one, other, expected) in [
            (r#"{"a":1,"b":2}"#, "{ \"b\": 2,\n\"a\": 1 }", true),
            (r#"{"maxReceiveCount":4}"#, r#"{"maxReceiveCount":"4"}"#, true),
            (r#"{"maxReceiveCount":4}"#, r#"{"maxReceiveCount":"5"}"#, false),
            (r#"{"sourceQueueArns":["a","b"]}"#, r#"{"sourceQueueArns":["b","a"]}"#, true),
            (r#"{"sourceQueueArns":["a"]}"#, r#"{"sourceQueueArns":["a","b"]}"#, false),
            (
                r#"{"redrivePermission":"denyAll","sourceQueueArns":null}"#,
                r#"{"redrivePermission":"denyAll"}"#,
                true,
            ),
            (r#"{"redrivePermission":"denyAll"}"#, r#"{"redrivePermission":"allowAll"}"#, false),
            ("", r#"{"maxReceiveCount":4}"#, false),
            ("", "{}", true),
            ("null", "{ }", true),
            ("{}", r#"{"sourceQueueArns":null}"#, true),
            ("", "", false),
            ("{", "{", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
        assert_eq!(Redrive("{".to_owned()), Redrive("{".to_owned()));
    }

    #[test]
    fn what_says_nothing_is_not_sent() {
        let sent = |text: &str| Redrive::to_api(Some(&Redrive(text.to_owned())));
        for text in ["", "{}", "null", r#"{"sourceQueueArns":null}"#] {
            assert_eq!(sent(text), "", "{text}");
        }
        let policy = r#"{"redrivePermission":"denyAll"}"#;
        assert_eq!(sent(policy), policy);
    }

    #[test]
    fn only_json_can_be_read() {
        for (text, is_fine) in
            [("", true), ("2", true), ("{}", true), ("nope", false), (" ", false)]
        {
            assert_eq!(read(text).is_ok(), is_fine, "{text}");
        }
    }

    #[test]
    fn policies() {
        for (policy, is_fine) in [
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":4}"#,
                true,
            ),
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":"1000"}"#,
                true,
            ),
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":4,"Extra":"1"}"#,
                true,
            ),
            (r#"{"deadLetterTargetArn":"orders-dead","maxReceiveCount":4}"#, false),
            ("", true),
            ("2", true),
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":0}"#,
                false,
            ),
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":1001}"#,
                true,
            ),
            (
                r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":"many"}"#,
                false,
            ),
            (r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead"}"#, false),
            (r#"{"maxReceiveCount":4}"#, false),
        ] {
            assert_eq!(check_policy(policy).is_ok(), is_fine, "{policy}");
        }
    }

    #[test]
    fn allow_policies() {
        let by_queue = |count: usize| {
            let arns = vec!["arn:aws:sqs:us-east-1:123456789012:orders"; count];
            serde_json::json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns })
                .to_string()
        };
        for (policy, is_fine) in [
            (r#"{"redrivePermission":"allowAll"}"#, true),
            (r#"{"redrivePermission":"denyAll","sourceQueueArns":null}"#, true),
            (by_queue(10).as_str(), true),
            ("", true),
            ("2", true),
            (by_queue(11).as_str(), true),
            (r#"{"redrivePermission":"byQueue","sourceQueueArns":["orders"]}"#, false),
            (
                r#"{"redrivePermission":"denyAll","sourceQueueArns":["arn:aws:sqs:us-east-1:123456789012:orders"]}"#,
                false,
            ),
            (r#"{"redrivePermission":"someQueues"}"#, false),
            (r#"{"sourceQueueArns":["arn:aws:sqs:us-east-1:123456789012:orders"]}"#, false),
        ] {
            assert_eq!(check_allow_policy(policy).is_ok(), is_fine, "{policy}");
        }
    }
}
