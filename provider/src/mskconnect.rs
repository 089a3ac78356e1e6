//! Amazon MSK Connect.

mod connector;
mod connector_data_source;
mod custom_plugin;
mod custom_plugin_data_source;
mod import;
mod tags;
mod worker_configuration;
mod worker_configuration_data_source;

use aws_sdk_kafkaconnect::error::BuildError;
use aws_sdk_kafkaconnect::types::StateDescription;
use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::connector::Connector;
use self::connector_data_source::ConnectorDataSource;
use self::custom_plugin::CustomPlugin;
use self::custom_plugin_data_source::CustomPluginDataSource;
use self::worker_configuration::WorkerConfiguration;
use self::worker_configuration_data_source::WorkerConfigurationDataSource;
use crate::prelude::*;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "mskconnect",
    name: "MSK Connect",
    subcategory: "MSK Connect (Managed Streaming for Apache Kafka Connect)",
    prefixes: &[("aws_mskconnect_", "MSK Connect")],
    is_regional: true,
    endpoints: &["kafkaconnect"],
    resources,
    data_sources,
};

client!(kafkaconnect: aws_sdk_kafkaconnect);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, Connector>(),
        resource::<Aws, CustomPlugin>(),
        resource::<Aws, WorkerConfiguration>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, ConnectorDataSource>(),
        data_source::<Aws, CustomPluginDataSource>(),
        data_source::<Aws, WorkerConfigurationDataSource>(),
    ]
}

/// The codes of absence.
const NOT_FOUND: &[&str] = &["NotFoundException"];

/// What MSK Connect says of a name that is taken.
const TAKEN: &str = "ConflictException";

/// A part of a request. What the SDK finds missing, the schema requires.
fn built<T>(part: std::result::Result<T, BuildError>) -> Result<T> {
    part.map_err(|_| Error::new("a part of the request is incomplete"))
}

/// Why something failed, in AWS's words.
fn reason(of: Option<&StateDescription>) -> String {
    let code = of.and_then(StateDescription::code).unwrap_or("no error code");
    let message = of.and_then(StateDescription::message).unwrap_or("AWS gives no reason");
    format!("{code}: {}", message.trim_end_matches('.'))
}
