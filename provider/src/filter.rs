//! Whether a message passes a filter policy, as the Amazon SNS Developer Guide describes it.

use ipnet::IpNet;
use serde_json::{Map, Value as Json};

use crate::wildcard;

type Object = Map<String, Json>;

/// Whether a message has what each key of a policy asks for. The error says what is no policy.
pub(crate) fn matches(policy: &Object, message: &Object) -> Result<bool, String> {
    for (key, rule) in policy {
        let matches = match rule {
            Json::Array(policies) if key == "$or" && policies.iter().all(Json::is_object) => {
                let mut any = false;
                for policy in policies.iter().filter_map(Json::as_object) {
                    any |= self::matches(policy, message)?;
                }
                any
            }
            Json::Array(conditions) => any(conditions, message.get(key), key)?,
            Json::Object(inner) => nested(inner, message.get(key))?,
            _ => return Err(format!("`{key}` must be a list of values")),
        };
        if !matches {
            return Ok(false);
        }
    }
    Ok(true)
}

/// What a policy asks of an object in the body; of a list of objects, one is enough.
fn nested(policy: &Object, value: Option<&Json>) -> Result<bool, String> {
    match value {
        Some(Json::Array(elements)) => {
            let mut any = false;
            for element in elements {
                any |= nested(policy, Some(element))?;
            }
            Ok(any)
        }
        Some(Json::Object(object)) => matches(policy, object),
        // What is asked for may be that something is not there.
        _ => matches(policy, &Object::new()),
    }
}

fn any(conditions: &[Json], value: Option<&Json>, key: &str) -> Result<bool, String> {
    let mut any = false;
    for condition in conditions {
        any |= is_met(condition, value).ok_or_else(|| format!("`{key}` has {condition}"))?;
    }
    Ok(any)
}

/// Whether one condition is met. `None` if it is none.
fn is_met(condition: &Json, value: Option<&Json>) -> Option<bool> {
    if let Json::Object(operator) = condition {
        let (name, operand) = operator.iter().next().filter(|_| operator.len() == 1)?;
        if name == "exists" {
            return Some(operand.as_bool()? == value.is_some());
        }
        // Checked before the message is looked at: what is no condition is always told.
        compare(name, operand, &Json::Null)?;
    }
    let values = match value {
        None => return Some(false),
        Some(Json::Array(elements)) => elements.iter().collect(),
        Some(one) => vec![one],
    };
    let mut any = false;
    for value in values {
        any |= match condition {
            Json::Object(operator) => {
                let (name, operand) = operator.iter().next()?;
                compare(name, operand, value)?
            }
            Json::Array(_) => return None,
            plain => is_same(plain, value),
        };
    }
    Some(any)
}

fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one.as_f64() == other.as_f64(),
        (one, other) => one == other,
    }
}

fn compare(name: &str, operand: &Json, value: &Json) -> Option<bool> {
    let text = value.as_str();
    Some(match name {
        "prefix" => {
            let prefix = operand.as_str()?;
            text.is_some_and(|it| it.starts_with(prefix))
        }
        "suffix" => {
            let suffix = operand.as_str()?;
            text.is_some_and(|it| it.ends_with(suffix))
        }
        "equals-ignore-case" => {
            let word = operand.as_str()?.to_lowercase();
            text.is_some_and(|it| it.to_lowercase() == word)
        }
        "wildcard" => {
            let pattern = operand.as_str()?;
            text.is_some_and(|it| wildcard::matches_stars(pattern, it))
        }
        "cidr" => {
            let network: IpNet = operand.as_str()?.parse().ok()?;
            let address = text.and_then(|it| it.parse::<std::net::IpAddr>().ok());
            address.is_some_and(|it| network.contains(&it))
        }
        "numeric" => numeric(operand.as_array()?, value.as_f64())?,
        "anything-but" => !match operand {
            Json::Object(inner) => {
                let (name, operand) = inner.iter().next().filter(|_| inner.len() == 1)?;
                compare(name, operand, value)?
            }
            Json::Array(words) => words.iter().any(|it| is_same(it, value)),
            word => is_same(word, value),
        },
        _ => return None,
    })
}

fn numeric(terms: &[Json], number: Option<f64>) -> Option<bool> {
    if terms.is_empty() || !terms.len().is_multiple_of(2) {
        return None;
    }
    let mut all = number.is_some();
    for term in terms.chunks(2) {
        let (operator, limit) = (term[0].as_str()?, term[1].as_f64()?);
        let holds: fn(f64, f64) -> bool = match operator {
            "=" => |one, other| one == other,
            "<" => |one, other| one < other,
            "<=" => |one, other| one <= other,
            ">" => |one, other| one > other,
            ">=" => |one, other| one >= other,
            _ => return None,
        };
        all &= number.is_some_and(|it| holds(it, limit));
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_passed(policy: &str, message: &str) -> Result<bool, String> {
        let object = |text: &str| serde_json::from_str::<Object>(text).unwrap();
        matches(&object(policy), &object(message))
    }

    /// Cases of the pages about filter policies in the Amazon SNS Developer Guide.
    #[test]
    fn messages_pass_as_documented() {
        for (policy, message, expected) in [
            ("{}", r#"{"kind":"created"}"#, true),
            (r#"{"kind":["created","paid"]}"#, r#"{"kind":"paid"}"#, true),
            (r#"{"kind":["created"]}"#, r#"{"kind":"Created"}"#, false),
            (r#"{"kind":["created"]}"#, r#"{"type":"created"}"#, false),
            // All keys, any value.
            (r#"{"kind":["created"],"shop":["a","b"]}"#, r#"{"kind":"created","shop":"b"}"#, true),
            (r#"{"kind":["created"],"shop":["a","b"]}"#, r#"{"kind":"created","shop":"c"}"#, false),
            // One of a list.
            (r#"{"interests":["rugby"]}"#, r#"{"interests":["rugby","tennis"]}"#, true),
            (r#"{"interests":["rugby"]}"#, r#"{"interests":["tennis"]}"#, false),
            (r#"{"interests":["rugby"]}"#, r#"{"interests":[]}"#, false),
            // Anything but.
            (
                r#"{"interest":[{"anything-but":["rugby","tennis"]}]}"#,
                r#"{"interest":"baseball"}"#,
                true,
            ),
            (
                r#"{"interest":[{"anything-but":["rugby","tennis"]}]}"#,
                r#"{"interest":"rugby"}"#,
                false,
            ),
            (
                r#"{"interest":[{"anything-but":["rugby","tennis"]}]}"#,
                r#"{"interest":["rugby","baseball"]}"#,
                true,
            ),
            (
                r#"{"interest":[{"anything-but":["rugby","tennis"]}]}"#,
                r#"{"interest":["rugby"]}"#,
                false,
            ),
            (r#"{"interest":[{"anything-but":"rugby"}]}"#, r#"{}"#, false),
            (
                r#"{"event":[{"anything-but":{"prefix":"order-"}}]}"#,
                r#"{"event":"data-entry"}"#,
                true,
            ),
            (
                r#"{"event":[{"anything-but":{"prefix":"order-"}}]}"#,
                r#"{"event":"order-cancelled"}"#,
                false,
            ),
            (r#"{"price":[{"anything-but":[100,500]}]}"#, r#"{"price":101}"#, true),
            (r#"{"price":[{"anything-but":[100,500]}]}"#, r#"{"price":100.0}"#, false),
            // Texts.
            (r#"{"interest":[{"equals-ignore-case":"tennis"}]}"#, r#"{"interest":"TENNIS"}"#, true),
            (r#"{"ip":[{"cidr":"10.0.0.0/24"}]}"#, r#"{"ip":"10.0.0.255"}"#, true),
            (r#"{"ip":[{"cidr":"10.0.0.0/24"}]}"#, r#"{"ip":"10.1.1.0"}"#, false),
            (r#"{"interest":[{"prefix":"bas"}]}"#, r#"{"interest":"baseball"}"#, true),
            (r#"{"interest":[{"prefix":"bas"}]}"#, r#"{"interest":"rugby"}"#, false),
            (r#"{"interest":[{"suffix":"ball"}]}"#, r#"{"interest":"baseball"}"#, true),
            (r#"{"interest":[{"suffix":"ball"}]}"#, r#"{"interest":"rugby"}"#, false),
            (
                r#"{"interest":[{"wildcard":"*ball*game"}]}"#,
                r#"{"interest":"baseball game"}"#,
                true,
            ),
            (r#"{"interest":[{"wildcard":"base?all"}]}"#, r#"{"interest":"baseball"}"#, false),
            // Numbers.
            (r#"{"price":[{"numeric":["=",301.5]}]}"#, r#"{"price":301.5}"#, true),
            (r#"{"price":[{"numeric":["=",301.5]}]}"#, r#"{"price":3015e-1}"#, true),
            (r#"{"price":[{"numeric":[">",0,"<=",150]}]}"#, r#"{"price":150}"#, true),
            (r#"{"price":[{"numeric":[">",0,"<=",150]}]}"#, r#"{"price":0}"#, false),
            (r#"{"price":[{"numeric":["<",10]}]}"#, r#"{"price":"5"}"#, false),
            (r#"{"price":[100]}"#, r#"{"price":100.0}"#, true),
            (r#"{"price":[100]}"#, r#"{"price":"100"}"#, false),
            // What is there, and what is not.
            (r#"{"store":[{"exists":true}]}"#, r#"{"store":"fans"}"#, true),
            (r#"{"store":[{"exists":true}]}"#, r#"{"shop":"fans"}"#, false),
            (r#"{"store":[{"exists":false}]}"#, r#"{"shop":"fans"}"#, true),
            (r#"{"store":[{"exists":false}]}"#, r#"{"store":"fans"}"#, false),
            // Alternatives.
            (
                r#"{"source":["web"],"$or":[{"kind":["a"]},{"size":[1]}]}"#,
                r#"{"source":"web","size":1}"#,
                true,
            ),
            (
                r#"{"source":["web"],"$or":[{"kind":["a"]},{"size":[1]}]}"#,
                r#"{"source":"web","size":2}"#,
                false,
            ),
            // Bodies.
            (r#"{"order":{"state":["paid"]}}"#, r#"{"order":{"state":"paid"}}"#, true),
            (r#"{"order":{"state":["paid"]}}"#, r#"{"order":{"state":"new"}}"#, false),
            (r#"{"order":{"state":[{"exists":false}]}}"#, r#"{}"#, true),
            (r#"{"items":{"id":["a"]}}"#, r#"{"items":[{"id":"b"},{"id":"a"}]}"#, true),
            (r#"{"paid":[true],"note":[null]}"#, r#"{"paid":true,"note":null}"#, true),
        ] {
            assert_eq!(is_passed(policy, message), Ok(expected), "{policy} {message}");
        }
    }

    #[test]
    fn what_is_no_policy_is_told() {
        for policy in [
            r#"{"kind":"created"}"#,
            r#"{"kind":[["created"]]}"#,
            r#"{"kind":[{"starts-with":"c"}]}"#,
            r#"{"kind":[{"prefix":1}]}"#,
            r#"{"size":[{"numeric":["<"]}]}"#,
        ] {
            let error = is_passed(policy, r#"{"kind":"created","size":1}"#).unwrap_err();
            assert!(error.contains('`'), "{policy}: {error}");
        }
    }
}
