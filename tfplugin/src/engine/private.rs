//! What is kept beside the state: the same JSON object that SDKv2 keeps, so that a provider that is
//! built with it can read it again.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json, json};

use super::ResourceType;
use crate::Timeouts;

/// SDKv2's name for the timeouts of an object.
const TIMEOUTS: &str = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/// Writes the private state of an object.
pub(crate) fn write<P>(
    managed: &ResourceType<P>,
    durations: &[(&'static str, Duration)],
) -> Vec<u8> {
    if managed.type_system == crate::TypeSystem::Strict {
        return Vec::new();
    }
    let mut private = Map::new();
    if managed.timeouts != Timeouts::NONE {
        let nanoseconds = durations.iter().map(|(name, it)| {
            let nanoseconds = u64::try_from(it.as_nanos()).unwrap_or(u64::MAX);
            ((*name).to_owned(), json!(nanoseconds))
        });
        private.insert(TIMEOUTS.to_owned(), Json::Object(nanoseconds.collect()));
    }
    if managed.schema.version > 0 {
        private.insert("schema_version".to_owned(), json!(managed.schema.version.to_string()));
    }
    match private.is_empty() {
        true => b"null".to_vec(),
        false => Json::Object(private).to_string().into_bytes(),
    }
}

/// What is known of an object beyond its state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// The plan that destroys it creates its name at another address.
    Planned,
    /// A creation was answered with it: another block has it since.
    Taken,
}

impl Mark {
    const KEY: &str = "claimed";

    fn name(self) -> &'static str {
        match self {
            Mark::Planned => "planned",
            Mark::Taken => "taken",
        }
    }

    /// What providers built with SDKv2 or the framework can read again: JSON in base64.
    fn text(self) -> String {
        STANDARD.encode(json!(self.name()).to_string())
    }
}

/// The mark in the private state of an object.
pub(crate) fn mark(private: &[u8]) -> Option<Mark> {
    let private: Json = serde_json::from_slice(private).ok()?;
    let text = private.get(Mark::KEY)?.as_str()?;
    [Mark::Planned, Mark::Taken].into_iter().find(|it| it.text() == text)
}

/// The private state with this mark, or with none.
pub(crate) fn with_mark(private: &[u8], mark: Option<Mark>) -> Vec<u8> {
    let parsed = serde_json::from_slice::<Json>(private).ok();
    let has_mark = parsed.as_ref().is_some_and(|it| it.get(Mark::KEY).is_some());
    let mut entries = match parsed {
        Some(Json::Object(entries)) => entries,
        _ => Map::new(),
    };
    match mark {
        Some(mark) => entries.insert(Mark::KEY.to_owned(), json!(mark.text())),
        None if !has_mark => return private.to_owned(),
        None => entries.remove(Mark::KEY),
    };
    Json::Object(entries).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_stands_beside_what_else_is_kept() {
        for private in ["", "null", r#"{"schema_version":"1"}"#] {
            let marked = with_mark(private.as_bytes(), Some(Mark::Taken));
            assert_eq!((mark(private.as_bytes()), mark(&marked)), (None, Some(Mark::Taken)));
            let json: Json = serde_json::from_slice(&marked).unwrap();
            assert_eq!(json.get("schema_version").is_some(), private.contains("schema"));
            assert_eq!(mark(&with_mark(&marked, None)), None);
            assert_eq!(with_mark(private.as_bytes(), None), private.as_bytes());
        }
    }
}
