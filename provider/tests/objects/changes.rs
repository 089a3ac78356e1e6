//! Objects that others have changed: one place each, and for good.

use std::collections::BTreeMap;

use schemas::{Attribute, Block, Item, Nested, Nesting, Value};

use super::joined;

/// An object in which one place is otherwise, with the path of its attribute.
pub(crate) struct Changed {
    pub(crate) path: String,
    pub(crate) object: Value,
}

/// Every change of one place of an object that means something else.
pub(crate) fn changes(block: &Block, object: &Value) -> Vec<Changed> {
    of_object(block, object, "")
}

fn of_object(block: &Block, object: &Value, path: &str) -> Vec<Changed> {
    let Value::Object(entries) = object else { return Vec::new() };
    let with = |name: &str, value: Value| {
        let mut entries = entries.clone();
        entries.insert(name.to_owned(), value);
        Value::Object(entries)
    };
    let mut found = Vec::new();
    for item in block.items() {
        let (name, value) = (item.name(), object.get(item.name()));
        let path = joined(path, name);
        let inner = match item {
            Item::Attribute(it) => of_attribute(it, value, &path),
            Item::Nested(it) => of_blocks(it, value, &path),
        };
        found.extend(inner.into_iter().map(|it| Changed { object: with(name, it.object), ..it }));
    }
    found
}

fn of_attribute(attribute: &Attribute, value: &Value, path: &str) -> Vec<Changed> {
    if attribute.write_only || value.is_null() {
        return Vec::new();
    }
    let others = others(value).into_iter();
    others.map(|object| Changed { path: path.to_owned(), object }).collect()
}

fn of_blocks(nested: &Nested, value: &Value, path: &str) -> Vec<Changed> {
    let elements = match value {
        Value::Object(_) => return of_object(&nested.block, value, path),
        Value::List(elements) | Value::Set(elements) => elements,
        _ => return Vec::new(),
    };
    let whole = |elements: Vec<Value>| match nested.nesting {
        Nesting::Set => Value::set(elements),
        _ => Value::List(elements),
    };
    let mut found = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        let rest = elements.iter().enumerate().filter(|it| it.0 != index);
        let rest = rest.map(|it| it.1.clone()).collect();
        found.push(Changed { path: path.to_owned(), object: whole(rest) });
        for changed in of_object(&nested.block, element, path) {
            let mut elements = elements.clone();
            elements[index] = changed.object;
            found.push(Changed { object: whole(elements), ..changed });
        }
    }
    found
}

/// Values that mean something else, whatever the first one means.
fn others(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(it) => vec![Value::Bool(!it)],
        Value::Number(it) => {
            let others = [Value::Number(it + 1), Value::from(0)];
            others.into_iter().filter(|it| it != value).collect()
        }
        Value::String(text) => other_texts(text).into_iter().map(Value::String).collect(),
        Value::List(elements) => other_elements(elements).into_iter().map(Value::List).collect(),
        Value::Set(elements) => other_elements(elements).into_iter().map(Value::set).collect(),
        Value::Map(entries) => {
            let changed = entries.iter().flat_map(|(key, it)| {
                let others = others(it).into_iter();
                others.map(|it| BTreeMap::from([(key.clone(), it)])).collect::<Vec<_>>()
            });
            let with = |it: BTreeMap<String, Value>| {
                Value::Map(entries.clone().into_iter().chain(it).collect())
            };
            let another = BTreeMap::from([("Another".to_owned(), Value::from("another"))]);
            changed.chain([another]).map(with).collect()
        }
        _ => Vec::new(),
    }
}

/// One element less, and each element as another.
fn other_elements(elements: &[Value]) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    for (index, element) in elements.iter().enumerate() {
        let mut fewer = elements.to_vec();
        fewer.remove(index);
        if !fewer.contains(element) {
            found.push(fewer);
        }
        for other in others(element).into_iter().filter(|it| !elements.contains(it)) {
            let mut changed = elements.to_vec();
            changed[index] = other;
            found.push(changed);
        }
    }
    found
}

fn other_texts(text: &str) -> Vec<String> {
    match serde_json::from_str(text) {
        Ok(json @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) => {
            other_json(&json).iter().map(ToString::to_string).collect()
        }
        Ok(serde_json::Value::Number(it)) => {
            it.as_i64().map(|it| (it + 1).to_string()).into_iter().collect()
        }
        Ok(serde_json::Value::Bool(it)) => vec![(!it).to_string()],
        // What stands in place of an unknown value may mean nothing.
        _ if text.starts_with("made-") => Vec::new(),
        _ if text.is_empty() => vec!["true".to_owned()],
        _ => vec![format!("{text}x")],
    }
}

/// A member of recorded policies that IAM does not know. No API tells of such a one.
const NO_ELEMENT: &str = "Extra";

/// Documents in which one value is another.
fn other_json(json: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::{Value as Json, json};
    match json {
        Json::Null => vec![json!("x")],
        Json::Bool(it) => vec![json!(!it)],
        Json::Number(it) => {
            let others = it.as_i64().into_iter().flat_map(|it| [it + 1, 0]);
            others.map(|it| json!(it)).filter(|it| it != json).collect()
        }
        Json::String(text) => other_texts(text).into_iter().map(Json::String).collect(),
        Json::Array(elements) => {
            let changed = elements.iter().enumerate().flat_map(|(index, it)| {
                let others = other_json(it).into_iter().filter(|it| !elements.contains(it));
                others.map(move |it| (index, it)).collect::<Vec<_>>()
            });
            let with = |(index, it): (usize, Json)| {
                let mut elements = elements.clone();
                elements[index] = it;
                Json::Array(elements)
            };
            changed.map(with).collect()
        }
        Json::Object(members) => {
            let known = members.iter().filter(|it| it.0 != NO_ELEMENT);
            let changed = known.flat_map(|(name, it)| {
                other_json(it).into_iter().map(|it| (name.clone(), it)).collect::<Vec<_>>()
            });
            let with = |(name, it)| {
                let mut members = members.clone();
                members.insert(name, it);
                Json::Object(members)
            };
            changed.map(with).collect()
        }
    }
}
