//! The JSON of redrive policies.

use schemas::check::{Outcome, json_like};
use schemas::json;
use serde_json::Value as Json;

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

/// What SQS refuses of a redrive policy whatever else there is.
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
        Some(Json::String(target)) if !target.starts_with("arn:") => {
            return Err(format!(
                "must have the ARN of a queue as `deadLetterTargetArn`, not {target:?}"
            ));
        }
        Some(_) => {}
    }
    let Some(count) = entries.get("maxReceiveCount") else {
        return Err("lacks `maxReceiveCount`: add a number of 1 to 1000".to_owned());
    };
    match count.as_u64().or_else(|| count.as_str()?.parse().ok()) {
        Some(1..=1000) => Ok(()),
        _ => Err(format!("must have a `maxReceiveCount` of 1 to 1000, not {count}")),
    }
}

/// What SQS refuses of a redrive allow policy whatever else there is.
pub(super) fn check_allow_policy(text: &str) -> Outcome {
    let policy = read(text).unwrap_or_default();
    let Some(entries) = policy.as_object().filter(|it| !it.is_empty()) else {
        return Ok(());
    };
    let permission = entries.get("redrivePermission").and_then(Json::as_str);
    let queues = entries.get("sourceQueueArns").and_then(Json::as_array).map_or(0, Vec::len);
    match permission {
        Some("allowAll" | "denyAll") if queues > 0 => {
            Err("must not have `sourceQueueArns` unless `redrivePermission` is byQueue".to_owned())
        }
        Some("allowAll" | "denyAll") => Ok(()),
        Some("byQueue") if queues > 10 => Err(format!(
            "must have 10 `sourceQueueArns` at most, not {queues}: use allowAll for more"
        )),
        Some("byQueue") => Ok(()),
        _ => Err("must have a `redrivePermission` of allowAll, denyAll or byQueue".to_owned()),
    }
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
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":4}"#, true),
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":"1000"}"#, true),
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":4,"Extra":"1"}"#, true),
            (r#"{"deadLetterTargetArn":"orders-dead","maxReceiveCount":4}"#, false),
            ("", true),
            ("2", true),
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":0}"#, false),
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":1001}"#, false),
            (r#"{"deadLetterTargetArn":"arn:a","maxReceiveCount":"many"}"#, false),
            (r#"{"deadLetterTargetArn":"arn:a"}"#, false),
            (r#"{"maxReceiveCount":4}"#, false),
        ] {
            assert_eq!(check_policy(policy).is_ok(), is_fine, "{policy}");
        }
    }

    #[test]
    fn allow_policies() {
        let by_queue = |count: usize| {
            let arns = vec!["arn"; count];
            serde_json::json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns })
                .to_string()
        };
        for (policy, is_fine) in [
            (r#"{"redrivePermission":"allowAll"}"#, true),
            (r#"{"redrivePermission":"denyAll","sourceQueueArns":null}"#, true),
            (by_queue(10).as_str(), true),
            ("", true),
            ("2", true),
            (by_queue(11).as_str(), false),
            (r#"{"redrivePermission":"denyAll","sourceQueueArns":["arn"]}"#, false),
            (r#"{"redrivePermission":"someQueues"}"#, false),
            (r#"{"sourceQueueArns":["arn"]}"#, false),
        ] {
            assert_eq!(check_allow_policy(policy).is_ok(), is_fine, "{policy}");
        }
    }
}
