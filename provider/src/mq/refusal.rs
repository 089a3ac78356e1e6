//! What Amazon MQ refuses, at the attribute that it names.

use std::error::Error as StdError;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use schemas::{Block, Path};

use crate::error::failure;
use crate::prelude::*;

pub(super) trait Refusal<T> {
    /// Any error is a failure, of an attribute of the block where Amazon MQ names one.
    fn or_refusal(self, block: &Block) -> Result<T>;
}

impl<T, E> Refusal<T> for Result<T, SdkError<E, Response>>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    fn or_refusal(self, block: &Block) -> Result<T> {
        self.map_err(|error| {
            let body = error.raw_response().and_then(|it| it.body().bytes());
            let path = body.and_then(|it| attribute(it, block));
            Error { path, ..failure(&error) }
        })
    }
}

/// The attribute that the body of an error names, in the words of the API: `subnetIds`.
fn attribute(body: &[u8], block: &Block) -> Option<Path> {
    let body: serde_json::Value = serde_json::from_slice(body).ok()?;
    let told = body.get("errorAttribute")?.as_str()?.split(['.', '[']).next()?;
    let mut name = String::new();
    for it in told.chars() {
        if it.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(it.to_ascii_lowercase());
    }
    // Users are blocks, each of which is one.
    let names = [name.as_str(), name.trim_end_matches('s')];
    let found = names.iter().find_map(|name| block.items().find(|it| it.name() == *name));
    found.map(|it| Path::root(it.name()))
}

#[cfg(test)]
mod tests {
    use schemas::Model;

    use super::*;
    use crate::mq::broker::Broker;

    #[test]
    fn the_attribute_is_found() {
        let block = Broker::block();
        let of =
            |told: &str| attribute(format!("{{\"errorAttribute\":{told}}}").as_bytes(), &block);
        for (told, expected) in [
            ("\"subnetIds\"", Some("subnet_ids")),
            ("\"users\"", Some("user")),
            ("\"logs.audit\"", Some("logs")),
            ("\"autoMinorVersionUpgrade\"", Some("auto_minor_version_upgrade")),
            ("\"brokerId\"", None),
            ("null", None),
        ] {
            assert_eq!(of(told), expected.map(Path::root), "{told}");
        }
        assert_eq!(attribute(b"<html>", &block), None);
    }
}
