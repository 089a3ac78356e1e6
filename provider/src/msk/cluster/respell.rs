//! What AWS tells, in the words of the state before where it means the same.

use schemas::{Fields, Value};

/// Blocks of which AWS tells what is off in some clusters, and does not in others.
const BLOCKS: &[&str] =
    &["broker_node_group_info", "client_authentication", "logging_info", "open_monitoring"];

pub(super) fn respell(known: &Value, remote: &mut Fields) {
    for name in BLOCKS {
        if let Some(told) = remote.get_mut(*name) {
            // A block in it that nobody configured would be a change.
            let is_strict = *name == "client_authentication";
            *told = in_words_of(known.get(name), told, is_strict);
        }
    }
    let count = remote.get("number_of_broker_nodes").and_then(Value::as_i64).unwrap_or_default();
    for (name, told) in remote.iter_mut().filter(|it| it.0.starts_with("bootstrap_brokers")) {
        let known = known.get(name);
        if let (Some(old), Some(new)) = (known.as_str(), told.as_str())
            && still_true(old, new, count)
        {
            *told = known.clone();
        }
    }
}

/// What is off, and a block that is not there, mean the same at every depth.
fn in_words_of(known: &Value, told: &Value, is_strict: bool) -> Value {
    match (known, told) {
        (Value::List(known), Value::List(told)) if known.len() == 1 && told.len() == 1 => {
            Value::List(vec![in_words_of(&known[0], &told[0], is_strict)])
        }
        (Value::List(old), Value::List(_) | Value::Null)
            if says_nothing(known) && says_nothing(told) =>
        {
            let is_untold = told.elements().is_none_or(<[Value]>::is_empty);
            let keeps = is_strict || is_untold && !old.is_empty();
            if keeps { known.clone() } else { told.clone() }
        }
        (Value::Object(known), Value::Object(told)) => {
            let told = told.iter().map(|(name, told)| {
                let known = known.get(name).unwrap_or(&Value::Null);
                (name.clone(), in_words_of(known, told, is_strict))
            });
            Value::Object(told.collect())
        }
        _ => told.clone(),
    }
}

pub(super) fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(it) => !it,
        Value::String(it) => it.is_empty(),
        Value::List(it) | Value::Set(it) => it.iter().all(says_nothing),
        Value::Object(it) | Value::Map(it) => it.values().all(says_nothing),
        Value::Number(_) | Value::Unknown | Value::Dynamic(_) => false,
    }
}

/// Whether addresses are still those of brokers of the cluster, by the same way in. AWS tells three
/// of many, others at each call.
fn still_true(old: &str, new: &str, count: i64) -> bool {
    let parts = |addresses: &str| -> Option<Vec<(i64, String)>> {
        addresses.split(',').map(parts).collect()
    };
    let (Some(old), Some(new)) = (parts(old), parts(new)) else { return false };
    let place = &new[0].1;
    old.len() == new.len() && old.iter().all(|(number, it)| *number <= count && it == place)
}

/// `b-12.orders.abc.c2.kafka…:9094` as its number, and all but the number.
fn parts(address: &str) -> Option<(i64, String)> {
    let rest = address.strip_prefix("b-")?;
    let end = rest.find(|it: char| !it.is_ascii_digit())?;
    Some((rest[..end].parse().ok()?, rest[end..].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brokers_stay_as_long_as_the_cluster_has_them() {
        let old = "b-1.o.c2:9094,b-2.o.c2:9094,b-3.o.c2:9094";
        let new = "b-4.o.c2:9094,b-5.o.c2:9094,b-6.o.c2:9094";
        assert!(still_true(old, new, 6));
        assert!(!still_true(new, old, 3), "three brokers are gone");
        assert!(!still_true(old, &new.replace("9094", "9092"), 6), "another way in");
        assert!(!still_true(old, &new.replace(".o.", ".p."), 6), "another cluster");
        assert!(!still_true(old, "b-4.o.c2:9094", 6));
        assert!(!still_true("", new, 6) && !still_true(old, "", 6));
    }

    #[test]
    fn off_is_none_at_every_depth() {
        let object = |fields: &[(&str, Value)]| {
            Value::Object(
                fields.iter().map(|(name, it)| ((*name).to_owned(), it.clone())).collect(),
            )
        };
        let block = |fields: &[(&str, Value)]| Value::List(vec![object(fields)]);
        let off = block(&[("enabled", false.into())]);
        let on = block(&[("enabled", true.into())]);
        let none = Value::List(Vec::new());
        let known = block(&[("s3", none.clone()), ("firehose", off.clone())]);
        let told = block(&[("s3", off.clone()), ("firehose", none)]);
        assert_eq!(in_words_of(&known, &told, true), known);
        let half = block(&[("s3", off.clone()), ("firehose", off.clone())]);
        assert_eq!(in_words_of(&known, &told, false), half);
        let told = block(&[("s3", on), ("firehose", off)]);
        assert_eq!(in_words_of(&known, &told, true), told);
        assert_eq!(in_words_of(&Value::Unknown, &told, true), told);
    }
}
