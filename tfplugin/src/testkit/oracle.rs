//! Plans that another provider made: what a drop-in replacement has to answer as well.

use std::fs;
use std::path::Path;

use schemas::{Block, Type, Value, json};
use serde_json::Value as Json;

/// One question and its answer.
#[derive(Debug, Clone)]
pub struct Case {
    /// The file's line, counted from 1.
    pub line: usize,
    pub type_name: String,
    /// The provider's configuration: `plain` or `tagged`.
    pub provider: String,
    /// What the case is about, for people.
    pub what: String,
    pub config: Value,
    /// The prior state; null for a creation.
    pub prior: Value,
    pub prior_private: Option<String>,
    /// Diagnostics of validation. With an error among them nothing was planned.
    pub validate: Vec<Diagnostic>,
    /// The proposed new state that core made; `None` where it came to no plan.
    pub proposed: Option<Value>,
    /// Diagnostics of planning. With an error among them there is no plan.
    pub plan_errors: Vec<Diagnostic>,
    /// `None` where there is no plan.
    pub planned: Option<Value>,
    /// Paths that require replacement, as text. They mean something only where there is a prior
    /// state.
    pub replace: Vec<String>,
    pub planned_private: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub is_error: bool,
    pub summary: String,
    pub detail: String,
    pub path: Option<String>,
}

impl Case {
    pub fn is_create(&self) -> bool {
        self.prior.is_null()
    }

    /// Whether validation refused the configuration.
    pub fn is_refused(&self) -> bool {
        self.validate.iter().any(|it| it.is_error)
    }
}

/// Reads the cases of a file: one JSON object a line, values of the type that the block describes.
pub fn load(path: &Path, block: &Block) -> Result<Vec<Case>, String> {
    let text = fs::read_to_string(path).map_err(|it| format!("{}: {it}", path.display()))?;
    let ty = block.ty();
    let cases = text.lines().enumerate().filter(|(_, it)| !it.is_empty()).map(|(index, text)| {
        let line = index + 1;
        case(line, text, block, &ty).map_err(|it| format!("{}:{line}: {it}", path.display()))
    });
    cases.collect()
}

fn case(line: usize, text: &str, block: &Block, ty: &Type) -> Result<Case, String> {
    let json: Json = serde_json::from_str(text).map_err(|it| it.to_string())?;
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let is_data_source = text("type").is_some_and(|it| it.starts_with("data."));
    let value = |name: &str| match json.get(name) {
        Some(it) => match decode(it, ty) {
            // Of a data source core takes null for a block as well.
            Ok(value) if is_data_source => Ok(Some(value)),
            Ok(value) => Ok(Some(complete(value, it, block))),
            Err(error) => Err(format!("{name}: {error}")),
        },
        None => Ok(None),
    };
    let list = |name: &str| json[name].as_array().into_iter().flatten();
    Ok(Case {
        line,
        type_name: text("type").unwrap_or_default(),
        provider: text("provider").unwrap_or_default(),
        what: text("what").unwrap_or_default(),
        config: value("config")?.unwrap_or(Value::Null),
        prior: value("prior")?.unwrap_or(Value::Null),
        prior_private: text("prior_private"),
        validate: list("validate").map(diagnostic).collect(),
        proposed: value("proposed")?,
        plan_errors: list("plan_errors").map(diagnostic).collect(),
        planned: value("planned")?,
        replace: list("replace").filter_map(Json::as_str).map(str::to_owned).collect(),
        planned_private: text("planned_private"),
    })
}

/// An object as core has it: a block that the recording leaves out, as the other provider does not
/// have it, is an empty one and not null.
fn complete(value: Value, json: &Json, block: &Block) -> Value {
    let Value::Object(mut fields) = value else { return value };
    fields.retain(|name, _| json.get(name).is_some());
    block.complete(fields.into_iter().map(|(name, it)| with_blocks(block, name, it)).collect())
}

/// The same within blocks.
fn with_blocks(block: &Block, name: String, value: Value) -> (String, Value) {
    let Some(nested) = block.nested(&name) else { return (name, value) };
    let whole = |element: Value| match element {
        Value::Object(mut fields) => {
            fields.retain(|name, it| !it.is_null() || nested.block.nested(name).is_none());
            let fields = fields.into_iter().map(|(name, it)| with_blocks(&nested.block, name, it));
            nested.block.complete(fields.collect())
        }
        other => other,
    };
    let value = match value {
        Value::List(elements) => Value::List(elements.into_iter().map(whole).collect()),
        Value::Set(elements) => Value::set(elements.into_iter().map(whole)),
        other => whole(other),
    };
    (name, value)
}

fn diagnostic(json: &Json) -> Diagnostic {
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    Diagnostic {
        is_error: json["severity"] == "error",
        summary: text("summary").unwrap_or_default(),
        detail: text("detail").unwrap_or_default(),
        path: text("path"),
    }
}

/// Reads a value in which `{"$unknown": true}` stands for an unknown one.
fn decode(json: &Json, ty: &Type) -> Result<Value, String> {
    let wrong = || format!("not of type {}", json::encode_type(ty));
    if let Json::Object(it) = json
        && it.len() == 1
        && it.get("$unknown") == Some(&Json::Bool(true))
    {
        return Ok(Value::Unknown);
    }
    let elements = |element: &Type| {
        let elements = json.as_array().ok_or_else(wrong)?;
        elements.iter().map(|it| decode(it, element)).collect::<Result<Vec<_>, _>>()
    };
    match ty {
        _ if json.is_null() => Ok(Value::Null),
        Type::List(element) => elements(element).map(Value::List),
        Type::Set(element) => elements(element).map(Value::set),
        Type::Map(element) => {
            let entries = json.as_object().ok_or_else(wrong)?;
            let entries = entries.iter().map(|(key, it)| Ok((key.clone(), decode(it, element)?)));
            entries.collect::<Result<_, String>>().map(Value::Map)
        }
        Type::Object(attributes) => {
            let entries = json.as_object().ok_or_else(wrong)?;
            if let Some(name) = entries.keys().find(|it| !attributes.contains_key(*it)) {
                return Err(format!("{name}: the schema has no such attribute"));
            }
            let entries = attributes.iter().map(|(name, ty)| {
                let value = decode(entries.get(name).unwrap_or(&Json::Null), ty);
                Ok((name.clone(), value.map_err(|it| format!("{name}: {it}"))?))
            });
            entries.collect::<Result<_, String>>().map(Value::Object)
        }
        Type::Bool | Type::Number | Type::String | Type::Dynamic | Type::Tuple(_) => {
            json::decode(json, ty).map_err(|it| it.to_string())
        }
    }
}
