//! `aws_msk_vpc_connection`

use aws_sdk_kafka::operation::describe_vpc_connection::DescribeVpcConnectionOutput;
use aws_sdk_kafka::types::VpcConnectionState;

use tfplugin::Id;

use super::{import, tags, unless_absent};
use crate::prelude::*;
use crate::region;

/// Manages a connection from a VPC to an MSK cluster of another VPC, or of another account, by AWS
/// PrivateLink. The cluster has VPC connectivity on for the way of authentication, and a policy that
/// lets the account of the connection in.
///
/// See
/// [VPC connections](https://docs.aws.amazon.com/msk/1.0/apireference/vpc-connection.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcConnection {
    /// ARN of the connection.
    pub(crate) arn: Computed<String>,
    /// How clients authenticate: `SASL_IAM`, `SASL_SCRAM` or `TLS`.
    #[attr(force_new)]
    pub(crate) authentication: String,
    /// Subnets of the clients, each in another Availability Zone.
    #[attr(force_new)]
    pub(crate) client_subnets: Set<String>,
    /// Security groups of the connection's network interfaces.
    #[attr(force_new)]
    pub(crate) security_groups: Set<String>,
    /// Tags of the connection.
    pub(crate) tags: Option<Tags>,
    /// ARN of the cluster.
    #[attr(force_new)]
    pub(crate) target_cluster_arn: String,
    /// ID of the clients' VPC.
    #[attr(force_new)]
    pub(crate) vpc_id: String,
}

impl Resource<Aws> for VpcConnection {
    type Identity = Id;

    const TYPE: &'static str = "aws_msk_vpc_connection";
    const NAME: &'static str = "MSK VPC Connection";

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let request = cx
            .kafka()
            .create_vpc_connection()
            .authentication(&plan.authentication)
            .set_client_subnets(Some(plan.client_subnets.0.to_vec()))
            .set_security_groups(Some(plan.security_groups.0.to_vec()))
            .set_tags(crate::tags::to_create(plan.tags.as_ref()))
            .target_cluster_arn(&plan.target_cluster_arn)
            .vpc_id(&plan.vpc_id);
        let arn = request.send().await.into_result()?.vpc_connection_arn;
        Ok(arn.ok_or("the answer has no ARN")?.into())
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        Ok(describe(cx, id).await?.map(|it| VpcConnection {
            arn: it.vpc_connection_arn.into(),
            authentication: it.authentication.unwrap_or_default(),
            client_subnets: it.subnets.unwrap_or_default().into_iter().collect(),
            security_groups: it.security_groups.unwrap_or_default().into_iter().collect(),
            tags: Some(it.tags.unwrap_or_default().into_iter().collect()),
            target_cluster_arn: it.target_cluster_arn.unwrap_or_default(),
            vpc_id: it.vpc_id.unwrap_or_default(),
        }))
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        use VpcConnectionState::{Creating, Deleting, Rejecting};
        // AWS refuses it while the connection is in between.
        let state = cx.until(|| async {
            match describe(cx, id).await?.map(|it| it.state) {
                Some(Some(it @ (Creating | Rejecting))) => {
                    Ok(Progress::Pending(format!("the connection is {it}")))
                }
                state => Ok(Progress::Ready(state)),
            }
        });
        if !matches!(state.await?, None | Some(Some(Deleting))) {
            unless_absent(cx.kafka().delete_vpc_connection().arn(id).send().await)?;
        }
        Ok(())
    }

    async fn progress(cx: &Cx, id: &Id) -> Result<Progress<()>> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(Progress::Pending("the connection cannot be read yet".to_owned()));
        };
        match &found.state {
            // Of a connection whose cluster has no way in for it any more.
            Some(VpcConnectionState::Available | VpcConnectionState::Inactive) => {
                Ok(Progress::Ready(()))
            }
            Some(it @ (VpcConnectionState::Failed | VpcConnectionState::Rejected)) => {
                let error = Error::new(format!("the connection is {it}"));
                Err(error.remedy(
                    "Look whether the policy of the cluster lets this account in, and whether the \
                     cluster has VPC connectivity on for this authentication.",
                ))
            }
            state => {
                let state = state.as_ref().map_or("in no state", VpcConnectionState::as_str);
                Ok(Progress::Pending(format!("the connection is {state}")))
            }
        }
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "vpc-connection").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

pub(super) async fn describe(cx: &Cx, arn: &str) -> Result<Option<DescribeVpcConnectionOutput>> {
    unless_absent(cx.kafka().describe_vpc_connection().arn(arn).send().await)
}
