//! What a known value has to satisfy, said once for the check and for the documentation.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::json::number_text;
use crate::{Number, Value};

/// Nothing, or what is wrong with the value: lower case, no full stop, no name of the attribute.
pub type Outcome = Result<(), String>;

/// A condition on one value.
#[derive(Clone)]
pub struct Check {
    /// The condition as a sentence of the documentation; empty where there is nothing to say.
    pub docs: String,
    /// The condition is on each element of the value rather than on the whole.
    pub of_elements: bool,
    test: Arc<dyn Fn(&Value) -> Outcome + Send + Sync>,
    summary: Summary,
}

/// One line on a refused value, of the attribute's name and the value as text.
type Summary = Arc<dyn Fn(&str, &str) -> String + Send + Sync>;

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Check").field(&self.docs).finish()
    }
}

impl Check {
    pub fn new(
        docs: impl Into<String>,
        test: impl Fn(&Value) -> Outcome + Send + Sync + 'static,
    ) -> Check {
        let summary = Arc::new(|name: &str, _: &str| format!("invalid value for {name}"));
        Check { docs: docs.into(), of_elements: false, test: Arc::new(test), summary }
    }

    /// Says in one line that a value was refused. Where the provider that a type comes from has
    /// such a line, it is the same: pipelines look for it.
    #[must_use]
    pub fn says(mut self, summary: impl Fn(&str, &str) -> String + Send + Sync + 'static) -> Check {
        self.summary = Arc::new(summary);
        self
    }

    /// The one line on a value that this check refused.
    pub fn summary(&self, name: &str, value: &str) -> String {
        (self.summary)(name, value)
    }

    /// Tests a value that is neither null nor unknown.
    pub fn test(&self, value: &Value) -> Outcome {
        (self.test)(value)
    }
}

/// A text of so many characters.
pub fn length(min: usize, max: usize) -> Check {
    Check::new(format!("{min} to {max} characters."), move |value| {
        let length = value.as_str().map_or(0, |it| it.chars().count());
        match (min..=max).contains(&length) {
            true => Ok(()),
            false => Err(format!("must be {min} to {max} characters long, not {length}")),
        }
    })
    .says(move |name, value| {
        format!("expected length of {name} to be in the range ({min} - {max}), got {value}")
    })
}

/// One of the strings given.
pub fn one_of(values: &'static [&'static str]) -> Check {
    let written = |it: &&str| if it.is_empty() { "`\"\"`".to_owned() } else { format!("`{it}`") };
    let listed: Vec<_> = values.iter().map(written).collect();
    let docs = format!("Valid values: {}.", listed.join(", "));
    Check::new(docs, move |value| match value.as_str() {
        Some(text) if values.contains(&text) => Ok(()),
        Some(text) => Err(format!("must be one of {}, not {text:?}", values.join(", "))),
        None => Ok(()),
    })
    .says(|name, value| {
        let quoted: Vec<_> = values.iter().map(|it| format!("{it:?}")).collect();
        format!("expected {name} to be one of [{}], got {value}", quoted.join(" "))
    })
}

/// One of the strings given, in upper or lower case.
pub fn one_of_any_case(values: &'static [&'static str]) -> Check {
    let check = one_of(values);
    let test = move |value: &Value| match value.as_str() {
        Some(text) if values.iter().any(|it| it.eq_ignore_ascii_case(text)) => Ok(()),
        Some(text) => Err(format!("must be one of {}, not {text:?}", values.join(", "))),
        None => Ok(()),
    };
    let docs = format!("{} Case-insensitive.", check.docs);
    Check { docs, test: Arc::new(test), ..check }
}

/// A number within the limits given, both included.
pub fn range(limits: RangeInclusive<i64>) -> Check {
    let (min, max) = limits.into_inner();
    let limits = Number::from(min)..=Number::from(max);
    Check::new(format!("Valid range: {min} to {max}."), move |value| match value {
        Value::Number(it) if !limits.contains(it) => {
            Err(format!("must be {min} to {max}, not {}", number_text(it)))
        }
        _ => Ok(()),
    })
    .says(move |name, value| {
        format!("expected {name} to be in the range ({min} - {max}), got {value}")
    })
}

/// A number of so much or more.
pub fn at_least(min: i64) -> Check {
    let limit = Number::from(min);
    Check::new(format!("Minimum: {min}."), move |value| match value {
        Value::Number(it) if *it < limit => {
            Err(format!("must be {min} or more, not {}", number_text(it)))
        }
        _ => Ok(()),
    })
    .says(move |name, value| format!("expected {name} to be at least ({min}), got {value}"))
}

/// So many elements of a list or a set, or fewer. In a set, an unknown element may turn out to be
/// one that is there already.
pub fn at_most(max: usize) -> Check {
    Check::new(format!("Maximum: {max} elements."), move |value| {
        let count = match value {
            Value::Set(elements) => elements.iter().filter(|it| it.is_wholly_known()).count(),
            other => other.elements().map_or(0, <[Value]>::len),
        };
        match count <= max {
            true => Ok(()),
            false => Err(format!("must have no more than {max} elements, not {count}")),
        }
    })
    .says(|_, _| "Too many list items".to_owned())
}

/// A number without a fraction that its Rust type can hold. Every integer field has this check by
/// itself.
pub(crate) fn whole(held: RangeInclusive<i64>) -> Check {
    let held = Number::from(*held.start())..=Number::from(*held.end());
    Check::new("", move |value| match value {
        Value::Number(it) if !it.is_integer() => {
            Err(format!("must be a whole number, not {}", number_text(it)))
        }
        Value::Number(it) if !held.contains(it) => {
            let (min, max) = (number_text(held.start()), number_text(held.end()));
            Err(format!("must be {min} to {max}"))
        }
        _ => Ok(()),
    })
    .says(|_, _| "Attribute must be a whole number".to_owned())
}

/// Any rule on a text, in the words of the documentation and as a function.
pub fn rule(docs: &'static str, test: fn(&str) -> Outcome) -> Check {
    Check::new(docs, move |value| value.as_str().map_or(Ok(()), test))
}

/// A check on each element of a list, a set or a map.
pub fn each(check: Check) -> Check {
    let summary = Arc::clone(&check.summary);
    let docs = check.docs.clone();
    let each = Check::new(docs, move |value| {
        let elements = match value {
            Value::List(elements) | Value::Set(elements) => elements.iter().collect::<Vec<_>>(),
            Value::Map(entries) => entries.values().collect(),
            _ => Vec::new(),
        };
        let mut known = elements.into_iter().filter(|it| !it.is_null() && !it.is_unknown());
        known.try_for_each(|it| check.test(it))
    });
    Check { summary, of_elements: true, ..each }
}

/// A text that can be read as JSON. An empty one is none.
pub fn json() -> Check {
    json_like("", |text| match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Err(error) if !text.is_empty() => Err(format!("is not valid JSON: {error}")),
        _ => Ok(()),
    })
}

/// A rule on a text that has to be JSON of some kind.
pub fn json_like(docs: &'static str, test: fn(&str) -> Outcome) -> Check {
    rule(docs, test).says(|name, _| format!("{name:?} contains an invalid JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_included() {
        let check = range(0..=900);
        assert_eq!(check.test(&Value::from(900)), Ok(()));
        assert_eq!(check.test(&Value::from(901)), Err("must be 0 to 900, not 901".to_owned()));
        assert!(check.test(&Value::from(-1)).is_err());
        assert_eq!(at_least(1).test(&Value::from(1)), Ok(()));
        assert_eq!(at_least(1).test(&0.into()), Err("must be 1 or more, not 0".to_owned()));
    }

    #[test]
    fn capitals_may_not_count() {
        let values = &["ACTIVEMQ", "RABBITMQ"];
        assert_eq!(one_of_any_case(values).test(&"RabbitMQ".into()), Ok(()));
        assert!(one_of(values).test(&"RabbitMQ".into()).is_err());
        let refused = one_of_any_case(values).test(&"Kafka".into());
        assert_eq!(refused, Err("must be one of ACTIVEMQ, RABBITMQ, not \"Kafka\"".to_owned()));
        let said = one_of_any_case(values).summary("engine_type", "Kafka");
        let expected = "expected engine_type to be one of [\"ACTIVEMQ\" \"RABBITMQ\"], got Kafka";
        assert_eq!(said, expected);
    }

    #[test]
    fn elements_are_counted_once_they_are_known() {
        let list = |count: i64| Value::List((0..count).map(Value::from).collect());
        assert_eq!(at_most(2).test(&list(2)), Ok(()));
        let refused = at_most(2).test(&list(3));
        assert_eq!(refused, Err("must have no more than 2 elements, not 3".to_owned()));
        let unknown = || Value::set([1.into(), 2.into(), Value::Unknown, Value::Unknown]);
        assert_eq!(at_most(2).test(&unknown()), Ok(()));
        assert!(at_most(1).test(&unknown()).is_err());
    }

    #[test]
    fn a_fraction_is_not_whole() {
        let value = Value::Number("1.5".parse().unwrap());
        let refused = Err("must be a whole number, not 1.5".to_owned());
        assert_eq!(whole(i64::MIN..=i64::MAX).test(&value), refused);
    }

    #[test]
    fn a_number_has_to_fit() {
        let number = |text: &str| Value::Number(text.parse().unwrap());
        for (text, fits) in [
            ("9223372036854775807", true),
            ("-9223372036854775808", true),
            ("9223372036854775808", false),
            ("-9223372036854775809", false),
            ("1e400", false),
        ] {
            assert_eq!(whole(i64::MIN..=i64::MAX).test(&number(text)).is_ok(), fits, "{text}");
        }
        assert!(whole(-1..=1).test(&number("2")).is_err());
    }

    #[test]
    fn an_empty_text_is_no_json_and_not_wrong() {
        for (text, is_fine) in [("", true), ("{}", true), (" ", false), ("{not json", false)] {
            assert_eq!(json().test(&text.into()).is_ok(), is_fine, "{text}");
        }
    }
}
