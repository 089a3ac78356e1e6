//! What the API answers, in the words of the plan or of the state before.

use std::collections::BTreeMap;

use schemas::{Attribute, Block, Fields, Item, Nested, Nesting, Presence, Value};

use super::zero::{is_zero, sorted, zero};
use crate::TypeSystem;

/// What null stands for where the API says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nulls {
    /// Null.
    Strict,
    /// Null or zero, as it was.
    Refresh,
    /// Zero: this is how SDKv2 writes an object that it reads for the first time.
    FirstRead,
    /// Zero, and an empty collection rather than null: nothing was planned.
    Imported,
    /// The same in an element that is seen for the first time, where what the API never tells is
    /// zero as well.
    NewElement,
}

impl Nulls {
    /// The same for a type of another origin.
    pub(crate) fn for_type_system(self, type_system: TypeSystem) -> Nulls {
        match type_system {
            TypeSystem::Strict => Nulls::Strict,
            TypeSystem::Legacy => self,
        }
    }

    /// The kind of an element of which there is a reference or not.
    fn of(self, reference: Option<&Value>) -> Nulls {
        match (self, reference) {
            (Nulls::Strict, _) => Nulls::Strict,
            (_, None) => Nulls::NewElement,
            (nulls, _) => nulls,
        }
    }
}

/// Rewrites what was read: where it means the same as `reference` (the plan after an apply, the
/// state before a refresh), the reference's spelling stays.
pub(crate) fn reconcile(block: &Block, nulls: Nulls, reference: &Value, remote: &Value) -> Value {
    let mut reconciled = BTreeMap::new();
    for item in block.items() {
        let (name, absent) = (item.name(), Value::Null);
        let (reference, remote) = (reference.get(name), remote.get(name));
        let reference = if reference.is_wholly_known() { reference } else { &absent };
        let value = match item {
            Item::Attribute(it) => attribute(it, nulls, reference, remote),
            Item::Nested(it) => nested(it, nulls, reference, remote),
        };
        reconciled.insert(name.to_owned(), value);
    }
    Value::Object(reconciled)
}

fn attribute(attribute: &Attribute, nulls: Nulls, reference: &Value, remote: &Value) -> Value {
    if attribute.write_only {
        return Value::Null;
    }
    let is_new = matches!(nulls, Nulls::Imported | Nulls::NewElement);
    if attribute.not_returned && remote.is_null() && nulls != Nulls::NewElement {
        // Of what was imported nobody knows; the default is no difference.
        let default = attribute.default.as_ref().filter(|_| nulls == Nulls::Imported);
        return default.unwrap_or(reference).clone();
    }
    if same(attribute, reference, remote) {
        let is_first = is_new || nulls == Nulls::FirstRead;
        let is_unset = is_first && reference.is_null() && attribute.ty.is_primitive();
        return if is_unset { zero(&attribute.ty) } else { reference.clone() };
    }
    let remote = &normalized(attribute, remote);
    if nulls == Nulls::Strict {
        return remote.clone();
    }
    let is_null_for_empty = reference.is_null() && is_zero(remote) && !is_new;
    match attribute.ty.is_primitive() {
        true if remote.is_null() => zero(&attribute.ty),
        true => remote.clone(),
        // An empty collection where none was configured stays null.
        false if is_null_for_empty || remote.is_null() && is_zero(reference) => reference.clone(),
        false if remote.is_null() => zero(&attribute.ty),
        false => remote.clone(),
    }
}

/// A text in the spelling in which plans write it.
fn normalized(attribute: &Attribute, value: &Value) -> Value {
    let normalize = attribute.equality.normalize;
    let text = value.as_str().and_then(|it| normalize?(it)).map(Value::String);
    text.unwrap_or_else(|| value.clone())
}

/// Whether a value of the API means what the reference says.
pub(crate) fn same(attribute: &Attribute, reference: &Value, remote: &Value) -> bool {
    if reference == remote {
        return true;
    }
    if reference.is_null() {
        return false;
    }
    if is_zero(reference) && is_zero(remote) {
        return true;
    }
    match (reference, remote, attribute.equality.same) {
        (Value::String(one), Value::String(other), Some(same)) => same(one, other),
        (one @ Value::List(_), other @ Value::List(_), _) if attribute.any_order => {
            sorted(one) == sorted(other)
        }
        (one @ Value::Map(_), other, _) => one.without_null_entries() == *other,
        _ => false,
    }
}

/// Whether a value says no more than that nothing is configured.
pub(crate) fn is_nothing(attribute: &Attribute, value: &Value) -> bool {
    let is_empty = |text: &str| attribute.equality.same.is_some_and(|same| same("", text));
    is_zero(value) || value.as_str().is_some_and(is_empty)
}

fn nested(nested: &Nested, nulls: Nulls, reference: &Value, remote: &Value) -> Value {
    let block = &nested.block;
    if remote.is_null() {
        // The API does not tell of such blocks.
        return if reference.is_null() { Item::Nested(nested).absent() } else { reference.clone() };
    }
    match nested.nesting {
        Nesting::Single => reconcile(block, nulls, reference, remote),
        Nesting::List => {
            let known = reference.elements().unwrap_or(&[]);
            let elements = remote.elements().unwrap_or(&[]);
            let elements = elements.iter().enumerate().map(|(index, element)| {
                let reference = known.get(index);
                reconcile(block, nulls.of(reference), reference.unwrap_or(&Value::Null), element)
            });
            Value::List(elements.collect())
        }
        Nesting::Set => {
            let known = reference.elements().unwrap_or(&[]);
            let elements = remote.elements().unwrap_or(&[]);
            let reconciled = elements.iter().map(|element| {
                let equal = known.iter().find(|it| semantically_equal(block, it, element));
                // What changed is still the element that has its key.
                let match_of =
                    equal.or_else(|| known.iter().find(|it| same_key(block, it, element)));
                reconcile(block, nulls.of(match_of), match_of.unwrap_or(&Value::Null), element)
            });
            Value::set(reconciled)
        }
    }
}

/// Whether an element of a set is the one that the API speaks of: equal in all that it tells.
pub(crate) fn semantically_equal(block: &Block, known: &Value, remote: &Value) -> bool {
    block.items().all(|item| {
        let (known, remote) = (known.get(item.name()), remote.get(item.name()));
        match item {
            Item::Attribute(it) if it.not_returned || it.write_only => true,
            Item::Attribute(it) => {
                it.presence.is_computed() && is_zero(known)
                    || same(it, known, remote)
                    || is_zero(known) && is_zero(remote)
            }
            Item::Nested(it) => match (known.elements(), remote.elements()) {
                (Some(known), Some(remote)) => {
                    known.len() == remote.len()
                        && known.iter().all(|known| {
                            remote.iter().any(|remote| semantically_equal(&it.block, known, remote))
                        })
                }
                _ => is_zero(known) && is_zero(remote),
            },
        }
    })
}

/// Whether two elements of a set have the same key, which is what a configuration has to say of an
/// element and the API tells.
pub(crate) fn same_key(block: &Block, known: &Value, remote: &Value) -> bool {
    let is_key = |it: &&Attribute| it.presence == Presence::Required && !it.not_returned;
    let mut keys = block.attributes.iter().filter(is_key).peekable();
    keys.peek().is_some() && keys.all(|it| same(it, known.get(it.name), remote.get(it.name)))
}

/// The fields of an object as a module is to see them: nothing is unknown.
pub(crate) fn known(object: &Value) -> Fields {
    match without_unknown(object) {
        Value::Object(entries) => entries,
        _ => Fields::new(),
    }
}

/// The same with null in place of what is unknown.
pub fn without_unknown(value: &Value) -> Value {
    match value {
        Value::Unknown => Value::Null,
        Value::List(elements) => Value::List(elements.iter().map(without_unknown).collect()),
        Value::Set(elements) => Value::set(elements.iter().map(without_unknown)),
        Value::Map(entries) => {
            Value::Map(entries.iter().map(|(key, it)| (key.clone(), without_unknown(it))).collect())
        }
        Value::Object(entries) => Value::Object(
            entries.iter().map(|(key, it)| (key.clone(), without_unknown(it))).collect(),
        ),
        other => other.clone(),
    }
}
