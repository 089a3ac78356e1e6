//! The checks that core runs on what a provider answers.
//!
//! A provider that fails one of them is reported as faulty to its user, so tests run them first.

use schemas::{Block, Item, Nested, Nesting, Path, Type, Value};

use super::proposed::is_computed;

/// An answer that core does not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub path: Path,
    pub message: String,
    /// Whether core only logs it where the answer says that it follows the legacy type system.
    pub legacy: bool,
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Violation>);

impl Found {
    /// A violation that the legacy type system silences.
    fn tolerated(&mut self, path: &Path, message: impl Into<String>) {
        self.0.push(Violation { path: path.clone(), message: message.into(), legacy: true });
    }

    fn fatal(&mut self, path: &Path, message: impl Into<String>) {
        self.0.push(Violation { path: path.clone(), message: message.into(), legacy: false });
    }
}

/// Whether a value is of the type given in all its parts: objects have exactly their attributes,
/// and what carries its own type is of it.
pub fn conforms(value: &Value, ty: &Type) -> Result<(), String> {
    fn check(value: &Value, ty: &Type, path: &Path) -> Result<(), String> {
        let fail = |what: String| match path.0.is_empty() {
            true => Err(what),
            false => Err(format!("{path}: {what}")),
        };
        match (ty, value) {
            (_, Value::Null | Value::Unknown)
            | (Type::Bool, Value::Bool(_))
            | (Type::Number, Value::Number(_))
            | (Type::String, Value::String(_)) => Ok(()),
            (Type::Dynamic, Value::Dynamic(inner)) => check(&inner.1, &inner.0, path),
            (Type::List(ty), Value::List(elements)) => {
                let mut elements = elements.iter().enumerate();
                elements.try_for_each(|(index, it)| check(it, ty, &path.index(index)))
            }
            (Type::Set(ty), Value::Set(elements)) => {
                if Value::set(elements.iter().cloned()) != *value {
                    return fail("the set is not sorted or has duplicates".to_owned());
                }
                elements.iter().try_for_each(|it| check(it, ty, &path.element(it)))
            }
            (Type::Tuple(types), Value::List(elements)) if types.len() == elements.len() => {
                let mut elements = elements.iter().zip(types).enumerate();
                elements.try_for_each(|(index, (it, ty))| check(it, ty, &path.index(index)))
            }
            (Type::Map(ty), Value::Map(entries)) => {
                entries.iter().try_for_each(|(key, it)| check(it, ty, &path.key(key)))
            }
            (Type::Object(attributes), Value::Object(entries)) => {
                if let Some(name) = entries.keys().find(|it| !attributes.contains_key(*it)) {
                    return fail(format!("the schema has no attribute {name}"));
                }
                attributes.iter().try_for_each(|(name, ty)| match entries.get(name) {
                    Some(it) => check(it, ty, &path.attribute(name)),
                    None => fail(format!("the attribute {name} is missing")),
                })
            }
            _ => fail(format!("the value is not of type {}", schemas::json::encode_type(ty))),
        }
    }
    check(value, ty, &Path::default())
}

/// Whether a planned state is one that core accepts for the configuration and the prior state.
/// `prior` is null for a creation.
pub fn plan_valid(block: &Block, prior: &Value, config: &Value, planned: &Value) -> Vec<Violation> {
    let mut found = Found::default();
    if let Err(message) = conforms(planned, &block.ty()) {
        found.fatal(&Path::default(), message);
        return found.0;
    }
    write_only(block, planned, &Path::default(), &mut found);
    plan_object(block, prior, config, planned, &Path::default(), &mut found);
    found.0
}

fn plan_object(
    block: &Block,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &Path,
    found: &mut Found,
) {
    match (config, planned) {
        (Value::Null, Value::Null) => return,
        (Value::Null, _) => {
            return found.tolerated(path, "planned to exist, but nothing is configured");
        }
        (_, Value::Null) => return found.tolerated(path, "planned not to exist, but configured"),
        (_, Value::Unknown) => {
            return found.tolerated(path, "a block cannot be unknown; its attributes can");
        }
        _ => {}
    }
    for item in block.items() {
        let name = item.name();
        let path = path.attribute(name);
        let (prior, config, planned) = (prior.get(name), config.get(name), planned.get(name));
        match item {
            Item::Nested(nested) if !nested.form.is_attribute() => {
                plan_blocks(nested, prior, config, planned, &path, found);
            }
            _ => plan_attribute(item, prior, config, planned, &path, found),
        }
    }
}

fn plan_attribute(
    item: Item<'_>,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &Path,
    found: &mut Found,
) {
    // What is written only must be null in a plan although it is configured.
    let write_only = matches!(item, Item::Attribute(it) if it.write_only);
    let keeps_prior = planned == prior && !prior.is_null() && !config.is_null();
    let chosen = is_computed(item) && config.is_null();
    if write_only || planned == config || keeps_prior || chosen {
        return;
    }
    // Values stay out of the message: they may be secrets.
    let message = match (config.is_null(), prior.is_null()) {
        (true, _) => "planned a value for an attribute that is not computed",
        (false, true) => "the planned value is not the configured one",
        (false, false) => "the planned value is neither the configured nor the prior one",
    };
    found.tolerated(path, message);
}

fn plan_blocks(
    nested: &Nested,
    prior: &Value,
    config: &Value,
    planned: &Value,
    path: &Path,
    found: &mut Found,
) {
    if config.is_unknown() {
        // As many blocks as a value says that is not known yet: nobody but core can tell.
        if !planned.is_unknown() {
            found.tolerated(path, "the blocks are not known yet, but planned");
        }
        return;
    }
    if nested.nesting == Nesting::Single {
        return plan_object(&nested.block, prior, config, planned, path, found);
    }
    let elements = match planned {
        Value::Null => return found.tolerated(path, "no blocks are an empty value, not null"),
        Value::Unknown => {
            return found.tolerated(path, "a block cannot be unknown; its attributes can");
        }
        other => other.elements().unwrap_or_default(),
    };
    if nested.nesting == Nesting::Set {
        // Core cannot tell which element came of which, and trusts the rest.
        for element in elements.iter().filter(|it| it.entries().is_none()) {
            found.tolerated(&path.element(element), "an element is null or unknown");
        }
        return;
    }
    let configured = config.elements().unwrap_or_default();
    if configured.len() != elements.len() {
        let message = format!("{} blocks planned, {} configured", elements.len(), configured.len());
        return found.tolerated(path, message);
    }
    let before = prior.elements().unwrap_or_default();
    for (index, (config, planned)) in configured.iter().zip(elements).enumerate() {
        let prior = before.get(index).unwrap_or(&Value::Null);
        plan_object(&nested.block, prior, config, planned, &path.index(index), found);
    }
}

/// Whether the new state is one that core accepts after what was planned. Both are null where the
/// object was to be deleted.
pub fn apply_consistent(block: &Block, planned: &Value, actual: &Value) -> Vec<Violation> {
    let mut found = Found::default();
    let root = Path::default();
    if let Err(message) = conforms(actual, &block.ty()) {
        found.fatal(&root, message);
        return found.0;
    }
    match (planned.is_null(), actual.is_null()) {
        (true, true) => return found.0,
        (true, false) => found.fatal(&root, "the object was to be deleted, but is in the state"),
        (false, true) => found.fatal(&root, "the object is not in the state"),
        (false, false) => {
            write_only(block, actual, &root, &mut found);
            all_known(actual, &root, &mut found);
            compatible(planned, actual, &root, &mut found);
        }
    }
    found.0
}

/// Whether a plan made during apply says what the first one said: whatever was known then is the
/// same now. No answer is exempt from this.
pub fn final_plan_consistent(first: &Value, second: &Value) -> Vec<Violation> {
    let mut found = Found::default();
    compatible(first, second, &Path::default(), &mut found);
    found.0.into_iter().map(|it| Violation { legacy: false, ..it }).collect()
}

/// Whether what is written only is null, as it has to be in every plan and every state.
pub fn write_only_null(block: &Block, value: &Value) -> Vec<Violation> {
    let mut found = Found::default();
    write_only(block, value, &Path::default(), &mut found);
    found.0
}

fn write_only(block: &Block, value: &Value, path: &Path, found: &mut Found) {
    if value.entries().is_none() {
        return;
    }
    for item in block.items() {
        let path = path.attribute(item.name());
        let value = value.get(item.name());
        match item {
            Item::Attribute(it) if it.write_only && !value.is_null() => {
                found.fatal(&path, "a write-only attribute must be null");
            }
            Item::Attribute(_) => {}
            Item::Nested(it) => match it.nesting {
                Nesting::Single => write_only(&it.block, value, &path, found),
                Nesting::List => {
                    for (index, element) in value.elements().unwrap_or_default().iter().enumerate()
                    {
                        write_only(&it.block, element, &path.index(index), found);
                    }
                }
                Nesting::Set => {
                    for element in value.elements().unwrap_or_default() {
                        write_only(&it.block, element, &path.element(element), found);
                    }
                }
            },
        }
    }
}

fn all_known(value: &Value, path: &Path, found: &mut Found) {
    match value {
        Value::Unknown => found.fatal(path, "the value is still unknown"),
        Value::List(elements) => {
            for (index, it) in elements.iter().enumerate() {
                all_known(it, &path.index(index), found);
            }
        }
        Value::Set(elements) => {
            for it in elements {
                all_known(it, &path.element(it), found);
            }
        }
        Value::Map(entries) => {
            for (key, it) in entries {
                all_known(it, &path.key(key), found);
            }
        }
        Value::Object(entries) => {
            for (name, it) in entries {
                all_known(it, &path.attribute(name), found);
            }
        }
        Value::Dynamic(inner) => all_known(&inner.1, path, found),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Whether a value may have become of a planned one: what was known is the same.
fn compatible(planned: &Value, actual: &Value, path: &Path, found: &mut Found) {
    match (planned, actual) {
        (Value::Unknown, _) => {}
        (Value::Null, Value::Null) => {}
        (Value::Null, _) => found.tolerated(path, "was absent, but now present"),
        (_, Value::Null) => found.tolerated(path, "was present, but now absent"),
        (_, Value::Unknown) => found.tolerated(path, "was known, but now unknown"),
        (Value::List(before), Value::List(after)) => {
            if before.len() != after.len() {
                let message = format!("had {} elements, but now {}", before.len(), after.len());
                return found.tolerated(path, message);
            }
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compatible(before, after, &path.index(index), found);
            }
        }
        (Value::Set(before), Value::Set(after)) => compatible_sets(before, after, path, found),
        (Value::Map(before), Value::Map(after)) => {
            for key in before.keys().filter(|it| !after.contains_key(*it)) {
                found.tolerated(&path.key(key), "the key has vanished");
            }
            for key in after.keys().filter(|it| !before.contains_key(*it)) {
                found.tolerated(&path.key(key), "a new key has appeared");
            }
            for (key, before) in before {
                if let Some(after) = after.get(key) {
                    compatible(before, after, &path.key(key), found);
                }
            }
        }
        (Value::Object(before), Value::Object(after)) => {
            for (name, before) in before {
                let after = after.get(name).unwrap_or(&Value::Null);
                compatible(before, after, &path.attribute(name), found);
            }
        }
        (Value::Dynamic(before), Value::Dynamic(after)) if before.0 == after.0 => {
            compatible(&before.1, &after.1, path, found);
        }
        (before, after) if before == after => {}
        _ => found.tolerated(path, "the value is another one now"),
    }
}

/// Elements of a set have no name: each has to have a counterpart, and there may not be more of
/// them. Unknown elements may turn out to be equal, so there may be fewer.
fn compatible_sets(before: &[Value], after: &[Value], path: &Path, found: &mut Found) {
    let correlate = |before: &Value, after: &Value| {
        let mut found = Found::default();
        compatible(before, after, path, &mut found);
        found.0.is_empty()
    };
    for it in before.iter().filter(|it| !after.iter().any(|after| correlate(it, after))) {
        found.tolerated(&path.element(it), "a planned element has no counterpart");
    }
    for it in after.iter().filter(|it| !before.iter().any(|before| correlate(before, it))) {
        found.tolerated(&path.element(it), "an element has no counterpart in the plan");
    }
    if after.len() > before.len() {
        let message = format!("had {} elements, but now {}", before.len(), after.len());
        found.tolerated(path, message);
    }
}

#[cfg(test)]
mod tests {
    use schemas::{Form, Presence, attribute};

    use super::*;

    fn nested(name: &'static str, nesting: Nesting) -> Nested {
        let attributes =
            vec![attribute::<String>("name", ""), attribute::<Option<String>>("id", "").computed()];
        Nested {
            name,
            nesting,
            min: 0,
            max: 0,
            block: Block::new("", attributes, Vec::new()),
            form: Form::Block,
            force_new: false,
            computed: false,
            implicit: false,
            sensitive: false,
        }
    }

    fn block() -> Block {
        let attributes = vec![
            attribute::<String>("name", ""),
            attribute::<Option<i64>>("delay", ""),
            attribute::<Option<String>>("place", "").computed(),
            attribute::<Option<String>>("secret", "").write_only(),
        ];
        let blocks = vec![nested("list", Nesting::List), nested("set", Nesting::Set)];
        Block::new("", attributes, blocks)
    }

    fn object<const N: usize>(block: &Block, entries: [(&str, Value); N]) -> Value {
        block.complete(entries.map(|(name, it)| (name.to_owned(), it)).into())
    }

    fn element(name: &str, id: Value) -> Value {
        object(&nested("list", Nesting::List).block, [("name", name.into()), ("id", id)])
    }

    /// Paths and whether the legacy type system silences them.
    fn summary(found: &[Violation]) -> Vec<(String, bool)> {
        found.iter().map(|it| (it.path.to_string(), it.legacy)).collect()
    }

    #[test]
    fn plans_follow_the_configuration() {
        let block = block();
        let config = object(&block, [("name", "a".into()), ("secret", "s".into())]);
        let good = object(&block, [("name", "a".into()), ("place", Value::Unknown)]);
        assert_eq!(plan_valid(&block, &Value::Null, &config, &good), []);
        // A default that core does not know.
        let default = object(&block, [("name", "a".into()), ("delay", 0.into())]);
        let found = plan_valid(&block, &Value::Null, &config, &default);
        assert_eq!(summary(&found), [("delay".to_owned(), true)]);
        // A value of its own, and one to be kept nowhere.
        let bad = object(&block, [("name", "b".into()), ("secret", "s".into())]);
        let found = plan_valid(&block, &Value::Null, &config, &bad);
        assert_eq!(summary(&found), [("secret".to_owned(), false), ("name".to_owned(), true)]);
        // The prior spelling may be kept.
        let prior = object(&block, [("name", "b".into())]);
        let kept = object(&block, [("name", "b".into())]);
        assert_eq!(plan_valid(&block, &prior, &config, &kept), []);
    }

    #[test]
    fn plans_have_the_configured_blocks() {
        let block = block();
        let blocks = |id: Value| Value::List(vec![element("x", id)]);
        let config = object(&block, [("list", blocks(Value::Null))]);
        let good = object(&block, [("list", blocks(Value::Unknown))]);
        assert_eq!(plan_valid(&block, &Value::Null, &config, &good), []);
        for wrong in [Value::List(Vec::new()), Value::Null, Value::Unknown] {
            let planned = object(&block, [("list", wrong)]);
            let found = plan_valid(&block, &Value::Null, &config, &planned);
            assert_eq!(summary(&found), [("list".to_owned(), true)]);
        }
        let unknown = object(&block, [("set", Value::Unknown)]);
        assert_eq!(plan_valid(&block, &Value::Null, &unknown, &unknown), []);
    }

    #[test]
    fn a_plan_of_another_type_is_never_accepted() {
        let block = block();
        let planned = object(&block, [("name", 1.into())]);
        let found = plan_valid(&block, &Value::Null, &block.empty(), &planned);
        assert_eq!(summary(&found), [(String::new(), false)]);
        assert!(found[0].message.starts_with("name: "));
    }

    #[test]
    fn what_was_planned_is_what_is_there() {
        let block = block();
        let planned = object(
            &block,
            [
                ("name", "a".into()),
                ("place", Value::Unknown),
                ("set", Value::set([element("x", Value::Unknown), element("y", "1".into())])),
            ],
        );
        let with = |name: &str, place: Value, elements: Vec<Value>| {
            object(&block, [("name", name.into()), ("place", place), ("set", Value::set(elements))])
        };
        let elements = vec![element("x", "0".into()), element("y", "1".into())];
        let good = with("a", "place".into(), elements.clone());
        assert_eq!(apply_consistent(&block, &planned, &good), []);
        let other = with("b", "place".into(), elements.clone());
        assert_eq!(
            summary(&apply_consistent(&block, &planned, &other)),
            [("name".to_owned(), true)]
        );
        let unknown = with("a", Value::Unknown, elements);
        let found = apply_consistent(&block, &planned, &unknown);
        assert_eq!(summary(&found), [("place".to_owned(), false)]);
        let fewer = with("a", "place".into(), vec![element("x", "0".into())]);
        let found = apply_consistent(&block, &planned, &fewer);
        assert_eq!(summary(&found), [("set[*]".to_owned(), true)]);
        assert_eq!(
            summary(&apply_consistent(&block, &planned, &Value::Null)),
            [(String::new(), false)]
        );
        assert_eq!(
            summary(&apply_consistent(&block, &Value::Null, &good)),
            [(String::new(), false)]
        );
        assert_eq!(apply_consistent(&block, &Value::Null, &Value::Null), []);
    }

    #[test]
    fn a_final_plan_changes_nothing_that_was_known() {
        let block = block();
        let first = object(&block, [("name", "a".into()), ("place", Value::Unknown)]);
        let second = object(&block, [("name", "a".into()), ("place", "place".into())]);
        assert_eq!(final_plan_consistent(&first, &second), []);
        assert_eq!(summary(&final_plan_consistent(&second, &first)), [("place".to_owned(), false)]);
    }

    #[test]
    fn a_computed_block_in_the_form_of_an_attribute_is_one() {
        let mut list = nested("list", Nesting::List);
        list.form = Form::Attribute(Presence::OptionalComputed);
        let block = Block::new("", Vec::new(), vec![list]);
        let planned = object(&block, [("list", Value::Unknown)]);
        assert_eq!(plan_valid(&block, &Value::Null, &block.empty(), &planned), []);
    }
}
