//! `aws_msk_broker_nodes`

use aws_sdk_kafka::types::NodeInfo;
use tfplugin::{DataSource, path};

use super::unless_absent;
use crate::prelude::*;

/// Lists the brokers of a provisioned MSK cluster.
///
/// See
/// [nodes](https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-nodes.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerNodesDataSource {
    /// ARN of the cluster.
    #[attr(check = arn())]
    pub(crate) cluster_arn: String,
    /// ARN of the cluster.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    #[block]
    pub(crate) node_info_list: Computed<Vec<Node>>,
}

/// A broker. They are in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Node {
    /// ID of the broker's network interface.
    pub(crate) attached_eni_id: Computed<String>,
    /// Number of the broker.
    pub(crate) broker_id: Computed<i64>,
    /// Subnet of the broker.
    pub(crate) client_subnet: Computed<String>,
    /// Private address of the broker.
    pub(crate) client_vpc_ip_address: Computed<String>,
    /// Names of the broker in the DNS.
    pub(crate) endpoints: Computed<Set<String>>,
    /// ARN of the broker.
    pub(crate) node_arn: Computed<String>,
}

impl DataSource<Aws> for BrokerNodesDataSource {
    const TYPE: &'static str = "aws_msk_broker_nodes";
    const NAME: &'static str = "MSK Broker Nodes";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let mut nodes = Vec::new();
        let request = cx.kafka().list_nodes().cluster_arn(&config.cluster_arn);
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            let page = unless_absent(page)?.ok_or_else(|| {
                let message = format!("no matching MSK Cluster: {:?}", config.cluster_arn);
                Error::at(path("cluster_arn"), message)
            })?;
            let found = page.node_info_list.unwrap_or_default().into_iter();
            // There are controllers and nodes of ZooKeeper as well.
            nodes.extend(found.filter_map(Node::of_broker));
        }
        nodes.sort_by_key(|it| it.broker_id.0);
        Ok(BrokerNodesDataSource {
            id: Some(config.cluster_arn.clone()),
            node_info_list: nodes.into(),
            ..config
        })
    }
}

impl Node {
    fn of_broker(it: NodeInfo) -> Option<Node> {
        let broker = it.broker_node_info?;
        // AWS tells a number as a fraction.
        #[expect(clippy::cast_possible_truncation, reason = "the number of a broker is whole")]
        let number = broker.broker_id.map(|it| it as i64);
        Some(Node {
            attached_eni_id: broker.attached_eni_id.into(),
            broker_id: number.into(),
            client_subnet: broker.client_subnet.into(),
            client_vpc_ip_address: broker.client_vpc_ip_address.into(),
            endpoints: Computed(broker.endpoints.map(|it| it.into_iter().collect())),
            node_arn: it.node_arn.into(),
        })
    }
}
