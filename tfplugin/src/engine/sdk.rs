//! Plans as SDKv2 does, for types that come from a provider that is built with it.
//!
//! SDKv2 compares texts: null, the empty text and zero are one for it where nothing is configured,
//! defaults need not be computed, and what is computed is only unknown until it is first known.
//! State written by such providers is full of the traces of these rules, so a planner that is to
//! find no difference in it has to follow them.

use std::collections::{BTreeMap, BTreeSet};

use schemas::{Attribute, Block, Equality, Item, Nested, Nesting, Path, Type, Value};

use super::zero::{filled, sorted, stored, zero};

/// The planned object and the paths whose change replaces it.
pub(crate) struct Outcome {
    pub(crate) planned: Value,
    pub(crate) replace: BTreeSet<Path>,
}

/// Plans an object. `proposed` is core's proposal: the configuration, with prior values where a
/// computed attribute is not configured.
pub(crate) fn plan(block: &Block, prior: &Value, proposed: &Value) -> Outcome {
    let mut planner = Planner { exists: !prior.is_null(), replace: BTreeSet::new() };
    let prior = &stored(block, prior);
    let planned = planner.object(block, prior, proposed, &Path::default(), false);
    Outcome { planned, replace: planner.replace }
}

struct Planner {
    exists: bool,
    replace: BTreeSet<Path>,
}

/// What counts of a single value.
struct Primitive<'a> {
    ty: &'a Type,
    computed: bool,
    force_new: bool,
    default: Option<&'a Value>,
    equality: Equality,
}

impl<'a> Primitive<'a> {
    fn of(attribute: &'a Attribute) -> Primitive<'a> {
        Primitive {
            ty: &attribute.ty,
            computed: attribute.presence.is_computed(),
            force_new: attribute.force_new,
            default: attribute.default.as_ref(),
            equality: attribute.equality,
        }
    }

    /// An element of a collection: it replaces where the collection does.
    fn element(attribute: &'a Attribute, ty: &'a Type) -> Primitive<'a> {
        Primitive {
            ty,
            computed: false,
            force_new: attribute.force_new,
            default: None,
            equality: Equality::default(),
        }
    }
}

/// What counts of a list or a set as a whole.
struct Collection {
    computed: bool,
    force_new: bool,
    /// Of blocks none is the same as not configured; a list or a set may be configured as empty,
    /// also one of objects.
    is_blocks: bool,
}

impl Collection {
    fn of(attribute: &Attribute) -> Collection {
        Collection {
            computed: attribute.presence.is_computed(),
            force_new: attribute.force_new,
            is_blocks: false,
        }
    }

    fn of_blocks(nested: &Nested) -> Collection {
        Collection {
            computed: nested.computed,
            force_new: nested.force_new,
            is_blocks: !nested.form.is_attribute(),
        }
    }
}

impl Planner {
    /// `all` is true inside a set that changes: its elements are planned whole.
    fn object(
        &mut self,
        block: &Block,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        let mut planned = BTreeMap::new();
        for item in block.items() {
            let (name, path) = (item.name(), path.attribute(item.name()));
            let (prior, new) = (prior.get(name), new.get(name));
            let value = match item {
                Item::Attribute(it) => self.attribute(it, prior, new, &path, all),
                Item::Nested(it) => self.nested(it, prior, new, &path, all),
            };
            planned.insert(name.to_owned(), value);
        }
        Value::Object(planned)
    }

    fn attribute(
        &mut self,
        attribute: &Attribute,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        if attribute.write_only {
            return Value::Null;
        }
        match &attribute.ty {
            Type::List(element) => self.list_of_values(attribute, element, prior, new, path, all),
            Type::Set(element) => self.set_of_values(attribute, element, prior, new, path, all),
            Type::Map(_) => self.map(attribute, prior, new, path, all),
            _ => self.primitive(&Primitive::of(attribute), prior, new, path, all),
        }
    }

    fn primitive(
        &mut self,
        this: &Primitive<'_>,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        if new.is_unknown() {
            self.replace_if(this.force_new, path);
            return Value::Unknown;
        }
        let configured = new;
        let new = match (new, this.default) {
            (Value::Null, Some(default)) => default,
            _ => new,
        };
        let normalized = new.as_str().and_then(|it| this.equality.normalize?(it));
        let normalized = normalized.map(Value::String);
        let new = normalized.as_ref().unwrap_or(new);

        let old_text = text(prior);
        let new_text = match new.is_null() && !prior.is_null() {
            true => text(&zero(this.ty)),
            false => text(new),
        };
        if old_text == new_text && !all {
            // An empty text that is configured stands in place of null.
            let kept =
                if prior.is_null() && is_empty_text(configured) { configured } else { prior };
            if !old_text.is_empty() || self.exists || !this.computed {
                return kept.clone();
            }
        }
        let removed = new.is_null() && !prior.is_null();
        if removed && this.computed {
            return prior.clone();
        }
        let is_same = this.equality.same.is_some_and(|same| same(&old_text, &new_text));
        if is_same && (!prior.is_null() || !all && !new_text.is_empty()) {
            return prior.clone();
        }
        if is_same && is_empty_text(configured) {
            return configured.clone();
        }
        if this.computed && !old_text.is_empty() && new_text.is_empty() {
            return prior.clone();
        }
        let unknown = this.computed && !removed && new_text.is_empty();
        self.replace_if(this.force_new && (old_text != new_text || unknown), path);
        match new.is_null() {
            _ if unknown => Value::Unknown,
            // Inside a set truth values are never null, and neither are texts that are new.
            true if all && *this.ty == Type::Bool => zero(this.ty),
            _ if removed => Value::Null,
            true if all && *this.ty == Type::String => zero(this.ty),
            _ => new.clone(),
        }
    }

    fn map(
        &mut self,
        attribute: &Attribute,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        let computed = attribute.presence.is_computed();
        if !new.is_wholly_known() {
            self.replace_if(attribute.force_new, path);
            return Value::Unknown;
        }
        let empty = BTreeMap::new();
        let old_entries = prior.entries().unwrap_or(&empty);
        let new_entries = new.entries().unwrap_or(&empty);
        if computed && new_entries.is_empty() && (!old_entries.is_empty() || !prior.is_null()) {
            return prior.clone();
        }
        if computed && new_entries.is_empty() {
            self.replace_if(attribute.force_new, path);
            return Value::Unknown;
        }
        if old_entries == new_entries && !all {
            return prior.clone();
        }
        let changed = old_entries != new_entries;
        self.replace_if(attribute.force_new && changed, path);
        match new.is_null() && !changed {
            true => prior.clone(),
            false if new.is_null() => Value::Map(BTreeMap::new()),
            false => new.clone(),
        }
    }

    fn list_of_values(
        &mut self,
        attribute: &Attribute,
        element: &Type,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        let new = if new.is_wholly_known() { new } else { &Value::Unknown };
        if let Some(planned) = self.whole(&Collection::of(attribute), prior, new, path) {
            return planned;
        }
        if attribute.any_order && !prior.is_null() && sorted(prior) == sorted(new) {
            return prior.clone();
        }
        let (old, new_elements) = (elements(prior), elements(new));
        if old.len() != new_elements.len() {
            self.replace_if(attribute.force_new, path);
        }
        if new_elements.is_empty() && old.is_empty() && !all {
            return prior.clone();
        }
        let this = Primitive::element(attribute, element);
        let planned = new_elements.iter().enumerate().map(|(index, new)| {
            let prior = old.get(index).unwrap_or(&Value::Null);
            self.primitive(&this, prior, new, path, false)
        });
        Value::List(planned.collect())
    }

    fn set_of_values(
        &mut self,
        attribute: &Attribute,
        element: &Type,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        let new = if new.is_wholly_known() { new } else { &Value::Unknown };
        if let Some(planned) = self.whole(&Collection::of(attribute), prior, new, path) {
            return planned;
        }
        let filled = |value: &Value| {
            Value::set(
                elements(value)
                    .iter()
                    .map(|it| if it.is_null() { zero(element) } else { it.clone() }),
            )
        };
        let (old_set, new_set) = (filled(prior), filled(new));
        if old_set == new_set {
            return if all { new_set } else { prior.clone() };
        }
        self.replace_if(attribute.force_new, path);
        new_set
    }

    /// What becomes of a collection of which nothing is known or nothing is configured.
    fn whole(
        &mut self,
        this: &Collection,
        prior: &Value,
        new: &Value,
        path: &Path,
    ) -> Option<Value> {
        let is_new = !self.exists || prior.is_null();
        let is_absent = new.is_null() || this.is_blocks && elements(new).is_empty();
        if new.is_unknown() || this.computed && is_absent && is_new {
            self.replace_if(this.force_new, path);
            return Some(Value::Unknown);
        }
        (this.computed && is_absent).then(|| prior.clone())
    }

    fn nested(
        &mut self,
        nested: &Nested,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        let new = match nested.form.is_attribute() && is_of_unknown_number(new) {
            true => &Value::Unknown,
            false => new,
        };
        match nested.nesting {
            Nesting::Single => {
                if new.is_null() {
                    return new.clone();
                }
                self.object(&nested.block, prior, new, path, all)
            }
            Nesting::List => self.list_of_blocks(nested, prior, new, path, all),
            Nesting::Set => self.set_of_blocks(nested, prior, new, path, all),
        }
    }

    fn list_of_blocks(
        &mut self,
        nested: &Nested,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        if let Some(planned) = self.whole(&Collection::of_blocks(nested), prior, new, path) {
            return planned;
        }
        let (old, mut new_elements) = (elements(prior), elements(new));
        let absent = [Value::Null];
        if nested.implicit && old.len() == 1 && new_elements.is_empty() {
            new_elements = &absent;
        } else if old.len() != new_elements.len() {
            self.replace_if(nested.force_new, path);
        }
        let count = old.len().max(new_elements.len());
        let mut planned = Vec::new();
        for index in 0..count {
            let prior = old.get(index).unwrap_or(&Value::Null);
            let value = match new_elements.get(index) {
                Some(new) => self.object(&nested.block, prior, new, &path.index(index), all),
                None => {
                    // What leaves may replace as well.
                    self.object(&nested.block, prior, &Value::Null, &path.index(index), all);
                    continue;
                }
            };
            planned.push(value);
        }
        match planned.is_empty() && prior.is_null() {
            true => new.clone(),
            false => Value::List(planned),
        }
    }

    fn set_of_blocks(
        &mut self,
        nested: &Nested,
        prior: &Value,
        new: &Value,
        path: &Path,
        all: bool,
    ) -> Value {
        if let Some(planned) = self.whole(&Collection::of_blocks(nested), prior, new, path) {
            return planned;
        }
        let block = &nested.block;
        let of = |value: &Value, defaults: bool| {
            let elements = elements(value).iter();
            elements.map(|it| canonical(block, &filled(block, it, defaults))).collect()
        };
        let (old, wanted): (Vec<Value>, Vec<Value>) = (of(prior, false), of(new, true));
        let (old_set, new_set) = (Value::set(old.clone()), Value::set(wanted.clone()));
        if old_set == new_set && !all && new_set.is_wholly_known() {
            return if prior.is_null() { new.clone() } else { prior.clone() };
        }
        if old.len() != wanted.len() {
            self.replace_if(nested.force_new, path);
        }
        // Elements that leave, and all that will be, are compared attribute by attribute.
        for (element, raw) in old.iter().zip(elements(prior)) {
            if !wanted.contains(element) {
                self.object(block, raw, &Value::Null, &path.element(raw), true);
            }
        }
        let mut planned = Vec::new();
        for (element, raw) in wanted.iter().zip(elements(new)) {
            let position = old.iter().position(|it| it == element);
            let prior = position.map_or(&Value::Null, |it| &elements(prior)[it]);
            planned.push(self.object(block, prior, raw, &path.element(raw), true));
        }
        match planned.is_empty() && prior.is_null() {
            true => new.clone(),
            false => Value::set(planned),
        }
    }

    fn replace_if(&mut self, replaces: bool, path: &Path) {
        if replaces {
            self.replace.insert(path.outside_sets());
        }
    }
}
fn elements(value: &Value) -> &[Value] {
    value.elements().unwrap_or(&[])
}

/// The text in which SDKv2 compares a value: null has none.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(it) => it.to_string(),
        Value::Number(it) => schemas::json::number_text(it),
        _ => String::new(),
    }
}

/// Whether blocks that are written as an attribute are as many as nobody knows yet: of those that a
/// `dynamic` block is to make, core sends one in which all is unknown that the block sets.
fn is_of_unknown_number(blocks: &Value) -> bool {
    elements(blocks).iter().any(|element| {
        let values = || element.entries().into_iter().flatten().map(|(_, it)| it);
        values().any(Value::is_unknown) && values().all(|it| it.is_unknown() || it.is_null())
    })
}

fn is_empty_text(value: &Value) -> bool {
    value.as_str() == Some("")
}

/// An element of a set in the one spelling by which it is told from others.
fn canonical(block: &Block, value: &Value) -> Value {
    let Value::Object(entries) = value else { return value.clone() };
    let mut entries = entries.clone();
    for attribute in &block.attributes {
        let Some(value) = entries.get_mut(attribute.name) else { continue };
        let normalized = value.as_str().and_then(|it| attribute.equality.normalize?(it));
        if let Some(normalized) = normalized {
            *value = Value::String(normalized);
        } else if attribute.any_order {
            *value = sorted(value);
        }
    }
    Value::Object(entries)
}
