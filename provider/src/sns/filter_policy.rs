//! The filter policies of subscriptions.

use schemas::Value;
use serde_json::Value as Json;
use tfplugin::{Diagnostic, path};

/// Conditions that SNS knows. It may learn others, so an unknown one is not wrong for sure.
const CONDITIONS: &[&str] = &[
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
];

/// Looks for what SNS refuses, and for what it hardly knows.
pub(super) fn check(config: &Value) -> Vec<Diagnostic> {
    let Some(text) = config.get("filter_policy").as_str() else { return Vec::new() };
    let Ok(policy) = serde_json::from_str::<Json>(text) else { return Vec::new() };
    let Json::Object(keys) = &policy else {
        return vec![wrong("`filter_policy` must be a JSON object.".to_owned())];
    };
    let may_nest = match config.get("filter_policy_scope") {
        Value::Null => false,
        scope => scope.as_str() != Some("MessageAttributes"),
    };
    let mut found = Vec::new();
    visit(keys, "", may_nest, &mut found);
    found
}

fn wrong(detail: String) -> Diagnostic {
    Diagnostic::error("Invalid filter policy", detail).at(path("filter_policy"))
}

fn visit(
    keys: &serde_json::Map<String, Json>,
    within: &str,
    may_nest: bool,
    found: &mut Vec<Diagnostic>,
) {
    for (key, rule) in keys {
        let name = format!("{within}{key}");
        match rule {
            Json::Array(policies) if key == "$or" => {
                for policy in policies.iter().filter_map(Json::as_object) {
                    visit(policy, within, may_nest, found);
                }
            }
            Json::Array(conditions) if conditions.is_empty() => {
                found.push(wrong(format!("`{name}` has an empty list: no message has its value.")));
            }
            Json::Array(conditions) => {
                let objects = conditions.iter().filter_map(Json::as_object);
                let unknown = objects.flat_map(|it| it.keys()).find(|it| !is_known(it));
                if let Some(unknown) = unknown {
                    let detail = format!(
                        "`{name}` has the condition {unknown:?}, which SNS may refuse. Known are {}.",
                        CONDITIONS.join(", ")
                    );
                    let warning =
                        Diagnostic::warning("Unknown condition in a filter policy", detail);
                    found.push(warning.at(path("filter_policy")));
                }
            }
            Json::Object(inner) if may_nest => {
                visit(inner, &format!("{name}."), may_nest, found);
            }
            Json::Object(_) => found.push(wrong(format!(
                "`{name}` is an object, which SNS takes only with \
                 `filter_policy_scope = \"MessageBody\"`."
            ))),
            one => found.push(wrong(format!("`{name}` must be a list: write [{one}]."))),
        }
    }
}

fn is_known(condition: &str) -> bool {
    CONDITIONS.contains(&condition)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn found(policy: &str, scope: Value) -> Vec<Diagnostic> {
        let entries = [("filter_policy", policy.into()), ("filter_policy_scope", scope)];
        let entries = entries.map(|(name, it): (_, Value)| (name.to_owned(), it));
        check(&Value::Object(BTreeMap::from(entries)))
    }

    #[test]
    fn what_sns_refuses() {
        for (policy, expected) in [
            (r#"{"kind":["created",{"prefix":"x"},{"numeric":[">",1]}]}"#, ""),
            (r#"{"$or":[{"a":["x"]},{"b":[{"exists":true}]}]}"#, ""),
            ("{}", ""),
            ("", ""),
            ("{", ""),
            (r#"{"kind":"created"}"#, "`kind` must be a list: write [\"created\"]."),
            (r#"{"$or":[{"a":1}]}"#, "`a` must be a list: write [1]."),
            (r#"{"kind":[]}"#, "`kind` has an empty list: no message has its value."),
            ("[]", "`filter_policy` must be a JSON object."),
        ] {
            let found = found(policy, Value::Null);
            let details: Vec<_> = found.iter().map(|it| it.detail.as_str()).collect();
            assert_eq!(details.join(" "), expected, "{policy}");
            assert!(found.iter().all(Diagnostic::is_error));
        }
    }

    #[test]
    fn only_bodies_have_levels() {
        let policy = r#"{"order":{"kind":["created"],"size":1}}"#;
        assert_eq!(found(policy, Value::Null).len(), 1);
        assert_eq!(found(policy, "MessageAttributes".into()).len(), 1);
        let details = |scope| found(policy, scope).remove(0).detail;
        let expected = "`order.size` must be a list: write [1].";
        assert_eq!(details("MessageBody".into()), expected);
        assert_eq!(details(Value::Unknown), expected);
    }

    #[test]
    fn a_condition_that_is_not_known_is_a_warning() {
        let found = found(r#"{"kind":[{"starts-with":"x"}]}"#, Value::Null);
        assert_eq!(found.len(), 1);
        assert!(!found[0].is_error() && found[0].detail.contains("\"starts-with\""));
    }
}
