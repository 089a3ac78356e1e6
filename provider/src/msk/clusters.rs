//! Clusters as all types see them: their creation, description, states and end.

use aws_sdk_kafka::operation::create_cluster_v2::CreateClusterV2Error;
use aws_sdk_kafka::operation::create_cluster_v2::builders::CreateClusterV2FluentBuilder;
use aws_sdk_kafka::operation::get_bootstrap_brokers::GetBootstrapBrokersOutput;
use aws_sdk_kafka::types::{Cluster, ClusterState, StateInfo};

use super::{TAKEN, unless_absent};
use crate::error::{code, failure, message};
use crate::lost::Lost;
use crate::prelude::*;
use crate::{arn, pages, tags};

/// Creates a cluster of the kind that the request is given.
pub(super) async fn create(
    cx: &Cx,
    name: &str,
    tags: Option<&Tags>,
    kind: impl FnOnce(CreateClusterV2FluentBuilder) -> CreateClusterV2FluentBuilder,
) -> Result<String> {
    let request = cx.kafka().create_cluster_v2().cluster_name(name);
    let request = kind(request.set_tags(tags::to_create(tags)));
    let lost = Lost::<CreateClusterV2Error>::new();
    match request.customize().interceptor(lost.clone()).send().await {
        Err(error) if code(&error) == Some(TAKEN) => {
            let error = failure(&error);
            match named(cx, name).await?.map(|it| (it.cluster_arn.clone(), it.state)) {
                // There is no token to ask with, and no two clusters have one name.
                Some((Some(arn), Some(ClusterState::Creating))) if lost.any() => Ok(arn),
                Some((Some(arn), _)) => Err(error.remedy(format!(
                    "If the cluster is to be managed here, import it by its ARN, {arn}. Otherwise \
                     choose another name."
                ))),
                _ => Err(error),
            }
        }
        output => Ok(output.into_result()?.cluster_arn.ok_or("the answer has no ARN")?),
    }
}

pub(super) async fn describe(cx: &Cx, arn: &str) -> Result<Option<Cluster>> {
    let answer = cx.kafka().describe_cluster_v2().cluster_arn(arn).send().await;
    Ok(unless_absent(answer)?.and_then(|it| it.cluster_info))
}

/// The cluster that has a name.
pub(super) async fn named(cx: &Cx, name: &str) -> Result<Option<Cluster>> {
    // The filter is the beginning of a name.
    let request = cx.kafka().list_clusters_v2().cluster_name_filter(name);
    let is_meant = |it: &Cluster| it.cluster_name.as_deref() == Some(name);
    pages::find(request.into_paginator().send(), |it| it.cluster_info_list, is_meant).await
}

/// Whether a cluster has become ACTIVE.
pub(super) async fn progress(cx: &Cx, arn: &str) -> Result<Progress<()>> {
    let Some(found) = describe(cx, arn).await? else {
        return Ok(Progress::Pending("the cluster cannot be read yet".to_owned()));
    };
    match &found.state {
        Some(ClusterState::Active) => Ok(Progress::Ready(())),
        Some(ClusterState::Failed) => Err(failed(found.state_info.as_ref())),
        Some(ClusterState::Deleting) => Err(Error::new("the cluster is being deleted")),
        state => Ok(pending(state.as_ref())),
    }
}

/// In which state a cluster is that is not ACTIVE yet.
pub(super) fn pending<T>(state: Option<&ClusterState>) -> Progress<T> {
    let state = state.map_or("in no state", ClusterState::as_str);
    Progress::Pending(format!("the cluster is {state}"))
}

/// Why a cluster FAILED, in AWS's words.
pub(super) fn failed(info: Option<&StateInfo>) -> Error {
    let code = info.and_then(StateInfo::code).unwrap_or("no error code");
    let message = info.and_then(StateInfo::message).unwrap_or("AWS gives no reason");
    let error =
        Error::new(format!("the cluster FAILED: {code}: {}", message.trim_end_matches('.')));
    error.remedy("Correct what the reason names: the next apply replaces the cluster.")
}

/// Deletes a cluster, as soon as it can be: not while it is created or changed.
pub(super) async fn delete(cx: &Cx, arn: &str) -> Result<()> {
    cx.until(|| async {
        let Some(found) = describe(cx, arn).await? else { return Ok(Progress::Ready(())) };
        match found.state {
            Some(ClusterState::Active | ClusterState::Failed) => {
                match cx.kafka().delete_cluster().cluster_arn(arn).send().await {
                    // It has begun to change since.
                    Err(error)
                        if message(&error).is_some_and(|it| it.contains("delete cluster")) =>
                    {
                        Ok(Progress::Pending("the cluster cannot be deleted yet".to_owned()))
                    }
                    answer => {
                        unless_absent(answer)?;
                        Ok(Progress::Ready(()))
                    }
                }
            }
            Some(ClusterState::Deleting) => Ok(Progress::Ready(())),
            state => Ok(pending(state.as_ref())),
        }
    })
    .await
}

/// Where clients begin, by the ways in: `host:port,host:port`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Brokers {
    pub(super) plaintext: Option<String>,
    pub(super) plaintext_ipv6: Option<String>,
    pub(super) public_sasl_iam: Option<String>,
    pub(super) public_sasl_scram: Option<String>,
    pub(super) public_tls: Option<String>,
    pub(super) sasl_iam: Option<String>,
    pub(super) sasl_iam_ipv6: Option<String>,
    pub(super) sasl_scram: Option<String>,
    pub(super) sasl_scram_ipv6: Option<String>,
    pub(super) tls: Option<String>,
    pub(super) tls_ipv6: Option<String>,
    pub(super) vpc_connectivity_sasl_iam: Option<String>,
    pub(super) vpc_connectivity_sasl_scram: Option<String>,
    pub(super) vpc_connectivity_tls: Option<String>,
}

/// The bootstrap brokers of a cluster. `None` in states in which AWS tells none.
pub(super) async fn brokers(cx: &Cx, cluster: &Cluster) -> Result<Option<Brokers>> {
    use ClusterState::{Creating, Deleting, Failed};
    if matches!(cluster.state, Some(Creating | Deleting | Failed)) {
        return Ok(None);
    }
    let arn = cluster.cluster_arn().unwrap_or_default();
    brokers_of(cx, arn).await
}

/// The same of a cluster of which no more is known than its ARN.
pub(super) async fn brokers_of(cx: &Cx, arn: &str) -> Result<Option<Brokers>> {
    let answer = cx.kafka().get_bootstrap_brokers().cluster_arn(arn).send().await;
    Ok(unless_absent(answer)?.map(Brokers::from_api))
}

impl Brokers {
    fn from_api(it: GetBootstrapBrokersOutput) -> Brokers {
        Brokers {
            plaintext: sorted(it.bootstrap_broker_string),
            plaintext_ipv6: sorted(it.bootstrap_broker_string_ipv6),
            public_sasl_iam: sorted(it.bootstrap_broker_string_public_sasl_iam),
            public_sasl_scram: sorted(it.bootstrap_broker_string_public_sasl_scram),
            public_tls: sorted(it.bootstrap_broker_string_public_tls),
            sasl_iam: sorted(it.bootstrap_broker_string_sasl_iam),
            sasl_iam_ipv6: sorted(it.bootstrap_broker_string_sasl_iam_ipv6),
            sasl_scram: sorted(it.bootstrap_broker_string_sasl_scram),
            sasl_scram_ipv6: sorted(it.bootstrap_broker_string_sasl_scram_ipv6),
            tls: sorted(it.bootstrap_broker_string_tls),
            tls_ipv6: sorted(it.bootstrap_broker_string_tls_ipv6),
            vpc_connectivity_sasl_iam: sorted(it.bootstrap_broker_string_vpc_connectivity_sasl_iam),
            vpc_connectivity_sasl_scram: sorted(
                it.bootstrap_broker_string_vpc_connectivity_sasl_scram,
            ),
            vpc_connectivity_tls: sorted(it.bootstrap_broker_string_vpc_connectivity_tls),
        }
    }
}

/// Addresses by the alphabet: AWS tells them in no order.
pub(super) fn sorted(addresses: Option<String>) -> Option<String> {
    let addresses = addresses.filter(|it| !it.is_empty())?;
    let mut all: Vec<&str> = addresses.split(',').collect();
    all.sort_unstable();
    Some(all.join(","))
}

/// The UUID at the end of a cluster's ARN.
pub(super) fn uuid(id: &str) -> Option<&str> {
    let [.., resource] = arn::parts(id)?;
    resource.rsplit_once('/').map(|it| it.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_sorted() {
        let told = Some("b-3:9092,b-1:9092,b-2:9092".to_owned());
        assert_eq!(sorted(told).as_deref(), Some("b-1:9092,b-2:9092,b-3:9092"));
        assert_eq!(sorted(Some(String::new())), None);
    }

    #[test]
    fn a_failed_cluster_says_why() {
        let info = StateInfo::builder().code("InvalidInput").message("No such key.").build();
        assert_eq!(failed(Some(&info)).message, "the cluster FAILED: InvalidInput: No such key");
        assert_eq!(failed(None).message, "the cluster FAILED: no error code: AWS gives no reason");
    }
}
