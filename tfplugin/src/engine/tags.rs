//! Tags: those of the object, those of every object, and those that are nobody's business here.

use schemas::{Tags, Value};

use crate::{Origin, Provider};

/// Plans `tags_all`: the provider's tags with the object's over them.
pub(crate) fn planned<P: Provider>(
    provider: &P,
    configured: &Value,
    prior: &Value,
    origin: Origin,
) -> Value {
    let Some(defaults) = provider.default_tags() else { return Value::Unknown };
    if !configured.is_wholly_known() {
        return Value::Unknown;
    }
    let mut all: std::collections::BTreeMap<String, Value> =
        defaults.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect();
    let own = configured.entries().cloned().unwrap_or_default();
    let has_empty = own.values().any(|it| it.as_str() == Some(""));
    all.extend(own.into_iter().map(|(key, value)| match value {
        Value::Null => (key, Value::from("")),
        value => (key, value),
    }));
    all.retain(|key, _| !provider.ignores_tag(key));
    let before = prior.get("tags_all");
    if origin == Origin::Sdk {
        // SDKv2 cannot plan an empty map, nor an empty text in one: they stay unknown.
        let is_same = before.entries().is_some_and(|it| *it == all);
        if (prior.is_null() && all.is_empty()) || (has_empty && !is_same) {
            return Value::Unknown;
        }
        if before.is_null() && all.is_empty() {
            return Value::Null;
        }
    }
    Value::Map(all)
}

/// The tags that an object has to have: what was planned, or what can only be known now.
pub(crate) fn wanted<P: Provider>(provider: &P, object: &Value) -> Value {
    if let all @ Value::Map(_) = object.get("tags_all") {
        return all.clone();
    }
    let mut all = provider.default_tags().cloned().unwrap_or_default();
    for (key, value) in object.get("tags").entries().into_iter().flatten() {
        all.insert(key.clone(), value.as_str().unwrap_or_default().to_owned());
    }
    all.retain(|key, _| !provider.ignores_tag(key));
    map(&all)
}

/// What is seen of an object's tags: `tags` and `tags_all`. A tag that the provider gives to every
/// object is the object's own only if `reference` says so.
pub(crate) fn seen<P: Provider>(provider: &P, remote: &Value, reference: &Value) -> (Value, Value) {
    let mut all = remote.entries().cloned().unwrap_or_default();
    all.retain(|key, _| !key.starts_with("aws:") && !provider.ignores_tag(key));
    let mut own = all.clone();
    if let Some(defaults) = provider.default_tags() {
        own.retain(|key, value| {
            let is_default = defaults.get(key).is_some_and(|it| value.as_str() == Some(it));
            !is_default || reference.get(key) == value
        });
    }
    (Value::Map(own), Value::Map(all))
}

/// The tags without those that are nobody's business here.
pub(crate) fn visible<P: Provider>(provider: &P, remote: Value) -> Value {
    match remote {
        Value::Map(mut all) => {
            all.retain(|key, _| !key.starts_with("aws:") && !provider.ignores_tag(key));
            Value::Map(all)
        }
        other => other,
    }
}

fn map(tags: &Tags) -> Value {
    let entries = tags.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str())));
    Value::Map(entries.collect())
}
