//! The archive policies of topics.

use schemas::check::Outcome;
use schemas::json;
use serde_json::Value as Json;

use crate::checks::number;

/// An archive policy in JSON. SNS takes the days as a number and as a text.
#[derive(Debug, Clone, Default)]
pub(crate) struct ArchivePolicy(pub(crate) String);

schemas::text!(ArchivePolicy, Some(json::compact), same, schemas::check::json());

pub(super) const DAYS: &str = "MessageRetentionPeriod";

fn same(one: &str, other: &str) -> bool {
    json::same(one, other) || canonical(one).is_some_and(|one| canonical(other) == Some(one))
}

/// The policy with its days as a text.
fn canonical(text: &str) -> Option<Json> {
    let mut policy: Json = serde_json::from_str(text).ok()?;
    let days = policy.get_mut(DAYS)?;
    if days.is_number() {
        *days = Json::String(days.to_string());
    }
    Some(policy)
}

/// What SNS refuses of an archive policy. One that says nothing is none.
pub(super) fn check(text: &str) -> Outcome {
    let Ok(Json::Object(policy)) = serde_json::from_str(text) else { return Ok(()) };
    let Some(days) = policy.get(DAYS) else {
        return match policy.is_empty() {
            true => Ok(()),
            false => Err(format!("lacks `{DAYS}`: add a number of days from 1 to 365")),
        };
    };
    if let Some(other) = policy.keys().find(|it| *it != DAYS) {
        return Err(format!("must have nothing but `{DAYS}`, not {other:?}"));
    }
    match number(days) {
        Some(1..) => Ok(()),
        _ => Err(format!("must have a `{DAYS}` of 1 to 365 days, not {days}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbers_or_texts() {
        for (one, other, expected) in [
            (r#"{"MessageRetentionPeriod":14}"#, r#"{ "MessageRetentionPeriod": "14" }"#, true),
            (r#"{"MessageRetentionPeriod":14}"#, r#"{"MessageRetentionPeriod":"15"}"#, false),
            (r#"{"MessageRetentionPeriod":14}"#, "{}", false),
            ("{}", "", true),
            ("", "", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
    }

    #[test]
    fn an_archive_policy_is_a_number_of_days() {
        for (policy, is_fine) in [
            (r#"{"MessageRetentionPeriod":1}"#, true),
            (r#"{"MessageRetentionPeriod":"365"}"#, true),
            ("{}", true),
            ("", true),
            ("2", true),
            (r#"{"MessageRetentionPeriod":0}"#, false),
            (r#"{"MessageRetentionPeriod":7,"Extra":1}"#, false),
            (r#"{"MessageRetentionPeriod":"a year"}"#, false),
            (r#"{"messageRetentionPeriod":1}"#, false),
        ] {
            assert_eq!(check(policy).is_ok(), is_fine, "{policy}");
        }
    }
}
