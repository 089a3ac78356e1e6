//! What is checked of a schema.

use apache_avro::Schema as Avro;
use tfplugin::{Find, PlannedObject};

use crate::checks::{check, json};
use crate::prelude::*;
use crate::region;

const FORMATS: &str = "https://docs.aws.amazon.com/glue/latest/dg/schema-registry.html";
const CREATE: &str =
    "https://docs.aws.amazon.com/glue/latest/dg/aws-glue-api-schema-registry-api.html";

const DEFINITION: &str = "schema_definition";

/// The versions of JSON Schema that Glue reads, by what `$schema` names.
const DRAFTS: &[&str] = &["draft-04", "draft-06", "draft-07"];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Danger,
            "Schema that does not parse",
            DEFINITION,
            "A definition that is no schema in the language of `data_format`.",
            FORMATS,
            |config| {
                let (Some(format), Some(text)) =
                    (config.get("data_format").as_str(), config.get(DEFINITION).as_str())
                else {
                    return Vec::new();
                };
                match wrong(format, text) {
                    Some(why) => {
                        let detail = format!(
                            "`{DEFINITION}` is no {format} schema: {why}. Correct it, or \
                             `data_format`."
                        );
                        vec![Finding::at(DEFINITION, detail)]
                    }
                    None => Vec::new(),
                }
            },
        ),
        check(
            Class::Limit,
            "Unknown draft of JSON Schema",
            DEFINITION,
            "A `$schema` that is not of draft-04, draft-06 or draft-07.",
            FORMATS,
            |config| {
                if config.get("data_format").as_str() != Some("JSON") {
                    return Vec::new();
                }
                let definition = json(config, DEFINITION);
                let draft = definition.as_ref().and_then(|it| it.get("$schema")?.as_str());
                match draft {
                    Some(draft) if !DRAFTS.iter().any(|it| draft.contains(it)) => {
                        let detail = format!(
                            "Glue reads draft-04, draft-06 and draft-07 of JSON Schema, as of \
                             2026-11, and `$schema` is {draft:?}."
                        );
                        vec![Finding::at(DEFINITION, detail)]
                    }
                    _ => Vec::new(),
                }
            },
        ),
        fixed("data_format", "Another format"),
        fixed("registry_arn", "Another registry"),
        region::check("registry_arn"),
    ]
}

/// Finds a change that Glue has no call for.
fn fixed(attribute: &'static str, title: &'static str) -> Check {
    let find = move |object: &PlannedObject<'_>| {
        let (old, new) = (object.prior.get(attribute), object.planned.get(attribute));
        let (Some(old), Some(new)) = (old.as_str(), new.as_str()) else { return Vec::new() };
        if object.is_new() || old.is_empty() || old == new {
            return Vec::new();
        }
        let detail = format!(
            "Glue cannot change `{attribute}` of a schema, so the apply will fail. Set it back to \
             {old:?}, or choose another `schema_name`, which replaces the schema and deletes all its \
             versions."
        );
        vec![Finding::at(attribute, detail)]
    };
    Check {
        title,
        class: Class::Danger,
        attribute,
        docs: "Another value for a schema that there is.",
        source: CREATE,
        find: Find::in_plan(find),
    }
}

/// What is wrong with a definition.
fn wrong(format: &str, text: &str) -> Option<String> {
    let why = match format {
        "AVRO" => Avro::parse_str(text).err()?.to_string(),
        "JSON" => match serde_json::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::Object(_) | serde_json::Value::Bool(_)) => return None,
            Ok(_) => "it must be an object".to_owned(),
            Err(error) => error.to_string(),
        },
        "PROTOBUF" => protox_parse::parse("schema.proto", text).err()?.to_string(),
        _ => return None,
    };
    Some(why.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_read_in_their_language() {
        let avro =
            r#"{"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}"#;
        let proto = "syntax = \"proto3\";\nmessage Click { string page = 1; }\n";
        for (format, text) in
            [("AVRO", avro), ("JSON", r#"{"type": "object"}"#), ("PROTOBUF", proto)]
        {
            assert_eq!(wrong(format, text), None, "{format}");
            assert!(wrong(format, "nothing of the kind").is_some(), "{format}");
        }
        let unnamed = r#"{"type": "record", "fields": []}"#;
        assert!(wrong("AVRO", unnamed).is_some());
    }
}
