//! Amazon MSK.

mod bootstrap_brokers_data_source;
mod broker_nodes_data_source;
mod cluster;
mod cluster_data_source;
mod cluster_policy;
mod clusters;
mod configuration;
mod configuration_data_source;
mod import;
mod kafka_version_data_source;
mod properties;
mod replicator;
mod scram;
mod scram_secret_association;
mod serverless_cluster;
mod single_scram_secret_association;
mod tags;
mod topic;
mod topic_data_source;
mod vpc_connection;
mod vpc_connection_data_source;

use std::error::Error as StdError;

use aws_sdk_kafka::error::{ProvideErrorMetadata, SdkError};
use aws_smithy_runtime_api::http::Response;
use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::bootstrap_brokers_data_source::BootstrapBrokersDataSource;
use self::broker_nodes_data_source::BrokerNodesDataSource;
use self::cluster::Cluster;
use self::cluster_data_source::ClusterDataSource;
use self::cluster_policy::ClusterPolicy;
use self::configuration::Configuration;
use self::configuration_data_source::ConfigurationDataSource;
use self::kafka_version_data_source::KafkaVersionDataSource;
use self::replicator::Replicator;
use self::scram_secret_association::ScramSecretAssociation;
use self::serverless_cluster::ServerlessCluster;
use self::single_scram_secret_association::SingleScramSecretAssociation;
use self::topic::Topic;
use self::topic_data_source::TopicDataSource;
use self::vpc_connection::VpcConnection;
use self::vpc_connection_data_source::VpcConnectionDataSource;
use crate::error::{code, message};
use crate::prelude::*;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "msk",
    name: "MSK",
    subcategory: "MSK",
    prefixes: &[("aws_msk_", "MSK")],
    is_regional: true,
    endpoints: &["kafka", "msk"],
    resources,
    data_sources,
};

client!(kafka: aws_sdk_kafka);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, Cluster>(),
        resource::<Aws, ClusterPolicy>(),
        resource::<Aws, Configuration>(),
        resource::<Aws, Replicator>(),
        resource::<Aws, ScramSecretAssociation>(),
        resource::<Aws, ServerlessCluster>(),
        resource::<Aws, SingleScramSecretAssociation>(),
        resource::<Aws, Topic>(),
        resource::<Aws, VpcConnection>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, BootstrapBrokersDataSource>(),
        data_source::<Aws, BrokerNodesDataSource>(),
        data_source::<Aws, ClusterDataSource>(),
        data_source::<Aws, ConfigurationDataSource>(),
        data_source::<Aws, KafkaVersionDataSource>(),
        data_source::<Aws, TopicDataSource>(),
        data_source::<Aws, VpcConnectionDataSource>(),
    ]
}

/// What MSK says of a name that is taken.
const TAKEN: &str = "ConflictException";

/// The answer about an object, where there is one. Of a configuration, MSK says that it is not there
/// by the code of a bad request.
fn unless_absent<T, E>(answer: Result<T, SdkError<E, Response>>) -> Result<Option<T>>
where
    E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
{
    match answer {
        Err(error) if is_absent(&error) => Ok(None),
        answer => answer.into_result().map(Some),
    }
}

fn is_absent<E: ProvideErrorMetadata>(error: &SdkError<E, Response>) -> bool {
    match code(error) {
        Some("NotFoundException") => true,
        Some("BadRequestException") => message(error).is_some_and(|it| it.contains("not exist")),
        _ => false,
    }
}
