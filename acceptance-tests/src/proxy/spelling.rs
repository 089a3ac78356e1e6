//! Other spellings of the same answer.
//!
//! AWS gives policies back with their keys in another order, one-element lists as bare values and
//! numbers as text. A provider that compares text plans a change for each.

use bytes::Bytes;
use serde_json::{Map, Value};

use super::answer::Answer;

/// The same answer, with each JSON document in it spelled otherwise.
pub(super) fn respell(mut answer: Answer) -> Answer {
    if let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) {
        documents(&mut body);
        answer.body = Bytes::from(body.to_string());
        answer.headers.remove(hyper::header::CONTENT_LENGTH);
        // The checksum is of the old spelling.
        answer.headers.remove("x-amz-crc32");
    }
    answer
}

/// Finds texts that hold a JSON object.
fn documents(value: &mut Value) {
    match value {
        Value::String(text) if text.starts_with('{') => {
            if let Ok(mut document) = serde_json::from_str::<Value>(text) {
                if document.get("Statement").is_some() {
                    policy(&mut document);
                }
                let mut spelled = String::new();
                write(&document, &mut spelled);
                *text = spelled;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(documents),
        Value::Object(fields) => fields.values_mut().for_each(documents),
        _ => {}
    }
}

/// What the language of policies takes for equal: a list of one and its element, and in conditions
/// a number and its text.
fn policy(document: &mut Value) {
    let statements = match &mut document["Statement"] {
        Value::Array(statements) => statements.iter_mut().collect(),
        one => vec![one],
    };
    for statement in statements {
        for key in ["Action", "NotAction", "Resource", "NotResource"] {
            if let Some(value) = statement.get_mut(key) {
                *value = match value.take() {
                    Value::Array(mut items) if items.len() == 1 => items.remove(0),
                    Value::String(text) => Value::Array(vec![Value::String(text)]),
                    other => other,
                };
            }
        }
        if let Some(condition) = statement.get_mut("Condition") {
            numbers_as_text(condition);
        }
    }
}

fn numbers_as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Bool(bool) => *value = Value::String(bool.to_string()),
        Value::Array(items) => items.iter_mut().for_each(numbers_as_text),
        Value::Object(fields) => fields.values_mut().for_each(numbers_as_text),
        _ => {}
    }
}

/// Writes objects from their last key to the first. (`serde_json` itself sorts them.)
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => object(fields, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                write(item, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

fn object(fields: &Map<String, Value>, out: &mut String) {
    out.push('{');
    for (place, (key, value)) in fields.iter().rev().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        out.push_str(&Value::String(key.clone()).to_string());
        out.push_str(" : ");
        write(value, out);
    }
    out.push('}');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meaning_stays() {
        let policy = r#"{"Statement":[{"Action":"sqs:*","Condition":{"Bool":{"x":true},"Num":{"y":3}}}],"Version":"1"}"#;
        let body = serde_json::json!({ "Attributes": { "Policy": policy, "Delay": "30" } });
        let answer = respell(Answer::new(200, "application/json", body.to_string()));

        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(body["Attributes"]["Delay"], "30");
        assert_eq!(
            body["Attributes"]["Policy"],
            r#"{"Version" : "1", "Statement" : [{"Condition" : {"Num" : {"y" : "3"}, "Bool" : {"x" : "true"}}, "Action" : ["sqs:*"]}]}"#
        );
    }
}
