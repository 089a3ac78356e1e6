//! Amazon Kinesis Data Streams.

mod limit;
mod stream;
mod tags;

use tfplugin::engine::{Data, Managed, resource};

use self::stream::Stream;
use crate::provider::Aws;

/// What Kinesis says where an object does not exist.
const GONE: &[&str] = &["ResourceNotFoundException"];

/// What Kinesis says of a name that is taken, and of an object that is just being changed.
const IN_USE: &str = "ResourceInUseException";

pub(crate) fn resources() -> Vec<Managed<Aws>> {
    vec![resource::<Aws, Stream>()]
}

pub(crate) fn data_sources() -> Vec<Data<Aws>> {
    vec![]
}
