//! Random types, and random values of a type.

use std::collections::BTreeMap;

use proptest::prelude::*;
use schemas::{Number, Type, Value};

/// Whether values may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknowns {
    None,
    Some,
}

/// Any type, three levels deep at most.
pub fn ty() -> BoxedStrategy<Type> {
    let leaf = prop_oneof![
        3 => Just(Type::String),
        2 => Just(Type::Number),
        2 => Just(Type::Bool),
        1 => Just(Type::Dynamic),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Type::Tuple),
            prop::collection::btree_map(key(), inner, 0..4).prop_map(Type::Object),
        ]
    })
    .boxed()
}

/// A type and a value of it.
pub fn typed_value(unknowns: Unknowns) -> BoxedStrategy<(Type, Value)> {
    ty().prop_flat_map(move |ty| (Just(ty.clone()), value(&ty, unknowns))).boxed()
}

/// A value of the type given, which may be null.
pub fn value(ty: &Type, unknowns: Unknowns) -> BoxedStrategy<Value> {
    let unknown = u32::from(unknowns == Unknowns::Some);
    // A weight of zero is refused, so null stands for unknown where there is none.
    let gap = if unknown == 0 { Value::Null } else { Value::Unknown };
    prop_oneof![
        1 => Just(Value::Null),
        1 => Just(gap),
        8 => present(ty, unknowns),
    ]
    .boxed()
}

/// A value of the type given that is neither null nor unknown. Parts of it may be.
pub fn present(ty: &Type, unknowns: Unknowns) -> BoxedStrategy<Value> {
    let elements = |element: &Type| prop::collection::vec(value(element, unknowns), 0..4);
    match ty {
        Type::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Type::Number => number().prop_map(Value::Number).boxed(),
        Type::String => text().prop_map(Value::String).boxed(),
        Type::List(element) => elements(element).prop_map(Value::List).boxed(),
        Type::Set(element) => elements(element).prop_map(Value::set).boxed(),
        Type::Map(element) => {
            let entries = prop::collection::btree_map(key(), value(element, unknowns), 0..4);
            entries.prop_map(Value::Map).boxed()
        }
        Type::Tuple(types) => {
            let elements: Vec<_> = types.iter().map(|it| value(it, unknowns)).collect();
            elements.prop_map(Value::List).boxed()
        }
        Type::Object(attributes) => {
            let names: Vec<String> = attributes.keys().cloned().collect();
            let values: Vec<_> = attributes.values().map(|it| value(it, unknowns)).collect();
            let entries = move |values: Vec<Value>| {
                let entries = names.iter().cloned().zip(values);
                Value::Object(entries.collect::<BTreeMap<_, _>>())
            };
            values.prop_map(entries).boxed()
        }
        Type::Dynamic => {
            // A value of any type inside a value of any type would have no end.
            let primitive = prop_oneof![Just(Type::Bool), Just(Type::Number), Just(Type::String)];
            let ty = primitive.prop_flat_map(|it| {
                prop_oneof![Just(it.clone()), Just(Type::list(it.clone())), Just(Type::set(it))]
            });
            ty.prop_flat_map(move |ty| (Just(ty.clone()), value(&ty, unknowns)))
                .prop_map(|it| Value::Dynamic(Box::new(it)))
                .boxed()
        }
    }
}

fn key() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        4 => prop::sample::select(vec!["a", "b", "name", "tags"]).prop_map(str::to_owned),
        1 => text(),
    ]
}

/// Short texts, some of them not in the normal form that core uses.
fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        4 => prop::collection::vec(any::<char>(), 0..8).prop_map(|it| it.into_iter().collect()),
        1 => prop::collection::vec(any::<char>(), 250..270).prop_map(|it| it.into_iter().collect()),
        1 => prop::sample::select(vec!["", "e\u{301}", "\u{e9}", "1", "true", "null", "{}"])
            .prop_map(str::to_owned),
    ]
}

/// Integers of every size, floats, and what is neither.
fn number() -> BoxedStrategy<Number> {
    prop_oneof![
        (-1000_i64..1000).prop_map(Number::from),
        any::<i64>().prop_map(Number::from),
        any::<u64>().prop_map(Number::from),
        prop::num::f64::NORMAL.prop_map(|it| Number::try_from(it).unwrap_or_default()),
        (any::<i128>(), -30_i64..30).prop_map(|(digits, scale)| Number::new(digits.into(), scale)),
    ]
    .boxed()
}

#[cfg(test)]
mod tests {
    use schemas::json;

    use super::*;
    use crate::testkit::conforms;

    proptest! {
        #[test]
        fn values_conform((ty, value) in typed_value(Unknowns::Some)) {
            prop_assert_eq!(conforms(&value, &ty), Ok(()));
        }

        #[test]
        fn json_decodes_to_what_was_encoded((ty, value) in typed_value(Unknowns::None)) {
            let encoded = json::encode(&value).expect("nothing is unknown");
            let text = encoded.to_string();
            let encoded = serde_json::from_str(&text).expect("what was written is JSON");
            prop_assert_eq!(json::decode(&encoded, &ty), Ok(value));
        }

        #[test]
        fn types_decode_to_what_was_encoded(ty in ty()) {
            prop_assert_eq!(json::decode_type(&json::encode_type(&ty)), Ok(ty));
        }

        #[test]
        fn json_of_another_type_does_not_panic(
            (_, value) in typed_value(Unknowns::None),
            ty in ty(),
        ) {
            let encoded = json::encode(&value).expect("nothing is unknown");
            let _ = json::decode(&encoded, &ty);
            let _ = json::decode_type(&encoded);
        }

        #[test]
        fn no_text_is_a_number_that_panics(text in "[-+]?[0-9_.]{0,30}([eE][-+]?[0-9]{0,25})?") {
            if let Ok(number) = json::parse_number(&text) {
                prop_assert_eq!(json::parse_number(&json::number_text(&number)), Ok(number));
            }
        }
    }
}
