//! Random configurations that have a chance to be valid: values that were recorded and values that
//! are often asked for, less those that the attribute's own checks refuse.

mod changes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use schemas::{
    Attribute, Block, Form, Item, Nested, Nesting, Path as Place, Presence, Type, Value,
};
use tfplugin::testkit::{conforms, oracle};

pub(crate) use changes::changes;

/// What the recorded plans of a type configure. Empty where there are none.
#[derive(Debug, Default)]
pub(crate) struct Recorded {
    pub(crate) whole: Vec<Value>,
    /// Single values by the path of their attribute, names joined by dots.
    values: BTreeMap<String, Vec<Value>>,
}

impl Recorded {
    /// What was configured at a path of names.
    pub(crate) fn of(&self, path: &str) -> Vec<Value> {
        self.values.get(path).cloned().unwrap_or_default()
    }
}

pub(crate) fn recorded(type_name: &str, block: &Block) -> Recorded {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
    let path = folder.join(format!("{type_name}.jsonl"));
    let mut found = Recorded::default();
    if !fs::exists(&path).expect("the folder can be read") {
        return found;
    }
    for case in oracle::load(&path, block).unwrap_or_else(|it| panic!("{it}")) {
        collect(&case.config, "", &mut found.values);
        found.whole.extend(case.config.into_entries().map(|it| block.complete(it)));
    }
    for values in found.values.values_mut() {
        values.sort();
        values.dedup();
    }
    found
}

fn collect(value: &Value, path: &str, found: &mut BTreeMap<String, Vec<Value>>) {
    if let Value::Object(entries) = value {
        for (name, it) in entries {
            collect(it, &joined(path, name), found);
        }
        return;
    }
    for element in value.elements().unwrap_or_default() {
        if let Value::Object(_) = element {
            collect(element, path, found);
        }
    }
    if !value.is_null() && value.is_wholly_known() {
        found.entry(path.to_owned()).or_default().push(value.clone());
    }
}

fn joined(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

/// A configuration of the shape given. Parts of it may be unknown.
pub(crate) fn configuration(block: &Block, recorded: &Recorded) -> BoxedStrategy<Value> {
    let made = object(block, "", recorded);
    match recorded.whole.is_empty() {
        true => made,
        false => prop_oneof![2 => made, 1 => select(recorded.whole.clone())].boxed(),
    }
}

fn object(block: &Block, path: &str, recorded: &Recorded) -> BoxedStrategy<Value> {
    let (names, values): (Vec<_>, Vec<_>) = block
        .items()
        .map(|item| {
            let path = joined(path, item.name());
            let value = match item {
                Item::Attribute(it) => attribute(it, &path, recorded),
                Item::Nested(it) => nested(it, &path, recorded),
            };
            (item.name().to_owned(), value)
        })
        .unzip();
    values
        .prop_map(move |values| Value::Object(names.iter().cloned().zip(values).collect()))
        .boxed()
}

fn attribute(attribute: &Attribute, path: &str, recorded: &Recorded) -> BoxedStrategy<Value> {
    if attribute.presence == Presence::Computed {
        return Just(Value::Null).boxed();
    }
    let absent = match attribute.presence {
        Presence::Required => Value::Unknown,
        _ => Value::Null,
    };
    let values = values(attribute, path, recorded);
    if values.is_empty() {
        return Just(absent).boxed();
    }
    prop_oneof![6 => Just(absent), 1 => Just(Value::Unknown), 3 => select(values)].boxed()
}

/// Values that the attribute may be configured with.
pub(crate) fn values(attribute: &Attribute, path: &str, recorded: &Recorded) -> Vec<Value> {
    let mut values = recorded.of(path);
    values.extend(attribute.default.clone());
    values.extend(usual(&attribute.ty, path));
    values.retain(|value| {
        let is_fine = || attribute.checks.iter().all(|it| it.test(value).is_ok());
        conforms(value, &attribute.ty).is_ok() && is_fine()
    });
    values
}

fn nested(nested: &Nested, path: &str, recorded: &Recorded) -> BoxedStrategy<Value> {
    if nested.form == Form::Attribute(Presence::Computed) {
        return Just(Value::Null).boxed();
    }
    let element = object(&nested.block, path, recorded);
    let (min, max) = (nested.min as usize, if nested.max == 0 { 3 } else { nested.max as usize });
    let elements = proptest::collection::vec(element.clone(), min..=max.min(min + 2));
    match nested.nesting {
        Nesting::Single => prop_oneof![Just(Value::Null), element].boxed(),
        Nesting::List => elements.prop_map(Value::List).boxed(),
        Nesting::Set => elements.prop_map(Value::set).boxed(),
    }
}

/// Values of a type that many attributes take.
fn usual(ty: &Type, path: &str) -> Vec<Value> {
    match ty {
        _ if path.starts_with("timeouts.") => vec!["30m".into(), "1h30m".into()],
        Type::Bool => vec![false.into(), true.into()],
        Type::Number => [0, 1, 5, 30, 60, 300, 900, 2048, 65_536].map(Value::from).into(),
        Type::String => {
            let arn = "arn:aws:sqs:us-east-1:123456789012:orders";
            let networks = ["10.0.0.0/16", "2001:db8::/32"];
            let texts = ["", "orders", "1", "true", "{}", "us-east-1", "eu-west-1", arn];
            texts.into_iter().chain(networks).map(Value::from).collect()
        }
        Type::List(element) => {
            let all = usual(element, path);
            let single = all.iter().map(|it| Value::List(vec![it.clone()]));
            single.chain([Value::List(Vec::new()), Value::List(all.clone())]).collect()
        }
        Type::Set(element) => {
            let all = usual(element, path);
            let single = all.iter().map(|it| Value::set([it.clone()]));
            single.chain([Value::Set(Vec::new()), Value::set(all.clone())]).collect()
        }
        Type::Map(element) => {
            let names = ["Owner", "Ignored", "ign:it"].map(str::to_owned);
            let entries = names.into_iter().zip(usual(element, path)).collect();
            vec![Value::Map(BTreeMap::new()), Value::Map(entries)]
        }
        Type::Dynamic | Type::Tuple(_) | Type::Object(_) => Vec::new(),
    }
}

/// The value with something in place of all that is unknown: what an apply makes of it.
pub(crate) fn filled(value: &Value, ty: &Type, at: &Place) -> Value {
    match (value, ty) {
        (Value::Unknown, Type::Bool) => true.into(),
        (Value::Unknown, Type::Number) => 7.into(),
        (Value::Unknown, Type::String) => format!("made-{at}").into(),
        (Value::Unknown, Type::List(_)) => Value::List(Vec::new()),
        (Value::Unknown, Type::Set(_)) => Value::Set(Vec::new()),
        (Value::Unknown, Type::Map(_)) => Value::Map(BTreeMap::new()),
        (Value::List(elements), Type::List(ty)) => {
            let elements = elements.iter().enumerate();
            Value::List(elements.map(|(index, it)| filled(it, ty, &at.index(index))).collect())
        }
        (Value::Set(elements), Type::Set(ty)) => {
            let elements = elements.iter().enumerate();
            Value::set(elements.map(|(index, it)| filled(it, ty, &at.index(index))))
        }
        (Value::Map(entries), Type::Map(ty)) => {
            let entries =
                entries.iter().map(|(key, it)| (key.clone(), filled(it, ty, &at.key(key))));
            Value::Map(entries.collect())
        }
        (Value::Object(entries), Type::Object(types)) => {
            let entries = entries
                .iter()
                .map(|(name, it)| (name.clone(), filled(it, &types[name], &at.attribute(name))));
            Value::Object(entries.collect())
        }
        (other, _) => other.clone(),
    }
}
