//! Names, types and values as Rust.

use serde_json::Value as Json;

pub(super) fn rust_type(ty: &Json, is_json: bool, is_whole: bool) -> String {
    match ty {
        Json::Array(parts) => {
            let element = rust_type(&parts[1], is_json, is_whole);
            match parts[0].as_str() {
                Some("set") => format!("Set<{element}>"),
                Some("map") => format!("BTreeMap<String, {element}>"),
                _ => format!("Vec<{element}>"),
            }
        }
        _ => match ty.as_str() {
            Some("bool") => "bool",
            Some("number") if is_whole => "i64",
            Some("number") => "Number",
            _ if is_json => "Json",
            _ => "String",
        }
        .to_owned(),
    }
}

/// A value as Rust that becomes a value of the type given.
pub(super) fn literal(value: &Json, rust: &str) -> Option<String> {
    match (value, rust) {
        (Json::Bool(it), "bool") => Some(it.to_string()),
        (Json::Number(it), "i64" | "Number") if it.is_i64() => Some(it.to_string()),
        (Json::Number(it), "Number") => {
            Some(format!("schemas::Value::Number(\"{it}\".parse().expect(\"a number\"))"))
        }
        (Json::String(it), "String" | "Json") => Some(format!("{it:?}")),
        _ => None,
    }
}

/// `an` before a vowel and before letters that are spelled out with one: `an SQS Queue`.
pub(super) fn article(words: &str) -> &'static str {
    let first = words.split(' ').next().unwrap_or_default();
    let is_spelled = first.chars().all(|it| it.is_ascii_uppercase());
    match first.starts_with(['A', 'E', 'I', 'O'])
        || is_spelled && first.starts_with(['F', 'L', 'M', 'N', 'R', 'S', 'X'])
    {
        true => "an",
        false => "a",
    }
}

/// `redrive_policy` as `RedrivePolicy`.
pub(super) fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|it| it.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

pub(super) fn identifier(name: &str) -> String {
    const KEYWORDS: &[&str] = &[
        "as", "async", "const", "dyn", "else", "enum", "extern", "final", "fn", "for", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "override", "priv", "pub",
        "ref", "static", "struct", "trait", "type", "unsafe", "use", "virtual", "where", "while",
        "yield",
    ];
    match name {
        "self" => "self_".to_owned(),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}
