//! What the API shows otherwise than it was written, and what becomes of it in the state.

use std::collections::BTreeMap;

use schemas::{Attribute, Block, Item, Nested, Nesting, Path, Value};

use super::reconcile::{is_nothing, same, same_key, semantically_equal, without_unknown};
use super::zero::is_zero;
use crate::Error;

/// The first place where the API does not show what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) path: Path,
    /// What was written, and what is seen in its place.
    values: (Value, Value),
    sensitive: bool,
}

/// A longer text says no more at a glance.
const LONGEST: usize = 200;

impl Difference {
    /// The error that tells it, with both values where they are no secret and short enough to be
    /// read.
    pub(crate) fn told(&self) -> Error {
        let path = &self.path;
        let (wanted, seen) = (self.values.0.to_string(), self.values.1.to_string());
        let is_plain = |it: &str| it.len() <= LONGEST && !has_user(it);
        let message = match !self.sensitive && is_plain(&wanted) && is_plain(&seen) {
            true => format!("`{path}` was set to {wanted}, but the API returns {seen}"),
            false => format!("`{path}` was set, but the API returns a different value"),
        };
        let remedy = "If the next plan shows a change here, use the value that the API returns.";
        Error::at(path.clone(), message).remedy(remedy)
    }
}

/// Whether a text holds a URL with a user in it, who may have a password.
fn has_user(text: &str) -> bool {
    text.split("://").skip(1).any(|rest| {
        let host = rest.split(['/', '?', '#', '"', ' ']).next().unwrap_or_default();
        host.contains('@')
    })
}

/// Looks for a difference. What the provider computes without being told is not looked at: nobody
/// knows what it should be.
pub(crate) fn difference(
    block: &Block,
    planned: &Value,
    config: &Value,
    reconciled: &Value,
) -> Option<Difference> {
    Look { sensitive: false }.object(block, planned, config, reconciled, &Path::default())
}

#[derive(Clone, Copy)]
struct Look {
    /// Whether a block further out is a secret as a whole.
    sensitive: bool,
}

impl Look {
    fn object(
        self,
        block: &Block,
        planned: &Value,
        config: &Value,
        reconciled: &Value,
        path: &Path,
    ) -> Option<Difference> {
        block.items().find_map(|item| {
            let name = item.name();
            let path = path.attribute(name);
            let (planned, config) = (planned.get(name), config.get(name));
            let reconciled = reconciled.get(name);
            if !planned.is_wholly_known() {
                return None;
            }
            match item {
                Item::Attribute(it) => self.attribute(it, planned, config, reconciled, path),
                Item::Nested(it) if name == "timeouts" || it.nesting == Nesting::Single => None,
                Item::Nested(it) => self.nested(it, planned, config, reconciled, path),
            }
        })
    }

    fn attribute(
        self,
        attribute: &Attribute,
        planned: &Value,
        config: &Value,
        reconciled: &Value,
        path: Path,
    ) -> Option<Difference> {
        let is_free = attribute.presence.is_computed() && config.is_null();
        let agrees = is_free
            || attribute.not_returned
            || attribute.write_only
            || same(attribute, planned, reconciled)
            || is_zero(planned) && is_nothing(attribute, reconciled);
        let sensitive = self.sensitive || attribute.sensitive;
        let values = || (planned.clone(), reconciled.clone());
        (!agrees).then(|| Difference { path, values: values(), sensitive })
    }

    fn nested(
        self,
        nested: &Nested,
        planned: &Value,
        config: &Value,
        reconciled: &Value,
        path: Path,
    ) -> Option<Difference> {
        let none = [];
        let wanted = config.elements().unwrap_or(&none);
        if wanted.is_empty() && (nested.computed || nested.implicit) {
            return None;
        }
        let block = &nested.block;
        let (of_plan, seen) =
            (planned.elements().unwrap_or(&none), reconciled.elements().unwrap_or(&none));
        let sensitive = self.sensitive || nested.sensitive;
        let as_a_whole = || Difference {
            path: path.clone(),
            values: (planned.clone(), reconciled.clone()),
            sensitive: sensitive || has_secrets(block),
        };
        if of_plan.len() != seen.len() {
            return Some(as_a_whole());
        }
        if nested.nesting == Nesting::Set {
            let is_there =
                |planned: &Value| seen.iter().any(|it| semantically_equal(block, planned, it));
            return (!of_plan.iter().all(is_there)).then(as_a_whole);
        }
        of_plan.iter().zip(seen).enumerate().find_map(|(index, (planned, seen))| {
            let config = wanted.get(index).unwrap_or(&Value::Null);
            Look { sensitive }.object(block, planned, config, seen, &path.index(index))
        })
    }
}

fn has_secrets(block: &Block) -> bool {
    block.items().any(|item| match item {
        Item::Attribute(it) => it.sensitive || it.write_only,
        Item::Nested(it) => it.sensitive || has_secrets(&it.block),
    })
}

/// What core demands back of what was planned: the same, and whatever was seen in place of what was
/// not known.
pub(crate) fn demanded(planned: &Value, seen: &Value) -> Value {
    match (planned, seen) {
        (Value::Unknown, seen) => seen.clone(),
        (planned, _) if planned.is_wholly_known() => planned.clone(),
        (Value::Object(entries), seen) => Value::Object(demanded_entries(entries, seen)),
        (Value::Map(entries), seen) => Value::Map(demanded_entries(entries, seen)),
        (Value::List(elements), Value::List(seen)) if elements.len() == seen.len() => {
            Value::List(elements.iter().zip(seen).map(|(it, seen)| demanded(it, seen)).collect())
        }
        // Which element was which, nobody can tell.
        (Value::Set(elements), Value::Set(seen)) if elements.len() == seen.len() => {
            Value::Set(seen.clone())
        }
        (planned, _) => without_unknown(planned),
    }
}

fn demanded_entries(entries: &BTreeMap<String, Value>, seen: &Value) -> BTreeMap<String, Value> {
    entries.iter().map(|(name, it)| (name.clone(), demanded(it, seen.get(name)))).collect()
}

/// The prior state of an object of which an update failed. What the API never tells may have been
/// sent or not: where it was to change, the state forgets it, and the next plan sends it again,
/// whichever way the configuration goes.
pub(crate) fn uncertain(block: &Block, prior: &Value, planned: &Value) -> Value {
    let Value::Object(entries) = prior else { return prior.clone() };
    let mut entries = entries.clone();
    for item in block.items() {
        let name = item.name();
        let Some(value) = entries.get_mut(name) else { continue };
        match item {
            Item::Attribute(it) if it.not_returned && value != planned.get(name) => {
                *value = Value::Null
            }
            Item::Attribute(_) => {}
            Item::Nested(it) => *value = uncertain_blocks(it, value, planned.get(name)),
        }
    }
    Value::Object(entries)
}

fn uncertain_blocks(nested: &Nested, prior: &Value, planned: &Value) -> Value {
    let block = &nested.block;
    let wanted = planned.elements().unwrap_or(&[]);
    match prior {
        Value::Object(_) => uncertain(block, prior, planned),
        Value::List(elements) => {
            let elements = elements.iter().enumerate();
            Value::List(
                elements
                    .map(|(index, it)| {
                        uncertain(block, it, wanted.get(index).unwrap_or(&Value::Null))
                    })
                    .collect(),
            )
        }
        Value::Set(elements) => Value::set(elements.iter().map(|element| {
            let same = wanted.iter().find(|it| *it == element);
            let same = same.or_else(|| wanted.iter().find(|it| same_key(block, element, it)));
            uncertain(block, element, same.unwrap_or(&Value::Null))
        })),
        other => other.clone(),
    }
}
