//! Tags: those of the object, those of every object, and those that are nobody's business here.

use std::collections::BTreeMap;

use schemas::{Tags, Value};

use crate::{Diagnostic, Provider, TypeSystem};

/// Plans `tags_all`: the provider's tags with the object's over them.
pub(crate) fn planned<P: Provider>(
    provider: &P,
    configured: &Value,
    prior: &Value,
    type_system: TypeSystem,
) -> Value {
    let Some(defaults) = provider.default_tags() else { return Value::Unknown };
    if !configured.is_wholly_known() {
        return Value::Unknown;
    }
    let all = merged(defaults, configured);
    if all.keys().any(|key| provider.ignores_tag(key).is_none()) {
        return Value::Unknown;
    }
    let all = without_ignored(provider, all);
    let has_empty =
        configured.entries().into_iter().flatten().any(|(_, it)| it.as_str() == Some(""));
    let before = prior.get("tags_all");
    if type_system == TypeSystem::Legacy {
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

/// The tags with which an object is created: those that are ignored are set as well, once.
/// Only what the API takes from nobody is left out.
pub(crate) fn created<P: Provider>(provider: &P, object: &Value) -> Value {
    let none = Tags::new();
    let mut all = merged(provider.default_tags().unwrap_or(&none), object.get("tags"));
    all.retain(|key, _| !provider.reserves_tag(key));
    Value::Map(all)
}

/// The tags that an object has to have: what was planned, or what can only be known now. An ignored
/// one is neither among those that there were nor among those that will be: nothing becomes of it.
pub(crate) fn wanted<P: Provider>(provider: &P, object: &Value) -> Value {
    let none = Tags::new();
    let all = match object.get("tags_all") {
        Value::Map(all) => all.clone(),
        _ => merged(provider.default_tags().unwrap_or(&none), object.get("tags")),
    };
    Value::Map(without_ignored(provider, all))
}

/// Says what is wrong with tags that are planned, where their keys are known.
pub(crate) fn check<P: Provider>(
    provider: &P,
    type_name: &str,
    configured: &Value,
) -> Option<Diagnostic> {
    if configured.is_unknown() {
        return None;
    }
    let all = merged(provider.default_tags()?, configured);
    provider.check_tags(type_name, &all.keys().map(String::as_str).collect())
}

/// The tags of every object with the object's own over them. One without a value is none.
fn merged(defaults: &Tags, own: &Value) -> BTreeMap<String, Value> {
    let mut all: BTreeMap<String, Value> =
        defaults.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
    let own = own.entries().into_iter().flatten().filter(|(_, it)| !it.is_null());
    all.extend(own.map(|(key, value)| (key.clone(), value.clone())));
    all
}

/// What is seen of an object's tags: `tags` and `tags_all`. `reference` is the object as it was
/// planned, or as it was before.
///
/// A tag that the provider gives to every object is the object's own only if the reference says so.
/// As long as the provider's tags are not known yet, any tag is one of those but the reference's.
pub(crate) fn seen<P: Provider>(provider: &P, remote: &Value, reference: &Value) -> (Value, Value) {
    let all = visible(provider, remote, reference);
    let before = reference.get("tags");
    let mut own = all.clone();
    own.retain(|key, value| match provider.default_tags() {
        Some(defaults) => {
            let is_default = defaults.get(key).is_some_and(|it| value.as_str() == Some(it));
            !is_default || before.get(key) == value
        }
        None => has(before, key),
    });
    (Value::Map(own), Value::Map(all))
}

/// The tags without those that are nobody's business here. Where that is not known yet, only those
/// are seen that the reference has: what is not seen is not removed.
fn visible<P: Provider>(
    provider: &P,
    remote: &Value,
    reference: &Value,
) -> BTreeMap<String, Value> {
    let mut all = remote.entries().cloned().unwrap_or_default();
    all.retain(|key, _| match provider.ignores_tag(key) {
        Some(is_ignored) => !is_ignored,
        None => has(reference.get("tags"), key) || has(reference.get("tags_all"), key),
    });
    all
}

/// The tags without those that are known to be nobody's business here.
pub(crate) fn without_ignored<P: Provider>(
    provider: &P,
    mut tags: BTreeMap<String, Value>,
) -> BTreeMap<String, Value> {
    tags.retain(|key, _| provider.ignores_tag(key) != Some(true));
    tags
}

fn has(tags: &Value, key: &str) -> bool {
    tags.entries().is_some_and(|it| it.contains_key(key))
}
