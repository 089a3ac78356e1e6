//! Amazon Kinesis Data Streams.

mod account_settings;
mod resource_policy;
mod stream;
mod stream_consumer;
mod stream_consumer_data_source;
mod stream_data_source;
mod tags;

use std::time::Duration;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::account_settings::AccountSettings;
use self::resource_policy::ResourcePolicy;
use self::stream::Stream;
use self::stream_consumer::StreamConsumer;
use self::stream_consumer_data_source::StreamConsumerDataSource;
use self::stream_data_source::StreamDataSource;
use crate::error::{code, message};
use crate::limit::Limit;
use crate::provider::Aws;
use crate::service::{Service, client};

/// What Kinesis says where an object does not exist.
const NOT_FOUND: &[&str] = &["ResourceNotFoundException"];

/// What Kinesis says of a name that is taken, and of an object that is just being changed.
const IN_USE: &str = "ResourceInUseException";

/// How long changes of a stream or a consumer keep others waiting at most, where the user cannot say.
const CHANGE: Duration = Duration::from_mins(30);

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "kinesis",
    name: "Kinesis",
    subcategory: "Kinesis",
    prefixes: &[("aws_kinesis_", "Kinesis")],
    is_regional: true,
    endpoints: &["kinesis"],
    resources,
    data_sources,
};

client!(kinesis: aws_sdk_kinesis);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, AccountSettings>(),
        resource::<Aws, ResourcePolicy>(),
        resource::<Aws, Stream>(),
        resource::<Aws, StreamConsumer>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, StreamDataSource>(), data_source::<Aws, StreamConsumerDataSource>()]
}

/// Whether too much goes on at the moment: so many streams may be created and deleted at a time, and
/// so many consumers registered. That ends by itself, and may take longer than a call is tried.
fn is_passing<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    code(error).and_then(|it| Limit::of(it, message(error))) == Some(Limit::Rate)
}
