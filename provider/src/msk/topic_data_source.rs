//! `aws_msk_topic`, the data source

use serde_json::Value as Any;
use tfplugin::{DataSource, TypeSystem, path};

use super::topic::{ClusterAndName, describe, from_api};
use crate::prelude::*;

/// Looks up a topic of an MSK cluster.
///
/// See
/// [topics](https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html)
/// in the Amazon MSK Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicDataSource {
    /// ARN of the topic.
    pub(crate) arn: Computed<String>,
    /// ARN of the cluster.
    #[attr(check = arn())]
    pub(crate) cluster_arn: String,
    /// Properties of the topic in JSON.
    pub(crate) configs: Computed<String>,
    /// Name of the topic.
    pub(crate) name: String,
    /// Number of partitions.
    pub(crate) partition_count: Computed<i64>,
    /// Number of replicas of each partition.
    pub(crate) replication_factor: Computed<i64>,
}

impl DataSource<Aws> for TopicDataSource {
    const TYPE: &'static str = "aws_msk_topic";
    const NAME: &'static str = "MSK Topic";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let id =
            ClusterAndName { cluster_arn: config.cluster_arn.clone(), name: config.name.clone() };
        let found = describe(cx, &id).await?.ok_or_else(|| {
            Error::at(path("name"), format!("no matching MSK Topic: {:?}", config.name))
        })?;
        let configs = from_api(found.configs.as_deref().unwrap_or_default());
        Ok(TopicDataSource {
            arn: found.topic_arn.into(),
            configs: Some(Any::from_iter(configs).to_string()).into(),
            partition_count: found.partition_count.map(i64::from).into(),
            replication_factor: found.replication_factor.map(i64::from).into(),
            ..config
        })
    }
}
