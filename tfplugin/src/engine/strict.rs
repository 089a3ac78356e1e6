//! Plans by the rules that core enforces, for types that come from a provider that is built with
//! the plugin framework, and for new types.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Attribute, Block, Item, Nested, Nesting, Path, Presence, Value};

use super::sdk::Outcome;

/// Plans an object: defaults first, then, if anything changes, what the provider computes anew is
/// unknown.
pub(crate) fn plan(block: &Block, prior: &Value, proposed: &Value, config: &Value) -> Outcome {
    let proposed = with_defaults(block, proposed, prior);
    let changes = proposed != *prior;
    let mut planner = Planner { changes, replace: BTreeSet::new() };
    let planned = planner.object(block, prior, &proposed, config, &Path::default());
    Outcome { planned, replace: planner.replace }
}

/// The proposal with defaults where nothing is configured, and with the prior text where the new
/// one means the same.
fn with_defaults(block: &Block, proposed: &Value, prior: &Value) -> Value {
    let mut entries = BTreeMap::new();
    for item in block.items() {
        let (value, prior) = (proposed.get(item.name()), prior.get(item.name()));
        let value = match item {
            Item::Attribute(it) => attribute_with_default(it, value, prior),
            Item::Nested(it) => match value {
                Value::Object(_) => with_defaults(&it.block, value, prior),
                Value::List(elements) => {
                    let elements = elements.iter().enumerate().map(|(index, element)| {
                        let prior = prior.elements().and_then(|it| it.get(index));
                        with_defaults(&it.block, element, prior.unwrap_or(&Value::Null))
                    });
                    Value::List(elements.collect())
                }
                Value::Set(elements) => Value::set(
                    elements.iter().map(|it_| with_defaults(&it.block, it_, &Value::Null)),
                ),
                other => other.clone(),
            },
        };
        entries.insert(item.name().to_owned(), value);
    }
    Value::Object(entries)
}

fn attribute_with_default(attribute: &Attribute, value: &Value, prior: &Value) -> Value {
    if attribute.write_only {
        return Value::Null;
    }
    if let (Value::String(new), Value::String(old), Some(same)) =
        (value, prior, attribute.equality.same)
        && same(old, new)
    {
        return prior.clone();
    }
    match (value, &attribute.default) {
        (Value::Null, Some(default)) => default.clone(),
        _ => value.clone(),
    }
}

struct Planner {
    /// Whether anything differs from before: only then is anything computed anew.
    changes: bool,
    replace: BTreeSet<Path>,
}

impl Planner {
    fn object(
        &mut self,
        block: &Block,
        prior: &Value,
        new: &Value,
        config: &Value,
        path: &Path,
    ) -> Value {
        let mut planned = BTreeMap::new();
        for item in block.items() {
            let name = item.name();
            let path = path.attribute(name);
            let (prior, new, config) = (prior.get(name), new.get(name), config.get(name));
            let value = match item {
                Item::Attribute(it) => {
                    let value = self.attribute(it, prior, new, config);
                    if it.force_new && value != *prior {
                        self.replace.insert(path.outside_sets());
                    }
                    value
                }
                Item::Nested(it) => self.nested(it, prior, new, config, &path),
            };
            planned.insert(name.to_owned(), value);
        }
        Value::Object(planned)
    }

    fn attribute(
        &self,
        attribute: &Attribute,
        prior: &Value,
        new: &Value,
        config: &Value,
    ) -> Value {
        let computed = attribute.presence.is_computed() && config.is_null();
        match computed && self.changes && (prior.is_null() || !attribute.use_state_for_unknown) {
            true => Value::Unknown,
            false => new.clone(),
        }
    }

    fn nested(
        &mut self,
        nested: &Nested,
        prior: &Value,
        new: &Value,
        config: &Value,
        path: &Path,
    ) -> Value {
        let is_computed = matches!(nested.form, schemas::Form::Attribute(Presence::Computed));
        if is_computed {
            return if self.changes { Value::Unknown } else { new.clone() };
        }
        let at = |value: &Value, index: usize| {
            value.elements().and_then(|it| it.get(index)).cloned().unwrap_or(Value::Null)
        };
        let planned = match (nested.nesting, new) {
            (Nesting::Single, Value::Object(_)) => {
                self.object(&nested.block, prior, new, config, path)
            }
            (Nesting::List, Value::List(elements)) => {
                let elements = elements.iter().enumerate().map(|(index, new)| {
                    let (prior, config) = (at(prior, index), at(config, index));
                    self.object(&nested.block, &prior, new, &config, &path.index(index))
                });
                Value::List(elements.collect())
            }
            // What elements of a set compute is told apart by nothing: they stay as proposed.
            _ => new.clone(),
        };
        if nested.force_new && planned != *prior {
            self.replace.insert(path.outside_sets());
        }
        planned
    }
}
