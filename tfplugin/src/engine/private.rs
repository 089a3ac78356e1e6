//! What is kept beside the state: the same JSON object that SDKv2 keeps, so that hashicorp/aws can
//! read it again.

use std::time::Duration;

use serde_json::{Map, Value as Json, json};

use super::Managed;
use crate::Timeouts;

/// SDKv2's name for the timeouts of an object.
const TIMEOUTS: &str = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

/// Writes the private state of an object.
pub(crate) fn write<P>(managed: &Managed<P>, durations: &[(&'static str, Duration)]) -> Vec<u8> {
    if managed.origin == crate::Origin::Framework {
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
