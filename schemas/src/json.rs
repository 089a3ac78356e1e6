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

/// A JSON document without blanks, the keys of objects sorted. The rest of the spelling is that of
/// Terraform's `jsonencode`: numbers in the fewest digits, and `<`, `>` and `&` escaped.
pub fn compact(text: &str) -> Option<String> {
    let mut json: serde_json::Value = serde_json::from_str(text).ok()?;
    shorten_numbers(&mut json);
    Some(escaped(&json.to_string()))
}

/// JSON as `jsonencode` and Go write it: without characters that mean something in HTML.
pub fn escaped(json: &str) -> String {
    let mut written = String::with_capacity(json.len());
    for it in json.chars() {
        match it {
            '<' => written.push_str("\\u003c"),
            '>' => written.push_str("\\u003e"),
            '&' => written.push_str("\\u0026"),
            '\u{2028}' => written.push_str("\\u2028"),
            '\u{2029}' => written.push_str("\\u2029"),
            other => written.push(other),
        }
    }
    written
}

fn shorten_numbers(json: &mut serde_json::Value) {
    use serde_json::Value as J;
    match json {
        J::Number(number) => {
            let text = number.to_string();
            if text.contains(['.', 'e', 'E'])
                && let Ok(shorter) = parse_number(&text)
                && let Ok(shorter) = number_text(&shorter).parse()
            {
                *number = shorter;
            }
        }
        J::Array(elements) => elements.iter_mut().for_each(shorten_numbers),
        J::Object(entries) => entries.values_mut().for_each(shorten_numbers),
        J::Null | J::Bool(_) | J::String(_) => {}
    }
}

/// Whether two texts hold the same JSON. An object without members says no more than no text does;
/// of two empty texts neither holds any.
pub fn same(one: &str, other: &str) -> bool {
    match (compact(one), compact(other)) {
        (Some(one), Some(other)) if one == other => true,
        (None, None) => false,
        _ => is_nothing(one) && is_nothing(other),
    }
}

/// Whether a text says nothing: it is empty, null, or an object without members.
pub fn is_nothing(text: &str) -> bool {
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Null) => true,
        Ok(serde_json::Value::Object(members)) => members.is_empty(),
        Ok(_) => false,
        Err(_) => text.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, ty: &Type) -> Result<Value, Mismatch> {
        decode(&serde_json::from_str(text).unwrap(), ty)
    }

    fn object(attributes: &[(&str, Type)]) -> Type {
        Type::Object(attributes.iter().map(|(name, ty)| ((*name).to_owned(), ty.clone())).collect())
    }

    #[test]
    fn compact_documents_are_spelled_as_by_terraform() {
        let text = r#"{ "b": 1.50, "a": ["<é\u00e9&>", 1e5, 12345678901234567890], "c": 2.0 }"#;
        let expected =
            r#"{"a":["\u003céé\u0026\u003e",100000,12345678901234567890],"b":1.5,"c":2}"#;
        assert_eq!(compact(text).as_deref(), Some(expected));
        assert!(same(text, expected));
        assert_eq!(compact("{"), None);
    }

    #[test]
    fn an_object_without_members_says_nothing() {
        for (one, other, expected) in [
            ("{}", "", true),
            ("", " { } ", true),
            ("null", "", true),
            ("{}", "null", true),
            ("", "", false),
            ("[]", "", false),
            ("{}", "{", false),
            ("{\"a\":null}", "{}", false),
            ("0", "", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} and {other}");
        }
    }

    #[test]
    fn numbers_keep_every_digit() {
        for (text, written) in [
            ("1", "1"),
            ("1.0", "1"),
            ("-0", "0"),
            ("1e3", "1000"),
            ("1.5E-3", "0.0015"),
            ("123456789012345678901234567890.125", "123456789012345678901234567890.125"),
        ] {
            let value = read(text, &Type::Number).unwrap();
            assert_eq!(encode(&value).unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn what_is_too_large_to_write_out_is_no_number() {
        for text in ["1e5001", "1e-5001", "1e99999999999999999999", &"9".repeat(10_001)] {
            assert!(parse_number(text).is_err(), "{text}");
        }
        for text in ["", "-", "1_000", "0x10", "NaN", "Infinity", " 1", "1 "] {
            assert!(parse_number(text).is_err(), "{text}");
        }
    }

    /// As in the states of old versions of Terraform.
    #[test]
    fn primitives_are_converted() {
        assert_eq!(read("\"true\"", &Type::Bool), Ok(true.into()));
        assert_eq!(read("\"5\"", &Type::Number), Ok(5.into()));
        assert_eq!(read("5", &Type::String), Ok("5".into()));
        assert_eq!(read("false", &Type::String), Ok("false".into()));
        assert!(read("\"yes\"", &Type::Bool).is_err());
        assert!(read("1", &Type::Bool).is_err());
    }

    #[test]
    fn objects_have_the_attributes_of_their_type() {
        let ty = object(&[("a", Type::String), ("b", Type::Bool)]);
        let expected = [("a".to_owned(), "x".into()), ("b".to_owned(), Value::Null)];
        assert_eq!(read(r#"{"a":"x"}"#, &ty), Ok(Value::Object(expected.into())));
        let error = read(r#"{"c":1}"#, &ty).unwrap_err();
        assert_eq!(error.to_string(), "c: the schema has no such attribute");
    }

    #[test]
    fn errors_name_the_place_and_not_the_value() {
        let ty = object(&[("user", Type::list(object(&[("age", Type::Number)])))]);
        let error = read(r#"{"user":[{"age":"secret"}]}"#, &ty).unwrap_err();
        assert_eq!(error.to_string(), "user[0].age: the value is not a number");
        let error = read(r#"{"user":"secret"}"#, &object(&[("user", Type::map(Type::Bool))]));
        assert_eq!(
            error.unwrap_err().to_string(),
            r#"user: the value is not of type ["map","bool"]"#
        );
    }

    #[test]
    fn sets_are_sorted_and_tuples_have_their_length() {
        let expected = Value::Set(vec!["a".into(), "b".into()]);
        assert_eq!(read(r#"["b","a","b"]"#, &Type::set(Type::String)), Ok(expected));
        let tuple = Type::Tuple(vec![Type::Bool, Type::Number]);
        assert_eq!(read("[true,1]", &tuple), Ok(Value::List(vec![true.into(), 1.into()])));
        assert!(read("[true]", &tuple).is_err());
    }

    #[test]
    fn a_dynamic_value_brings_its_type() {
        let text = r#"{"type":["list","bool"],"value":[true]}"#;
        let value = read(text, &Type::Dynamic).unwrap();
        assert_eq!(encode(&value).unwrap().to_string(), text);
        assert!(read(r#"{"type":"text","value":"x"}"#, &Type::Dynamic).is_err());
        assert!(read(r#""x""#, &Type::Dynamic).is_err());
    }

    #[test]
    fn unknown_values_have_no_json() {
        assert_eq!(encode(&Value::List(vec![Value::Unknown])), None);
    }

    #[test]
    fn texts_are_kept_as_they_are() {
        for text in ["\u{e9}", "e\u{301}", "\0", "\u{2028}"] {
            let encoded = encode(&text.into()).unwrap().to_string();
            assert_eq!(read(&encoded, &Type::String), Ok(text.into()));
        }
    }

    #[test]
    fn types_are_read_and_written() {
        let text = r#"["object",{"a":["set","string"],"b":["tuple",["bool","dynamic"]]}]"#;
        let ty = decode_type(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!(encode_type(&ty).to_string(), text);
        for text in ["null", "[]", "\"int\"", "[\"list\"]", "[\"object\",[]]", "[1,2]"] {
            assert!(decode_type(&serde_json::from_str(text).unwrap()).is_err(), "{text}");
        }
    }

    #[test]
    fn equal_json_is_equal_however_it_is_written() {
        assert!(same(r#"{"a":1,"b":[]}"#, "{ \"b\": [], \"a\": 1 }"));
        assert!(!same(r#"{"a":1}"#, r#"{"a":2}"#));
        assert!(!same("x", "x"));
    }
}
