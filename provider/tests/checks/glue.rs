//! Schemas.

use serde_json::json;

use super::{Case, case, with};

const SCHEMA: &str = "aws_glue_schema";

pub(super) fn cases() -> Vec<Case> {
    let schema = json!({ "schema_name": "order", "compatibility": "BACKWARD", "data_format": "JSON",
        "schema_definition": r#"{"type": "object"}"# });
    let of_draft = |draft: &str| {
        let text = json!({ "$schema": draft, "type": "object" }).to_string();
        with(&schema, json!({ "schema_definition": text }))
    };
    let elsewhere = with(
        &schema,
        json!({ "registry_arn": "arn:aws:glue:eu-west-1:123456789012:registry/orders" }),
    );
    let there = with(&elsewhere, json!({ "region": "eu-west-1" }));
    let moved = json!({ "registry_arn": "arn:aws:glue:eu-west-1:123456789012:registry/others" });
    let avro = json!({ "data_format": "AVRO", "schema_definition": r#""string""# });
    vec![
        case(
            SCHEMA,
            "Schema that does not parse",
            with(&schema, json!({ "data_format": "PROTOBUF" })),
            with(
                &schema,
                json!({ "data_format": "PROTOBUF",
                    "schema_definition": "syntax = \"proto3\"; message Order { string id = 1; }" }),
            ),
        ),
        case(
            SCHEMA,
            "Unknown draft of JSON Schema",
            of_draft("https://json-schema.org/draft/2020-12/schema"),
            of_draft("http://json-schema.org/draft-07/schema#"),
        ),
        case(SCHEMA, "Another format", with(&schema, avro), schema.clone()).from(schema.clone()),
        case(SCHEMA, "Another registry", with(&there, moved), there.clone()).from(there.clone()),
        case(SCHEMA, "Wrong region", elsewhere, there),
    ]
}
