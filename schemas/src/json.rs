//! Values and JSON.

use std::collections::BTreeMap;

use bigdecimal::BigDecimal;

use crate::{Mismatch, Number, Path, Type, Value};

/// A number in the fewest digits, never in exponent form.
pub fn number_text(number: &Number) -> String {
    number.normalized().to_plain_string()
}

/// Reads a JSON value as one of the type given, as Terraform writes it in a state file.
///
/// Attributes that an object lacks are null.
pub fn decode(json: &serde_json::Value, ty: &Type) -> Result<Value, Mismatch> {
    use serde_json::Value as J;
    let decoded = match (ty, json) {
        (Type::Dynamic, J::Null) | (_, J::Null) => Value::Null,
        (Type::Bool, J::Bool(it)) => Value::Bool(*it),
        (Type::Bool, J::String(text)) if text == "true" || text == "false" => {
            Value::Bool(text == "true")
        }
        (Type::Number, J::Number(it)) => Value::Number(parse_number(&it.to_string())?),
        (Type::Number, J::String(text)) => Value::Number(parse_number(text)?),
        (Type::String, J::String(text)) => Value::String(text.clone()),
        (Type::String, J::Bool(it)) => Value::String(it.to_string()),
        (Type::String, J::Number(it)) => Value::String(it.to_string()),
        (Type::List(element), J::Array(it)) => {
            Value::List(decode_all(it.iter().map(|it| (it, &**element)))?)
        }
        (Type::Set(element), J::Array(it)) => {
            Value::set(decode_all(it.iter().map(|it| (it, &**element)))?)
        }
        (Type::Tuple(types), J::Array(it)) if types.len() == it.len() => {
            Value::List(decode_all(it.iter().zip(types))?)
        }
        (Type::Map(element), J::Object(it)) => {
            let mut entries = BTreeMap::new();
            for (key, value) in it {
                let value = decode(value, element).map_err(|e| e.at(Path::default().key(key)))?;
                entries.insert(key.clone(), value);
            }
            Value::Map(entries)
        }
        (Type::Object(attributes), J::Object(it)) => {
            if let Some(name) = it.keys().find(|it| !attributes.contains_key(*it)) {
                return Err(Mismatch::new("the schema has no such attribute").at(Path::root(name)));
            }
            let mut entries = BTreeMap::new();
            for (name, ty) in attributes {
                let value = it.get(name).unwrap_or(&J::Null);
                let value = decode(value, ty).map_err(|e| e.at(Path::root(name)))?;
                entries.insert(name.clone(), value);
            }
            Value::Object(entries)
        }
        (Type::Dynamic, J::Object(it)) => {
            let (Some(ty), Some(value)) = (it.get("type"), it.get("value")) else {
                return Err(Mismatch::new("a value of any type needs `type` and `value`"));
            };
            let ty = decode_type(ty)?;
            let value = decode(value, &ty)?;
            Value::Dynamic(Box::new((ty, value)))
        }
        _ => return Err(Mismatch::new(format!("the value is not of type {}", encode_type(ty)))),
    };
    Ok(decoded)
}

fn decode_all<'a>(
    elements: impl Iterator<Item = (&'a serde_json::Value, &'a Type)>,
) -> Result<Vec<Value>, Mismatch> {
    let decoded = elements.enumerate().map(|(index, (element, ty))| {
        decode(element, ty).map_err(|e| e.at(Path::default().index(index)))
    });
    decoded.collect()
}

/// Reads a decimal number. Length and exponent are bounded: reading a longer number takes time that
/// grows with the square of its length, and writing out a larger one more memory than there is.
pub fn parse_number(text: &str) -> Result<Number, Mismatch> {
    let wrong = || Mismatch::new("the value is not a number");
    if text.len() > 10_000 || text.contains('_') {
        return Err(wrong());
    }
    let number: BigDecimal = text.parse().map_err(|_| wrong())?;
    let (_, scale) = number.as_bigint_and_exponent();
    match scale.unsigned_abs() <= 5_000 {
        true => Ok(number),
        false => Err(wrong()),
    }
}

/// Writes a value as Terraform does in a state file. `None` if something in it is unknown.
pub fn encode(value: &Value) -> Option<serde_json::Value> {
    use serde_json::Value as J;
    let encoded = match value {
        Value::Unknown => return None,
        Value::Null => J::Null,
        Value::Bool(it) => J::Bool(*it),
        Value::Number(it) => serde_json::from_str(&number_text(it)).ok()?,
        Value::String(text) => J::String(text.clone()),
        Value::List(elements) | Value::Set(elements) => {
            J::Array(elements.iter().map(encode).collect::<Option<_>>()?)
        }
        Value::Map(entries) | Value::Object(entries) => {
            let entries = entries.iter().map(|(key, it)| Some((key.clone(), encode(it)?)));
            J::Object(entries.collect::<Option<_>>()?)
        }
        Value::Dynamic(inner) => {
            serde_json::json!({ "type": encode_type(&inner.0), "value": encode(&inner.1)? })
        }
    };
    Some(encoded)
}

/// A type in Terraform's JSON notation: `"string"`, `["list","number"]`.
pub fn encode_type(ty: &Type) -> serde_json::Value {
    use serde_json::json;
    match ty {
        Type::Bool => json!("bool"),
        Type::Number => json!("number"),
        Type::String => json!("string"),
        Type::Dynamic => json!("dynamic"),
        Type::List(element) => json!(["list", encode_type(element)]),
        Type::Set(element) => json!(["set", encode_type(element)]),
        Type::Map(element) => json!(["map", encode_type(element)]),
        Type::Tuple(types) => json!(["tuple", types.iter().map(encode_type).collect::<Vec<_>>()]),
        Type::Object(attributes) => {
            let attributes: BTreeMap<_, _> =
                attributes.iter().map(|(name, ty)| (name, encode_type(ty))).collect();
            json!(["object", attributes])
        }
    }
}

/// Reads a type in Terraform's JSON notation.
pub fn decode_type(json: &serde_json::Value) -> Result<Type, Mismatch> {
    use serde_json::Value as J;
    let wrong = || Mismatch::new("not a type");
    let ty = match json {
        J::String(name) => match name.as_str() {
            "bool" => Type::Bool,
            "number" => Type::Number,
            "string" => Type::String,
            "dynamic" => Type::Dynamic,
            _ => return Err(wrong()),
        },
        J::Array(parts) => match (parts.first().and_then(J::as_str), parts.get(1)) {
            (Some("list"), Some(element)) => Type::list(decode_type(element)?),
            (Some("set"), Some(element)) => Type::set(decode_type(element)?),
            (Some("map"), Some(element)) => Type::map(decode_type(element)?),
            (Some("tuple"), Some(J::Array(types))) => {
                Type::Tuple(types.iter().map(decode_type).collect::<Result<_, _>>()?)
            }
            (Some("object"), Some(J::Object(attributes))) => {
                let attributes =
                    attributes.iter().map(|(name, ty)| Ok((name.clone(), decode_type(ty)?)));
                Type::Object(attributes.collect::<Result<_, Mismatch>>()?)
            }
            _ => return Err(wrong()),
        },
        _ => return Err(wrong()),
    };
    Ok(ty)
}

/// A JSON document without blanks, the keys of objects sorted.
pub fn compact(text: &str) -> Option<String> {
    serde_json::from_str::<serde_json::Value>(text).ok().map(|it| it.to_string())
}

/// Whether two texts hold the same JSON.
pub fn same(one: &str, other: &str) -> bool {
    match (compact(one), compact(other)) {
        (Some(one), Some(other)) => one == other,
        _ => false,
    }
}
