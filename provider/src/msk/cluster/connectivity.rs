//! Who can connect from outside of the VPC: one setting a call, each of a cluster that exists.

use aws_sdk_kafka::types as api;

use super::operation::{begun, run};
use super::{Cluster, ConnectivityInfo};
use crate::prelude::*;

const PUBLIC: &str = "SERVICE_PROVIDED_EIPS";
const CLOSED: &str = "DISABLED";
const DUAL: &str = "DUAL";

/// The ways in of clients of other VPCs.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Ways {
    iam: bool,
    scram: bool,
    tls: bool,
}

/// What of a cluster's connectivity is not as AWS creates one.
#[derive(Debug, Default, PartialEq)]
struct Connectivity {
    is_public: bool,
    is_dual: bool,
    vpcs: Ways,
}

impl Connectivity {
    fn of(cluster: &Cluster) -> Connectivity {
        let info = cluster.broker_node_group_info.connectivity_info.as_ref();
        let public = info.and_then(|it| it.public_access.as_ref()?.r#type.as_deref());
        Connectivity {
            is_public: public == Some(PUBLIC),
            is_dual: info.and_then(|it| it.network_type.as_deref()) == Some(DUAL),
            vpcs: info.map(Ways::of).unwrap_or_default(),
        }
    }
}

impl Ways {
    fn of(info: &ConnectivityInfo) -> Ways {
        let it = info.vpc_connectivity.as_ref().and_then(|it| it.client_authentication.as_ref());
        let sasl = it.and_then(|it| it.sasl.as_ref());
        Ways {
            iam: sasl.and_then(|it| it.iam) == Some(true),
            scram: sasl.and_then(|it| it.scram) == Some(true),
            tls: it.and_then(|it| it.tls) == Some(true),
        }
    }

    fn and(self, other: Ways) -> Ways {
        Ways {
            iam: self.iam && other.iam,
            scram: self.scram && other.scram,
            tls: self.tls && other.tls,
        }
    }

    fn to_api(self) -> api::VpcConnectivity {
        let sasl = api::VpcConnectivitySasl::builder()
            .iam(api::VpcConnectivityIam::builder().enabled(self.iam).build())
            .scram(api::VpcConnectivityScram::builder().enabled(self.scram).build())
            .build();
        let tls = api::VpcConnectivityTls::builder().enabled(self.tls).build();
        let ways = api::VpcConnectivityClientAuthentication::builder().sasl(sasl).tls(tls).build();
        api::VpcConnectivity::builder().client_authentication(ways).build()
    }
}

/// Whether a new cluster is to be reached in ways that AWS does not create one with.
pub(super) fn is_asked_for(plan: &Cluster) -> bool {
    Connectivity::of(plan) != Connectivity::default()
}

/// Closes the ways in that are not planned any more. They go before what they need is turned off.
pub(super) async fn close(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    let (old, new) = (Connectivity::of(prior), Connectivity::of(plan));
    if old.is_public && !new.is_public {
        set_public(cx, id, CLOSED).await?;
    }
    let left = old.vpcs.and(new.vpcs);
    if left != old.vpcs {
        set_vpcs(cx, id, left).await?;
    }
    Ok(())
}

/// Opens the ways in that are planned anew. `prior` is `None` for a new cluster.
pub(super) async fn open(cx: &Cx, id: &str, prior: Option<&Cluster>, plan: &Cluster) -> Result<()> {
    let (old, new) = (prior.map(Connectivity::of).unwrap_or_default(), Connectivity::of(plan));
    if new.is_dual && !old.is_dual {
        let info = api::ConnectivityInfo::builder().network_type(DUAL.into()).build();
        set(cx, id, info).await?;
    }
    if new.vpcs != old.vpcs.and(new.vpcs) {
        set_vpcs(cx, id, new.vpcs).await?;
    }
    if new.is_public && !old.is_public {
        set_public(cx, id, PUBLIC).await?;
    }
    Ok(())
}

async fn set_public(cx: &Cx, id: &str, kind: &str) -> Result<()> {
    let public = api::PublicAccess::builder().r#type(kind).build();
    set(cx, id, api::ConnectivityInfo::builder().public_access(public).build()).await
}

async fn set_vpcs(cx: &Cx, id: &str, ways: Ways) -> Result<()> {
    set(cx, id, api::ConnectivityInfo::builder().vpc_connectivity(ways.to_api()).build()).await
}

async fn set(cx: &Cx, id: &str, info: api::ConnectivityInfo) -> Result<()> {
    run(cx, id, |version| async {
        let request = cx.kafka().update_connectivity().cluster_arn(id).current_version(version);
        let answer = request.connectivity_info(info.clone()).send().await;
        begun(answer, |it| it.cluster_operation_arn)
    })
    .await
}
