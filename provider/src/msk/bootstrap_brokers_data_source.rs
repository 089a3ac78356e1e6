//! `aws_msk_bootstrap_brokers`

use tfplugin::{DataSource, path};

use super::clusters;
use crate::prelude::*;

/// Tells where clients of an MSK cluster begin: `host:port` of brokers, by commas, for each way in
/// that the cluster has.
///
/// See
/// [bootstrap brokers](https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-bootstrap-brokers.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BootstrapBrokersDataSource {
    /// Brokers for plaintext.
    pub(crate) bootstrap_brokers: Computed<String>,
    /// Brokers for plaintext by IPv6.
    pub(crate) bootstrap_brokers_ipv6: Computed<String>,
    /// Brokers for SASL/IAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_iam: Computed<String>,
    /// Brokers for SASL/SCRAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_scram: Computed<String>,
    /// Brokers for TLS from outside of the VPC.
    pub(crate) bootstrap_brokers_public_tls: Computed<String>,
    /// Brokers for SASL/IAM.
    pub(crate) bootstrap_brokers_sasl_iam: Computed<String>,
    /// Brokers for SASL/IAM by IPv6.
    pub(crate) bootstrap_brokers_sasl_iam_ipv6: Computed<String>,
    /// Brokers for SASL/SCRAM.
    pub(crate) bootstrap_brokers_sasl_scram: Computed<String>,
    /// Brokers for SASL/SCRAM by IPv6.
    pub(crate) bootstrap_brokers_sasl_scram_ipv6: Computed<String>,
    /// Brokers for TLS.
    pub(crate) bootstrap_brokers_tls: Computed<String>,
    /// Brokers for TLS by IPv6.
    pub(crate) bootstrap_brokers_tls_ipv6: Computed<String>,
    /// Brokers for SASL/IAM from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_sasl_iam: Computed<String>,
    /// Brokers for SASL/SCRAM from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_sasl_scram: Computed<String>,
    /// Brokers for TLS from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_tls: Computed<String>,
    /// ARN of the cluster.
    #[attr(check = arn())]
    pub(crate) cluster_arn: String,
    /// ARN of the cluster.
    #[attr(computed)]
    pub(crate) id: Option<String>,
}

impl DataSource<Aws> for BootstrapBrokersDataSource {
    const TYPE: &'static str = "aws_msk_bootstrap_brokers";
    const NAME: &'static str = "MSK Bootstrap Brokers";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let found = clusters::brokers_of(cx, &config.cluster_arn).await?.ok_or_else(|| {
            let message = format!("no matching MSK Cluster: {:?}", config.cluster_arn);
            Error::at(path("cluster_arn"), message)
        })?;
        let told = |it: Option<String>| it.unwrap_or_default().into();
        Ok(BootstrapBrokersDataSource {
            bootstrap_brokers: told(found.plaintext),
            bootstrap_brokers_ipv6: told(found.plaintext_ipv6),
            bootstrap_brokers_public_sasl_iam: told(found.public_sasl_iam),
            bootstrap_brokers_public_sasl_scram: told(found.public_sasl_scram),
            bootstrap_brokers_public_tls: told(found.public_tls),
            bootstrap_brokers_sasl_iam: told(found.sasl_iam),
            bootstrap_brokers_sasl_iam_ipv6: told(found.sasl_iam_ipv6),
            bootstrap_brokers_sasl_scram: told(found.sasl_scram),
            bootstrap_brokers_sasl_scram_ipv6: told(found.sasl_scram_ipv6),
            bootstrap_brokers_tls: told(found.tls),
            bootstrap_brokers_tls_ipv6: told(found.tls_ipv6),
            bootstrap_brokers_vpc_connectivity_sasl_iam: told(found.vpc_connectivity_sasl_iam),
            bootstrap_brokers_vpc_connectivity_sasl_scram: told(found.vpc_connectivity_sasl_scram),
            bootstrap_brokers_vpc_connectivity_tls: told(found.vpc_connectivity_tls),
            id: Some(config.cluster_arn.clone()),
            ..config
        })
    }
}
