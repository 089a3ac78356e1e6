//! What SDKv2 takes for not set: null, the empty text, false, 0 and what is empty are one for it.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Attribute, Block, Item, Nesting, Presence, Type, Value};

/// The value of a type that SDKv2 takes for not set.
pub(crate) fn zero(ty: &Type) -> Value {
    match ty {
        Type::Bool => Value::Bool(false),
        Type::Number => Value::from(0),
        Type::String => Value::from(""),
        Type::List(_) | Type::Tuple(_) => Value::List(Vec::new()),
        Type::Set(_) => Value::Set(Vec::new()),
        Type::Map(_) => Value::Map(BTreeMap::new()),
        Type::Object(_) | Type::Dynamic => Value::Null,
    }
}

/// The configuration without numbers that are 0 where validation takes no 0. Clients generate them of
/// imports: a state holds 0 where the API tells nothing.
pub(crate) fn without_refused(block: &Block, config: &Value) -> Value {
    let Value::Object(entries) = config else { return config.clone() };
    let mut entries = entries.clone();
    for attribute in block.attributes.iter().filter(|it| refuses_zero(it)) {
        entries.entry(attribute.name.to_owned()).and_modify(|it| {
            if is_zero(it) {
                *it = Value::Null;
            }
        });
    }
    Value::Object(entries)
}

fn refuses_zero(attribute: &Attribute) -> bool {
    let is_set_by_itself = attribute.presence == Presence::Required || attribute.default.is_some();
    let mut checks = attribute.checks.iter();
    attribute.ty == Type::Number
        && !is_set_by_itself
        && checks.any(|it| it.test(&zero(&attribute.ty)).is_err())
}

/// The prior state as SDKv2 reads it: inside blocks nothing is null.
pub(super) fn stored(block: &Block, prior: &Value) -> Value {
    let Value::Object(entries) = prior else { return prior.clone() };
    let mut entries = entries.clone();
    for nested in block.blocks.iter().filter(|it| it.nesting != Nesting::Single) {
        let Some(elements) = prior.get(nested.name).elements() else { continue };
        let elements = elements.iter().map(|it| filled(&nested.block, it, false));
        let elements = match nested.nesting {
            Nesting::Set => Value::set(elements),
            _ => Value::List(elements.collect()),
        };
        entries.insert(nested.name.to_owned(), elements);
    }
    Value::Object(entries)
}

/// An object with zero, or else the default, in place of null.
pub(super) fn filled(block: &Block, value: &Value, defaults: bool) -> Value {
    // An element of which nothing is set is not there for SDKv2, and stays as it is.
    if !defaults && value.entries().is_some_and(|it| it.values().all(is_nothing)) {
        return value.clone();
    }
    let mut entries = BTreeMap::new();
    for item in block.items() {
        let value = value.get(item.name());
        let value = match (item, value) {
            (Item::Attribute(it), Value::Null) => match &it.default {
                Some(default) if defaults => default.clone(),
                _ => zero(&it.ty),
            },
            (Item::Nested(it), value) => match value.elements() {
                Some(elements) => {
                    let inner = elements.iter().map(|element| filled(&it.block, element, defaults));
                    match it.nesting {
                        Nesting::Set => Value::set(inner),
                        _ => Value::List(inner.collect()),
                    }
                }
                None if value.is_null() => zero(&it.ty()),
                None => value.clone(),
            },
            (Item::Attribute(_), value) => value.clone(),
        };
        entries.insert(item.name().to_owned(), value);
    }
    Value::Object(entries)
}

/// The configuration of a data source as SDKv2 hands it out: defaults where nothing is configured,
/// and inside of blocks nothing is null.
pub(crate) fn configured(block: &Block, config: &Value) -> Value {
    let entries = block.items().map(|item| {
        let value = config.get(item.name());
        let value = match item {
            Item::Attribute(Attribute { default: Some(default), .. }) if value.is_null() => {
                default.clone()
            }
            Item::Attribute(_) => value.clone(),
            Item::Nested(it) => match value {
                Value::List(elements) => {
                    Value::List(elements.iter().map(|one| filled(&it.block, one, true)).collect())
                }
                Value::Set(elements) => {
                    Value::set(elements.iter().map(|one| filled(&it.block, one, true)))
                }
                other => other.clone(),
            },
        };
        (item.name().to_owned(), value)
    });
    Value::Object(entries.collect())
}

/// An object without optional texts that are empty: for SDKv2 such a text is not set.
pub(crate) fn without_empty_texts(block: &Block, object: &Value) -> Value {
    let Value::Object(entries) = object else { return object.clone() };
    let mut entries = entries.clone();
    for attribute in block.attributes.iter().filter(|it| it.presence.is_optional()) {
        if let Some(value) = entries.get_mut(attribute.name)
            && value.as_str() == Some("")
        {
            *value = Value::Null;
        }
    }
    for nested in &block.blocks {
        let Some(value) = entries.get_mut(nested.name) else { continue };
        let within = |it: &Value| without_empty_texts(&nested.block, it);
        *value = match &*value {
            Value::List(elements) => Value::List(elements.iter().map(within).collect()),
            Value::Set(elements) => Value::set(elements.iter().map(within)),
            other => within(other),
        };
    }
    Value::Object(entries)
}

/// The state of a data source as SDKv2 keeps it: what the API does not tell is empty, false or 0 at
/// every depth, and arguments without a value are null.
pub(crate) fn data_state(block: &Block, state: Value) -> Value {
    let Value::Object(mut entries) = state else { return state };
    for item in block.items() {
        let Some(value) = entries.get_mut(item.name()) else { continue };
        if is_told(item) {
            fill(value, &item.ty());
        } else if is_zero(value) && !is_searched_by(item) {
            *value = Value::Null;
        }
    }
    Value::Object(entries)
}

/// Whether a read sets it, be it to nothing.
fn is_told(item: Item<'_>) -> bool {
    match item {
        Item::Attribute(it) => it.presence.is_computed() && !is_searched_by(item),
        Item::Nested(it) => it.computed,
    }
}

/// Whether it is a map that many objects are looked for by, as `tags`: of several no read sets it.
fn is_searched_by(item: Item<'_>) -> bool {
    let Item::Attribute(it) = item else { return false };
    it.presence == Presence::OptionalComputed && matches!(it.ty, Type::Map(_))
}

/// Puts zero in the place of null.
fn fill(value: &mut Value, ty: &Type) {
    match (value, ty) {
        (value @ Value::Null, ty) => *value = zero(ty),
        (Value::List(elements) | Value::Set(elements), Type::List(ty) | Type::Set(ty)) => {
            elements.iter_mut().for_each(|it| fill(it, ty));
        }
        (Value::Object(entries), Type::Object(types)) => {
            for (name, ty) in types {
                fill(entries.entry(name.clone()).or_insert(Value::Null), ty);
            }
        }
        _ => {}
    }
}

/// A list in the order of its elements.
pub(crate) fn sorted(value: &Value) -> Value {
    let Value::List(elements) = value else { return value.clone() };
    let mut elements = elements.clone();
    elements.sort();
    Value::List(elements)
}

/// Whether SDKv2 takes two values for the same: null, empty and zero are one, at every depth.
pub(crate) fn equivalent(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Unknown, other) => other.is_unknown(),
        (one, Value::Unknown) => one.is_unknown(),
        (one, other) if is_zero(one) && is_zero(other) => true,
        // An entry that is there is another thing than none, even where it is empty.
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, it)| other.get(key).is_some_and(|other| equivalent(it, other)))
        }
        (Value::Object(one), Value::Object(other)) => {
            let names: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            let get = |entries: &'_ BTreeMap<String, Value>, name: &String| {
                entries.get(name).cloned().unwrap_or(Value::Null)
            };
            names.into_iter().all(|name| equivalent(&get(one, name), &get(other, name)))
        }
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| equivalent(a, b))
        }
        (Value::Set(one), Value::Set(other)) => {
            let within =
                |a: &[Value], b: &[Value]| a.iter().all(|a| b.iter().any(|b| equivalent(a, b)));
            one.len() == other.len() && within(one, other) && within(other, one)
        }
        (one, other) => one == other,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.elements().is_some_and(<[Value]>::is_empty)
}

/// Whether SDKv2 takes a value for not set.
pub(crate) fn is_zero(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Unknown | Value::Dynamic(_) => false,
        Value::Bool(it) => !it,
        Value::Number(it) => *it == schemas::Number::default(),
        Value::String(text) => text.is_empty(),
        Value::List(elements) | Value::Set(elements) => elements.is_empty(),
        Value::Map(entries) => entries.values().all(Value::is_null),
        Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use schemas::{Form, Nested, attribute};

    use super::*;

    #[test]
    fn optional_texts_that_are_empty_are_not_set_at_any_depth() {
        let attributes =
            || vec![attribute::<Option<String>>("b", ""), attribute::<String>("c", "")];
        let nested = Nested {
            name: "a",
            nesting: Nesting::Set,
            min: 0,
            max: 0,
            block: Block::new("", attributes(), Vec::new()),
            form: Form::Block,
            force_new: false,
            computed: false,
            implicit: false,
            sensitive: false,
        };
        let block = Block::new("", attributes(), vec![nested]);
        let object = |text: Value, elements: Vec<Value>| {
            let entries = [("b", text), ("c", "".into()), ("a", Value::set(elements))];
            block.complete(entries.map(|(name, it)| (name.to_owned(), it)).into())
        };
        let element = |text: Value| {
            let entries = [("b", text), ("c", "".into())];
            Value::Object(entries.map(|(name, it)| (name.to_owned(), it)).into())
        };
        let empty = object("".into(), vec![element("".into()), element(Value::Null)]);
        let expected = object(Value::Null, vec![element(Value::Null)]);
        assert_eq!(without_empty_texts(&block, &empty), expected);
    }
}
