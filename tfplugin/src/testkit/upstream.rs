//! Schemas of another provider, as `terraform providers schema -json` writes them.

use schemas::{Attribute, Block, Form, Nested, Nesting, Presence, Schema, attribute, json};
use serde_json::Value as Json;

/// A schema of its JSON form.
///
/// # Panics
///
/// Where the JSON is not a schema: that is an error of the test data.
pub fn schema(json: &Json) -> Schema {
    Schema { version: json["version"].as_i64().unwrap_or(0), block: block(json) }
}

/// A block of its JSON form, or of the schema that it is in. Attributes that hold objects stay
/// attributes: the JSON does not say whether a configuration may write them as blocks.
///
/// Names are leaked: elsewhere they are in the program, and so this is for tests only.
///
/// # Panics
///
/// Where the JSON is not a block: that is an error of the test data.
pub fn block(json: &Json) -> Block {
    let json = json.get("block").unwrap_or(json);
    let attributes = entries(&json["attributes"]).map(|(name, it)| attribute_of(name, it));
    let blocks = entries(&json["block_types"]).map(|(name, it)| nested_of(name, it));
    Block::new("", attributes.collect(), blocks.collect())
}

fn entries(json: &Json) -> impl Iterator<Item = (&'static str, &Json)> {
    json.as_object().into_iter().flatten().map(|(name, it)| (leak(name), it))
}

fn leak(name: &str) -> &'static str {
    Box::leak(name.to_owned().into_boxed_str())
}

fn flag(json: &Json, name: &str) -> bool {
    json[name].as_bool().unwrap_or(false)
}

fn attribute_of(name: &'static str, json: &Json) -> Attribute {
    let ty = json::decode_type(&json["type"]).unwrap_or_else(|it| panic!("{name}: {it}"));
    let presence = match (flag(json, "required"), flag(json, "optional"), flag(json, "computed")) {
        (true, _, _) => Presence::Required,
        (_, true, true) => Presence::OptionalComputed,
        (_, true, false) => Presence::Optional,
        (_, false, _) => Presence::Computed,
    };
    Attribute {
        ty,
        presence,
        sensitive: flag(json, "sensitive"),
        write_only: flag(json, "write_only"),
        deprecated: flag(json, "deprecated").then_some("deprecated"),
        ..attribute::<String>(name, "")
    }
}

fn nested_of(name: &'static str, json: &Json) -> Nested {
    let nesting = match json["nesting_mode"].as_str() {
        Some("single") => Nesting::Single,
        Some("list") => Nesting::List,
        Some("set") => Nesting::Set,
        other => panic!("{name}: no nesting such as {other:?}"),
    };
    let count = |name: &str| {
        json[name].as_u64().map_or(0, |it| u32::try_from(it).expect("a number of blocks"))
    };
    Nested {
        name,
        nesting,
        min: count("min_items"),
        max: count("max_items"),
        block: block(json),
        form: Form::Block,
        force_new: false,
        computed: false,
        implicit: false,
        sensitive: false,
    }
}
