//! Schemas and facts as JSON.

use serde_json::Value as Json;

pub(super) fn entries(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

pub(super) fn is_set(json: &Json, flag: &str) -> bool {
    json[flag] == true
}

pub(super) fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}
