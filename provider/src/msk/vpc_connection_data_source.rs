//! `aws_msk_vpc_connection`, the data source

use tfplugin::{DataSource, path};

use super::vpc_connection::describe;
use crate::prelude::*;

/// Looks up a connection from a VPC to an MSK cluster.
///
/// See
/// [VPC connections](https://docs.aws.amazon.com/msk/1.0/apireference/vpc-connection-arn.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcConnectionDataSource {
    /// ARN of the connection.
    pub(crate) arn: String,
    /// How clients authenticate.
    pub(crate) authentication: Computed<String>,
    /// Subnets of the clients.
    pub(crate) client_subnets: Computed<Set<String>>,
    /// ARN of the connection.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Security groups of the connection's network interfaces.
    pub(crate) security_groups: Computed<Set<String>>,
    /// Tags of the connection.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// ARN of the cluster.
    pub(crate) target_cluster_arn: Computed<String>,
    /// ID of the clients' VPC.
    pub(crate) vpc_id: Computed<String>,
}

impl DataSource<Aws> for VpcConnectionDataSource {
    const TYPE: &'static str = "aws_msk_vpc_connection";
    const NAME: &'static str = "MSK VPC Connection";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let found = describe(cx, &config.arn).await?.ok_or_else(|| {
            let message = format!("no matching MSK VPC Connection: {:?}", config.arn);
            Error::at(path("arn"), message)
        })?;
        Ok(VpcConnectionDataSource {
            authentication: found.authentication.into(),
            client_subnets: Computed(found.subnets.map(|it| it.into_iter().collect())),
            id: Some(config.arn.clone()),
            security_groups: Computed(found.security_groups.map(|it| it.into_iter().collect())),
            tags: Some(found.tags.unwrap_or_default().into_iter().collect()),
            target_cluster_arn: found.target_cluster_arn.into(),
            vpc_id: found.vpc_id.into(),
            ..config
        })
    }
}
