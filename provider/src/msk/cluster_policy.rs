//! `aws_msk_cluster_policy`

use aws_sdk_kafka::error::SdkError;
use schemas::Value;
use tfplugin::{Id, path};

use super::{import, unless_absent};
use crate::error::{code, failure, message};
use crate::policy::{self, Policy, Subject, retry_on_iam_propagation};
use crate::prelude::*;
use crate::region;

/// Sets the policy of an MSK cluster, which lets other accounts and services use it, as for
/// connections from other VPCs. A cluster has one policy: do not set it in two places. Destroying
/// this takes the policy away, unless the cluster has another by then.
///
/// See
/// [the policy of a cluster](https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-policy.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ClusterPolicy {
    /// ARN of the cluster that the policy is for. With another cluster the policy of the one before is
    /// taken away; hashicorp/aws leaves it there.
    #[attr(force_new)]
    pub(crate) cluster_arn: String,
    /// Version of the policy, which AWS changes with each change of it.
    pub(crate) current_version: Computed<String>,
    /// The policy in JSON, up to 20 KB: who may do what with the cluster.
    pub(crate) policy: Policy,
}

const POLICY: Subject = Subject {
    kind: "cluster",
    services: &["kafka", "kafka-cluster"],
    actions: &[
        "CreateVpcConnection",
        "GetBootstrapBrokers",
        "DescribeCluster",
        "DescribeClusterV2",
        "AlterCluster",
        "AlterClusterDynamicConfiguration",
        "AlterGroup",
        "AlterTopic",
        "AlterTopicDynamicConfiguration",
        "AlterTransactionalId",
        "Connect",
        "CreateTopic",
        "DeleteGroup",
        "DeleteTopic",
        "DescribeClusterDynamicConfiguration",
        "DescribeGroup",
        "DescribeTopic",
        "DescribeTopicDynamicConfiguration",
        "DescribeTransactionalId",
        "ReadData",
        "WriteData",
        "WriteDataIdempotently",
        "BatchAssociateScramSecret",
        "BatchDisassociateScramSecret",
        "CreateReplicator",
        "DeleteCluster",
        "DeleteClusterPolicy",
        "DescribeClusterOperation",
        "DescribeClusterOperationV2",
        "DescribeVpcConnection",
        "GetClusterPolicy",
        "GetCompatibleKafkaVersions",
        "ListClientVpcConnections",
        "ListClusterOperations",
        "ListClusterOperationsV2",
        "ListNodes",
        "ListScramSecrets",
        "ListTagsForResource",
        "ListTopics",
        "PutClusterPolicy",
        "RebootBroker",
        "RejectClientVpcConnection",
        "TagResource",
        "UntagResource",
        "UpdateBrokerCount",
        "UpdateBrokerStorage",
        "UpdateBrokerType",
        "UpdateClusterConfiguration",
        "UpdateClusterKafkaVersion",
        "UpdateConnectivity",
        "UpdateMonitoring",
        "UpdateRebalancing",
        "UpdateSecurity",
        "UpdateStorage",
        "UpdateTopic",
    ],
    statements: None,
    bytes: Some(20_480),
    // It may be about topics and groups of the cluster as well.
    resource: |_| None,
    source: "https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cluster-owner-action-policy.html",
};

impl Resource<Aws> for ClusterPolicy {
    type Identity = Id;

    const TYPE: &'static str = "aws_msk_cluster_policy";
    const NAME: &'static str = "MSK Cluster Policy";
    const ATTACHED: bool = true;
    /// What the cluster has after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;

    fn name_key(object: &Value) -> Option<String> {
        object.get("cluster_arn").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = policy::checks(&POLICY);
        checks.push(region::check("cluster_arn"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        put(cx, &plan.cluster_arn, &plan.policy).await?;
        Ok(plan.cluster_arn.clone().into())
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let found = unless_absent(cx.kafka().get_cluster_policy().cluster_arn(id).send().await)?;
        Ok(found.map(|it| ClusterPolicy {
            cluster_arn: id.to_string(),
            current_version: it.current_version.into(),
            policy: Policy(it.policy.unwrap_or_default()),
        }))
    }

    async fn update(cx: &Cx, id: &Id, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    async fn delete(cx: &Cx, id: &Id, prior: &Self) -> Result<()> {
        match Self::read(cx, id).await? {
            None => return Ok(()),
            Some(found) if found.policy != prior.policy => {
                cx.warn(Error::new("the cluster has another policy by now, which is left to it"));
                return Ok(());
            }
            Some(_) => {}
        }
        unless_absent(cx.kafka().delete_cluster_policy().cluster_arn(id).send().await)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "cluster").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

/// Puts the policy in place of the one that is there, whose version AWS wants to be told.
async fn put(cx: &Cx, arn: &str, policy: &Policy) -> Result<()> {
    let text = Policy::to_api(Some(policy));
    if text.is_empty() {
        let error = Error::at(path("policy"), "`policy` says nothing");
        return Err(error.remedy(
            "To take the cluster's away, remove this resource. Otherwise give `policy` a value.",
        ));
    }
    let version = ClusterPolicy::read(cx, &arn.into()).await?.and_then(|it| it.current_version.0);
    let request = cx.kafka().put_cluster_policy().cluster_arn(arn).policy(&text);
    let request = request.set_current_version(version);
    let is_of_new_identity = |it: &SdkError<_, _>| {
        message(it).is_some_and(|it| it.contains("Principal was not found"))
            && policy.names_identities()
    };
    let send = || request.clone().send();
    let Err(error) = retry_on_iam_propagation(cx, is_of_new_identity, send).await? else {
        return Ok(());
    };
    // The version is another where the answer of an attempt was lost.
    let is_there = code(&error) == Some("BadRequestException")
        && ClusterPolicy::read(cx, &arn.into()).await?.is_some_and(|it| it.policy == *policy);
    if is_there { Ok(()) } else { Err(failure(&error)) }
}
