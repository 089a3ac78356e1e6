//! `aws_msk_serverless_cluster`

use std::time::Duration;

use aws_sdk_kafka::types as api;

use super::clusters::{self, uuid};
use super::{import, tags};
use crate::identity::Arn;
use crate::prelude::*;
use crate::region;

/// Manages an MSK Serverless cluster, whose capacity AWS provisions and scales.
///
/// See
/// [clusters](https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ServerlessCluster {
    /// ARN of the cluster.
    pub(crate) arn: Computed<String>,
    /// Bootstrap brokers for clients that authenticate by IAM: host and port.
    pub(crate) bootstrap_brokers_sasl_iam: Computed<String>,
    /// Name of the cluster.
    #[attr(force_new, check = length(1, 64))]
    pub(crate) cluster_name: String,
    /// UUID of the cluster, the end of its ARN.
    pub(crate) cluster_uuid: Computed<String>,
    /// Tags of the cluster.
    pub(crate) tags: Option<Tags>,
    #[block(force_new, min = 1, max = 1)]
    pub(crate) client_authentication: Vec<ClientAuthentication>,
    #[block(force_new, min = 1)]
    pub(crate) vpc_config: Vec<VpcConfig>,
}

/// How clients authenticate.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ClientAuthentication {
    #[block(force_new, min = 1, max = 1)]
    pub(crate) sasl: Vec<Sasl>,
}

/// Authentication by SASL.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Sasl {
    #[block(force_new, min = 1, max = 1)]
    pub(crate) iam: Vec<Iam>,
}

/// Authentication by IAM.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Iam {
    /// Whether clients authenticate by IAM. A serverless cluster takes nothing but `true`.
    #[attr(force_new)]
    pub(crate) enabled: bool,
}

/// A VPC from which clients reach the cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcConfig {
    /// Security groups that say who may connect, up to five. Where they are left out, it is the
    /// default one of the VPC.
    #[attr(computed, force_new, check = at_most(5))]
    pub(crate) security_group_ids: Option<Set<String>>,
    /// Subnets in at least two Availability Zones.
    #[attr(force_new)]
    pub(crate) subnet_ids: Set<String>,
}

const TWO_HOURS: Option<Duration> = Some(Duration::from_secs(2 * 60 * 60));

impl Resource<Aws> for ServerlessCluster {
    type Identity = Arn;

    const TYPE: &'static str = "aws_msk_serverless_cluster";
    const NAME: &'static str = "MSK Serverless Cluster";
    const TIMEOUTS: Timeouts = Timeouts { create: TWO_HOURS, delete: TWO_HOURS, ..Timeouts::NONE };

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let iam = plan.client_authentication.iter().flat_map(|it| &it.sasl).flat_map(|it| &it.iam);
        let iam = iam.map(|it| api::Iam::builder().enabled(it.enabled).build()).next();
        let sasl = api::ServerlessSasl::builder().set_iam(iam).build();
        let authentication = api::ServerlessClientAuthentication::builder().sasl(sasl).build();
        let request = api::ServerlessRequest::builder()
            .client_authentication(authentication)
            .set_vpc_configs(Some(plan.vpc_config.iter().map(VpcConfig::to_api).collect()));
        clusters::create(cx, &plan.cluster_name, plan.tags.as_ref(), |it| {
            it.serverless(request.build())
        })
        .await
        .map(Into::into)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let Some(found) = clusters::describe(cx, id).await? else { return Ok(None) };
        let brokers = clusters::brokers(cx, &found).await?;
        let serverless = found.serverless.ok_or("this is no serverless cluster")?;
        let iam = serverless.client_authentication.and_then(|it| it.sasl?.iam?.enabled);
        let iam = vec![Iam { enabled: iam.unwrap_or_default() }];
        Ok(Some(ServerlessCluster {
            cluster_uuid: uuid(id).map(str::to_owned).into(),
            arn: found.cluster_arn.into(),
            bootstrap_brokers_sasl_iam: brokers.and_then(|it| it.sasl_iam).into(),
            cluster_name: found.cluster_name.unwrap_or_default(),
            tags: Some(found.tags.unwrap_or_default().into_iter().collect()),
            client_authentication: vec![ClientAuthentication { sasl: vec![Sasl { iam }] }],
            vpc_config: serverless
                .vpc_configs
                .unwrap_or_default()
                .into_iter()
                .map(|it| VpcConfig {
                    security_group_ids: it.security_group_ids.map(|it| it.into_iter().collect()),
                    subnet_ids: it.subnet_ids.unwrap_or_default().into_iter().collect(),
                })
                .collect(),
        }))
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        clusters::delete(cx, id).await
    }

    async fn progress(cx: &Cx, id: &Arn) -> Result<Progress<()>> {
        clusters::progress(cx, id).await
    }

    fn import(id: &str) -> Result<Arn> {
        import::checked(id, "cluster").map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

impl VpcConfig {
    fn to_api(&self) -> api::VpcConfig {
        let groups = self.security_group_ids.clone().filter(|it| !it.0.is_empty());
        api::VpcConfig::builder()
            .set_security_group_ids(groups.map(|it| it.0.into_iter().collect()))
            .set_subnet_ids(Some(self.subnet_ids.0.to_vec()))
            .build()
    }
}
