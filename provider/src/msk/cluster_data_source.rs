//! `aws_msk_cluster`, the data source

use tfplugin::{DataSource, path};

use super::cluster::{BrokerNodeGroupInfo, Cluster};
use super::clusters::{self, uuid};
use crate::prelude::*;

/// Looks up an MSK cluster by its name. Of a serverless cluster there are `arn`, `cluster_uuid`,
/// `bootstrap_brokers_sasl_iam` and `tags`.
///
/// See
/// [clusters](https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ClusterDataSource {
    /// ARN of the cluster.
    pub(crate) arn: Computed<String>,
    /// Bootstrap brokers for plaintext.
    pub(crate) bootstrap_brokers: Computed<String>,
    /// Bootstrap brokers for SASL/IAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_iam: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_scram: Computed<String>,
    /// Bootstrap brokers for TLS from outside of the VPC.
    pub(crate) bootstrap_brokers_public_tls: Computed<String>,
    /// Bootstrap brokers for SASL/IAM.
    pub(crate) bootstrap_brokers_sasl_iam: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM.
    pub(crate) bootstrap_brokers_sasl_scram: Computed<String>,
    /// Bootstrap brokers for TLS.
    pub(crate) bootstrap_brokers_tls: Computed<String>,
    #[block]
    pub(crate) broker_node_group_info: Computed<Vec<BrokerNodeGroupInfo>>,
    /// Name of the cluster.
    pub(crate) cluster_name: String,
    /// UUID of the cluster, the end of its ARN.
    pub(crate) cluster_uuid: Computed<String>,
    /// Whether AWS wants something to be done: `NONE`, `ACTION_RECOMMENDED` or
    /// `CRITICAL_ACTION_REQUIRED`.
    pub(crate) customer_action_status: Computed<String>,
    /// ARN of the cluster.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Version of Apache Kafka.
    pub(crate) kafka_version: Computed<String>,
    /// Number of brokers.
    pub(crate) number_of_broker_nodes: Computed<i32>,
    /// Tags of the cluster.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// Addresses of the Apache ZooKeeper nodes: `host:port`, by commas.
    pub(crate) zookeeper_connect_string: Computed<String>,
    /// The same for TLS.
    pub(crate) zookeeper_connect_string_tls: Computed<String>,
}

impl DataSource<Aws> for ClusterDataSource {
    const TYPE: &'static str = "aws_msk_cluster";
    const NAME: &'static str = "MSK Cluster";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let found = clusters::named(cx, &config.cluster_name).await?.ok_or_else(|| {
            let message = format!("no matching MSK Cluster: {:?}", config.cluster_name);
            Error::at(path("cluster_name"), message)
        })?;
        let arn = found.cluster_arn.clone().ok_or("the answer has no ARN")?;
        let brokers = clusters::brokers(cx, &found).await?.unwrap_or_default();
        let tags = found.tags.clone().unwrap_or_default().into_iter().collect();
        let mut told = ClusterDataSource {
            arn: arn.clone().into(),
            cluster_uuid: uuid(&arn).map(str::to_owned).into(),
            id: Some(arn),
            tags: Some(tags),
            ..config
        };
        if found.provisioned.is_none() {
            told.bootstrap_brokers_sasl_iam = brokers.sasl_iam.into();
            return Ok(told);
        }
        let it = Cluster::from_api(found, brokers)?;
        Ok(ClusterDataSource {
            bootstrap_brokers: it.bootstrap_brokers,
            bootstrap_brokers_public_sasl_iam: it.bootstrap_brokers_public_sasl_iam,
            bootstrap_brokers_public_sasl_scram: it.bootstrap_brokers_public_sasl_scram,
            bootstrap_brokers_public_tls: it.bootstrap_brokers_public_tls,
            bootstrap_brokers_sasl_iam: it.bootstrap_brokers_sasl_iam,
            bootstrap_brokers_sasl_scram: it.bootstrap_brokers_sasl_scram,
            bootstrap_brokers_tls: it.bootstrap_brokers_tls,
            broker_node_group_info: vec![it.broker_node_group_info].into(),
            customer_action_status: it.customer_action_status,
            kafka_version: it.kafka_version.into(),
            number_of_broker_nodes: it.number_of_broker_nodes.into(),
            zookeeper_connect_string: it.zookeeper_connect_string,
            zookeeper_connect_string_tls: it.zookeeper_connect_string_tls,
            ..told
        })
    }
}
