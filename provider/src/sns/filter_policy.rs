//! The filter policies of subscriptions.

mod expression;

use std::collections::BTreeSet;

use schemas::Value;
use serde_json::{Map, Value as Json};

use self::expression::Wrong;
use crate::checks::{check, json};
use crate::prelude::{Check, Class, Finding};

/// Names that a policy may have; of what is nested, the outermost count.
const MOST_KEYS: usize = 5;

/// Combinations of values that a policy may ask for.
const MOST_COMBINATIONS: usize = 150;

const SOURCE: &str =
    "https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html";
const ATTRIBUTE: &str = "filter_policy";

/// The checks of a filter policy. SNS's own words are in what is said.
pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Invariant,
            "Invalid filter policy",
            ATTRIBUTE,
            "Values that are no lists, operands of another type than their operator's, ranges without \
             members, and objects in a policy for message attributes.",
            SOURCE,
            |config| problems(config, Problem::is_of_grammar),
        ),
        check(
            Class::Limit,
            "Unknown filter operator",
            ATTRIBUTE,
            "Operators that the documentation of SNS does not list.",
            SOURCE,
            |config| problems(config, |it| !it.is_of_grammar()),
        ),
        check(
            Class::Limit,
            "Filter policy beyond quotas",
            ATTRIBUTE,
            "More than 5 keys, or more than 150 combinations of values.",
            SOURCE,
            quotas,
        ),
    ]
}

/// The policy of a configuration, where it is known and an object.
fn policy(config: &Value) -> Option<Map<String, Json>> {
    match json(config, ATTRIBUTE)? {
        Json::Object(keys) => Some(keys),
        _ => None,
    }
}

fn wrong(detail: String) -> Finding {
    Finding::at(ATTRIBUTE, detail)
}

fn problems(config: &Value, is_wanted: impl Fn(&Problem) -> bool) -> Vec<Finding> {
    let keys = match json(config, ATTRIBUTE) {
        Some(Json::Object(keys)) => keys,
        None | Some(Json::Null) => return Vec::new(),
        Some(_) => {
            let problem = Problem::Grammar("`filter_policy` must be a JSON object.".to_owned());
            return Some(problem).filter(is_wanted).map(Problem::finding).into_iter().collect();
        }
    };
    let may_nest = match config.get("filter_policy_scope") {
        Value::Null => false,
        scope => scope.as_str() != Some("MessageAttributes"),
    };
    let mut found = Vec::new();
    visit(&keys, "", may_nest, &mut found);
    found.into_iter().filter(is_wanted).map(Problem::finding).collect()
}

/// What SNS refuses of a filter policy whatever else there is.
enum Problem {
    Grammar(String),
    Operator(String),
}

impl Problem {
    fn is_of_grammar(&self) -> bool {
        matches!(self, Problem::Grammar(_))
    }

    fn finding(self) -> Finding {
        let (Problem::Grammar(detail) | Problem::Operator(detail)) = self;
        wrong(detail)
    }
}

fn quotas(config: &Value) -> Vec<Finding> {
    let Some(keys) = policy(config) else { return Vec::new() };
    let mut found = Vec::new();
    let mut counted = BTreeSet::new();
    count(&keys, &mut counted);
    if counted.len() > MOST_KEYS {
        found.push(wrong(format!(
            "It has {} keys: Filter policy can not have more than {MOST_KEYS} keys.",
            counted.len()
        )));
    }
    let combinations = combinations(&keys, 1);
    if combinations > MOST_COMBINATIONS {
        found.push(wrong(format!(
            "It has {combinations} combinations of values, more than {MOST_COMBINATIONS}: Filter \
             policy is too complex. The count is the product of the numbers of values, each \
             multiplied by its nesting level."
        )));
    }
    found
}

fn visit(keys: &Map<String, Json>, within: &str, may_nest: bool, found: &mut Vec<Problem>) {
    for (key, rule) in keys {
        let name = format!("{within}{key}");
        let grammar = |detail: String| Problem::Grammar(detail);
        match rule {
            Json::Array(conditions) if conditions.is_empty() => found.push(grammar(format!(
                "`{name}` has an empty list, which matches no message. Empty arrays are not \
                 allowed."
            ))),
            Json::Array(policies) if key == "$or" => {
                for policy in policies {
                    match policy {
                        Json::Object(policy) => visit(policy, within, may_nest, found),
                        other => found.push(grammar(format!(
                            "`$or` must be a list of objects: {other} is none."
                        ))),
                    }
                }
            }
            Json::Array(conditions) => {
                for condition in conditions {
                    match expression::check(condition) {
                        Ok(()) => {}
                        Err(Wrong::Grammar(it)) => {
                            found.push(grammar(format!("`{name}`: {it}.")));
                        }
                        Err(Wrong::Operator(it)) => {
                            found.push(Problem::Operator(format!("`{name}`: {it}.")));
                        }
                    }
                }
            }
            Json::Object(inner) if may_nest => {
                visit(inner, &format!("{name}."), may_nest, found);
            }
            Json::Object(_) => found.push(grammar(format!(
                "`{name}` is an object, which SNS accepts only with `filter_policy_scope = \
                 \"MessageBody\"`: Filter policy scope MessageAttributes does not support nested \
                 filter policy."
            ))),
            one => found.push(grammar(format!("`{name}` must be a list: write [{one}]."))),
        }
    }
}

/// The policies of which one has to hold, if these are some.
fn alternatives<'a>(key: &str, rule: &'a Json) -> Option<Vec<&'a Map<String, Json>>> {
    match rule {
        Json::Array(policies) if key == "$or" => policies.iter().map(Json::as_object).collect(),
        _ => None,
    }
}

/// Collects the names that count.
fn count<'a>(keys: &'a Map<String, Json>, counted: &mut BTreeSet<&'a str>) {
    for (key, rule) in keys {
        match alternatives(key, rule) {
            Some(policies) => policies.into_iter().for_each(|it| count(it, counted)),
            None => {
                counted.insert(key);
            }
        }
    }
}

fn combinations(keys: &Map<String, Json>, level: usize) -> usize {
    let of_rule = |key: &str, rule: &Json| match (alternatives(key, rule), rule) {
        (Some(policies), _) => policies
            .into_iter()
            .fold(0_usize, |sum, it| sum.saturating_add(combinations(it, level))),
        (None, Json::Object(inner)) => combinations(inner, level + 1),
        (None, Json::Array(values)) => values.len().saturating_mul(level),
        _ => 1,
    };
    keys.iter().fold(1, |product, (key, rule)| product.saturating_mul(of_rule(key, rule)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn found(policy: &str, scope: Value) -> Vec<Finding> {
        let entries = [("filter_policy", policy.into()), ("filter_policy_scope", scope)];
        let entries = entries.map(|(name, it): (_, Value)| (name.to_owned(), it));
        let config = Value::Object(BTreeMap::from(entries));
        let mut found = problems(&config, |_| true);
        found.extend(quotas(&config));
        found
    }

    #[test]
    fn what_sns_refuses() {
        for (policy, expected) in [
            (r#"{"kind":["created",{"prefix":"x"},{"numeric":[">",1]}]}"#, ""),
            (r#"{"$or":[{"a":["x"]},{"b":[{"exists":true}]}]}"#, ""),
            ("{}", ""),
            ("null", ""),
            ("", ""),
            ("{", ""),
            (r#"{"kind":"created"}"#, "`kind` must be a list: write [\"created\"]."),
            (r#"{"$or":[{"a":1}]}"#, "`a` must be a list: write [1]."),
            (
                r#"{"kind":[]}"#,
                "`kind` has an empty list, which matches no message. Empty arrays are not allowed.",
            ),
            (
                r#"{"kind":[{"starts-with":"x"}]}"#,
                "`kind`: Unrecognized match type starts-with. SNS knows anything-but, cidr, \
                 equals-ignore-case, exists, numeric, prefix, suffix, wildcard.",
            ),
            ("[]", "`filter_policy` must be a JSON object."),
        ] {
            let found = found(policy, Value::Null);
            let details: Vec<_> = found.iter().map(|it| it.detail.as_str()).collect();
            assert_eq!(details.join(" "), expected, "{policy}");
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
    fn a_policy_has_five_keys_at_most() {
        let is_fine = |policy: &str| found(policy, "MessageBody".into()).is_empty();
        assert!(is_fine(r#"{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"]}"#));
        assert!(!is_fine(r#"{"a":["1"],"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}"#));
        // What is nested, and what alternatives share, does not count again.
        assert!(is_fine(r#"{"a":{"b":["1"],"c":["1"],"d":["1"],"e":["1"],"f":["1"]}}"#));
        assert!(is_fine(
            r#"{"$or":[{"a":["1"]},{"a":["2"]}],"b":["1"],"c":["1"],"d":["1"],"e":["1"]}"#
        ));
        let six = r#"{"$or":[{"a":["1"]},{"f":["2"]}],"b":["1"],"c":["1"],"d":["1"],"e":["1"]}"#;
        let details = found(six, Value::Null).remove(0).detail;
        assert_eq!(details, "It has 6 keys: Filter policy can not have more than 5 keys.");
    }

    #[test]
    fn a_policy_has_150_combinations_at_most() {
        let list = |count: usize| serde_json::json!(vec!["x"; count]).to_string();
        let is_fine = |policy: &str| found(policy, "MessageBody".into()).is_empty();
        assert!(is_fine(&format!(r#"{{"a":{}}}"#, list(150))));
        assert!(!is_fine(&format!(r#"{{"a":{}}}"#, list(151))));
        assert!(is_fine(&format!(r#"{{"a":{{"b":{}}}}}"#, list(75))));
        assert!(!is_fine(&format!(r#"{{"a":{{"b":{}}}}}"#, list(76))));
        assert!(!is_fine(&format!(r#"{{"a":{},"b":{}}}"#, list(2), list(76))));
        let or = |one, two| format!(r#"{{"$or":[{{"a":{}}},{{"b":{}}}]}}"#, list(one), list(two));
        assert!(is_fine(&or(100, 50)) && !is_fine(&or(100, 51)));
        let deep =
            r#"{"a":{"b":{"c":["1","2","3","4"]}},"d":{"e":["1","2","3"]},"f":["1","2","3"]}"#;
        assert!(found(deep, "MessageBody".into())[0].detail.contains("216 combinations"));
    }
}
