//! Tags: those of the object, those of every object, and those that are nobody's business here.

use std::collections::BTreeMap;

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
    let all = merged(provider, defaults, configured);
    let has_empty =
        configured.entries().into_iter().flatten().any(|(_, it)| it.as_str() == Some(""));
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
    let none = Tags::new();
    Value::Map(merged(provider, provider.default_tags().unwrap_or(&none), object.get("tags")))
}

/// The tags of every object with the object's own over them. One without a value has an empty one.
fn merged<P: Provider>(provider: &P, defaults: &Tags, own: &Value) -> BTreeMap<String, Value> {
    let text = |it: &str| Value::from(it);
    let mut all: BTreeMap<String, Value> =
        defaults.iter().map(|(key, value)| (key.clone(), text(value))).collect();
    let own = own.entries().into_iter().flatten();
    all.extend(own.map(|(key, value)| (key.clone(), text(value.as_str().unwrap_or_default()))));
    all.retain(|key, _| !provider.ignores_tag(key));
    all
}

/// What is seen of an object's tags: `tags` and `tags_all`. A tag that the provider gives to every
/// object is the object's own only if `reference` says so.
pub(crate) fn seen<P: Provider>(provider: &P, remote: &Value, reference: &Value) -> (Value, Value) {
    let all = visible(provider, remote);
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
pub(crate) fn visible<P: Provider>(provider: &P, remote: &Value) -> BTreeMap<String, Value> {
    let mut all = remote.entries().cloned().unwrap_or_default();
    all.retain(|key, _| !key.starts_with("aws:") && !provider.ignores_tag(key));
    all
}
