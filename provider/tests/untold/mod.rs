//! What AWS does not tell.

use schemas::{Item, Presence, Type, Value};
use tfplugin::testkit::conforms;
use tfplugin::{TypeSystem, engine};

use crate::configured;

/// An object of which nothing is told: null wherever the type lets it be, with an element in each
/// list and set of objects.
fn untold(ty: &Type) -> Value {
    let of_objects = |it: &Type| matches!(it, Type::Object(_));
    match ty {
        Type::Object(types) => {
            Value::Object(types.iter().map(|(name, ty)| (name.clone(), untold(ty))).collect())
        }
        Type::List(element) if of_objects(element) => Value::List(vec![untold(element)]),
        Type::Set(element) if of_objects(element) => Value::set([untold(element)]),
        _ => Value::Null,
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries.values().any(has_null),
        value => value.is_null() || value.elements().is_some_and(|it| it.iter().any(has_null)),
    }
}

#[tokio::test]
async fn what_aws_does_not_tell_of_a_data_source_is_empty_at_every_depth() {
    let aws = configured::plain().await;
    for data in
        provider::registry().data_sources.iter().filter(|it| it.type_system == TypeSystem::Legacy)
    {
        let block = &data.schema.block;
        let nothing = block.empty().into_entries().expect("an object");
        let bare = untold(&block.ty()).into_entries().expect("an object");
        for fields in [nothing, bare] {
            let state = engine::data_state(data, &aws, &block.empty(), "us-east-1", fields);
            assert_eq!(conforms(&state, &block.ty()), Ok(()), "{}", data.type_name);
            for item in block.items() {
                let is_computed = match item {
                    // Data sources of many objects are asked by `tags`, and tell none.
                    Item::Attribute(it) if it.name == "tags" => false,
                    Item::Attribute(it) => it.presence.is_computed(),
                    Item::Nested(it) => it.computed,
                };
                let (name, value) = (item.name(), state.get(item.name()));
                if matches!(item, Item::Attribute(it) if name == "tags" && it.presence == Presence::OptionalComputed)
                {
                    assert!(value.is_null(), "{}.{name}: {value}", data.type_name);
                }
                assert!(!is_computed || !has_null(value), "{}.{name}: {value}", data.type_name);
            }
        }
    }
}
