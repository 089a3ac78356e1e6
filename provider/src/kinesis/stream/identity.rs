//! What a stream is found by.

use schemas::{Block, Fields, Mismatch};
use tfplugin::{Identity, Served};

use super::values;
use crate::prelude::*;

/// A stream, by its ARN or its name. It is found by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StreamId(pub(super) String);

tfplugin::identity! {
    /// A stream.
    struct StreamName {
        /// Name of the stream.
        name
    }
}

impl StreamId {
    pub(super) fn name(&self) -> &str {
        values::name(&self.0)
    }
}

impl Model for StreamId {
    fn block() -> Block {
        StreamName::block()
    }

    fn decode(fields: &mut Fields) -> std::result::Result<Self, Mismatch> {
        StreamName::decode(fields).map(|it| StreamId(it.name))
    }

    fn encode(self) -> Fields {
        StreamName::from(self.name()).encode()
    }
}

impl Identity for StreamId {
    const SERVED: Option<Served> = Some(Served { version: 0, located: true });

    fn text(&self) -> String {
        self.0.clone()
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(StreamId(text.to_owned()))
    }
}
