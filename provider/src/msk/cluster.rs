//! `aws_msk_cluster`

mod checks;
mod connectivity;
mod convert;
mod operation;
mod respell;
mod rules;
mod security;
mod update;

use std::time::Duration;

use aws_sdk_kafka::types::ClusterState;
use schemas::{Fields, Value};
use tfplugin::engine::Plan;

use super::{clusters, import};
use crate::identity::Arn;
use crate::prelude::*;
use crate::region;

/// Manages a provisioned MSK cluster, of standard or Express brokers.
///
/// Each change is an operation of AWS that rolls over all brokers, mostly of a quarter of an hour or
/// more. An apply that changes several things runs them one after the other, in an order that AWS
/// takes, and follows each to its end.
///
/// See [clusters](https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html) in the Amazon
/// MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Cluster {
    /// ARN of the cluster.
    pub(crate) arn: Computed<String>,
    /// Bootstrap brokers for plaintext. Of a cluster of more than three brokers AWS tells any three:
    /// these stay as long as the cluster has them.
    pub(crate) bootstrap_brokers: Computed<String>,
    /// Bootstrap brokers for plaintext by IPv6.
    pub(crate) bootstrap_brokers_ipv6: Computed<String>,
    /// Bootstrap brokers for SASL/IAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_iam: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM from outside of the VPC.
    pub(crate) bootstrap_brokers_public_sasl_scram: Computed<String>,
    /// Bootstrap brokers for TLS from outside of the VPC.
    pub(crate) bootstrap_brokers_public_tls: Computed<String>,
    /// Bootstrap brokers for SASL/IAM.
    pub(crate) bootstrap_brokers_sasl_iam: Computed<String>,
    /// Bootstrap brokers for SASL/IAM by IPv6.
    pub(crate) bootstrap_brokers_sasl_iam_ipv6: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM.
    pub(crate) bootstrap_brokers_sasl_scram: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM by IPv6.
    pub(crate) bootstrap_brokers_sasl_scram_ipv6: Computed<String>,
    /// Bootstrap brokers for TLS.
    pub(crate) bootstrap_brokers_tls: Computed<String>,
    /// Bootstrap brokers for TLS by IPv6.
    pub(crate) bootstrap_brokers_tls_ipv6: Computed<String>,
    /// Bootstrap brokers for SASL/IAM from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_sasl_iam: Computed<String>,
    /// Bootstrap brokers for SASL/SCRAM from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_sasl_scram: Computed<String>,
    /// Bootstrap brokers for TLS from other VPCs.
    pub(crate) bootstrap_brokers_vpc_connectivity_tls: Computed<String>,
    /// Name of the cluster. It must be unique in the account and region.
    #[attr(force_new, check = length(1, 64))]
    pub(crate) cluster_name: String,
    /// UUID of the cluster, the end of its ARN.
    pub(crate) cluster_uuid: Computed<String>,
    /// Version of the cluster's settings, which AWS changes with each update.
    pub(crate) current_version: Computed<String>,
    /// Whether AWS wants something to be done: `NONE`, `ACTION_RECOMMENDED` or
    /// `CRITICAL_ACTION_REQUIRED`.
    pub(crate) customer_action_status: Computed<String>,
    /// Level of the metrics in Amazon CloudWatch.
    #[attr(
        default = "DEFAULT",
        check = one_of(&[
            "DEFAULT",
            "PER_BROKER",
            "PER_TOPIC_PER_BROKER",
            "PER_TOPIC_PER_PARTITION",
        ]),
    )]
    pub(crate) enhanced_monitoring: String,
    /// Version of Apache Kafka. A newer one is an upgrade in place, together with a changed
    /// `configuration_info`. AWS cannot go back: an older one replaces the cluster.
    #[attr(check = length(1, 64))]
    pub(crate) kafka_version: String,
    /// Number of brokers: a multiple of the number of `client_subnets`.
    pub(crate) number_of_broker_nodes: i32,
    /// Where messages are stored: on the brokers (`LOCAL`), or older ones in tiered storage
    /// (`TIERED`). AWS cannot go back from `TIERED`: `LOCAL` replaces the cluster then.
    #[attr(computed, check = one_of(&["LOCAL", "TIERED"]))]
    pub(crate) storage_mode: Option<String>,
    /// Tags of the cluster.
    pub(crate) tags: Option<Tags>,
    /// Addresses of the Apache ZooKeeper nodes: `host:port`, by commas. None in KRaft mode and of
    /// Express brokers.
    pub(crate) zookeeper_connect_string: Computed<String>,
    /// The same for TLS.
    pub(crate) zookeeper_connect_string_tls: Computed<String>,
    #[block(force_new)]
    pub(crate) broker_node_group_info: BrokerNodeGroupInfo,
    #[block]
    pub(crate) client_authentication: Option<ClientAuthentication>,
    #[block]
    pub(crate) configuration_info: Option<ConfigurationInfo>,
    #[block(implicit, force_new)]
    pub(crate) encryption_info: Option<EncryptionInfo>,
    #[block(implicit)]
    pub(crate) logging_info: Option<LoggingInfo>,
    #[block(implicit)]
    pub(crate) open_monitoring: Option<OpenMonitoring>,
    #[block(implicit)]
    pub(crate) rebalancing: Option<Rebalancing>,
}

/// The brokers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerNodeGroupInfo {
    /// How the brokers are distributed over Availability Zones.
    #[attr(force_new, default = "DEFAULT", check = one_of(&["DEFAULT"]))]
    pub(crate) az_distribution: String,
    /// Subnets of the brokers, two or three, each in another Availability Zone.
    #[attr(force_new)]
    pub(crate) client_subnets: Set<String>,
    /// Instance type of the brokers, as in `kafka.m7g.large` or `express.m7g.large`. AWS does not
    /// change standard brokers into Express ones: that replaces the cluster.
    pub(crate) instance_type: String,
    /// Security groups of the brokers' network interfaces.
    #[attr(force_new)]
    pub(crate) security_groups: Set<String>,
    #[block(computed)]
    pub(crate) connectivity_info: Option<ConnectivityInfo>,
    #[block(computed)]
    pub(crate) storage_info: Option<StorageInfo>,
}

/// Who can connect from outside of the VPC. AWS takes it for a cluster that exists alone: after a
/// creation it is set by operations of their own.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ConnectivityInfo {
    /// Kind of the brokers' addresses: `IPV4`, or `DUAL` for IPv6 as well. AWS cannot go back from
    /// `DUAL`.
    #[attr(computed, check = one_of(&["IPV4", "DUAL"]))]
    pub(crate) network_type: Option<String>,
    #[block(computed)]
    pub(crate) public_access: Option<PublicAccess>,
    #[block(computed)]
    pub(crate) vpc_connectivity: Option<VpcConnectivity>,
}

/// Access from the internet.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PublicAccess {
    /// `DISABLED`, or `SERVICE_PROVIDED_EIPS` for public addresses of the brokers, which needs
    /// authentication of all clients and TLS.
    #[attr(computed, check = one_of(&["DISABLED", "SERVICE_PROVIDED_EIPS"]))]
    pub(crate) r#type: Option<String>,
}

/// Access from other VPCs by AWS PrivateLink.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcConnectivity {
    #[block(computed)]
    pub(crate) client_authentication: Option<VpcClientAuthentication>,
}

/// How clients of other VPCs authenticate. The cluster has the same in its own
/// `client_authentication`.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcClientAuthentication {
    /// Whether clients authenticate by TLS certificates.
    #[attr(computed)]
    pub(crate) tls: Option<bool>,
    #[block(computed)]
    pub(crate) sasl: Option<VpcSasl>,
}

/// Authentication by SASL.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSasl {
    /// Whether clients authenticate by IAM.
    #[attr(computed)]
    pub(crate) iam: Option<bool>,
    /// Whether clients authenticate by name and password.
    #[attr(computed)]
    pub(crate) scram: Option<bool>,
}

/// Storage of standard brokers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StorageInfo {
    #[block]
    pub(crate) ebs_storage_info: Option<EbsStorageInfo>,
}

/// The Amazon EBS volume of each broker.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EbsStorageInfo {
    /// Size of the volume in GiB. AWS cannot shrink one: where it is larger, as by automatic scaling,
    /// that is no difference.
    #[attr(check = range(1..=16384))]
    pub(crate) volume_size: Option<i32>,
    #[block(implicit)]
    pub(crate) provisioned_throughput: Option<ProvisionedThroughput>,
}

/// Throughput that is provisioned for the volume, for brokers of `kafka.m5.4xlarge`,
/// `kafka.m7g.2xlarge` or larger.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ProvisionedThroughput {
    /// Whether throughput is provisioned.
    pub(crate) enabled: Option<bool>,
    /// Throughput in MiB per second.
    #[attr(check = range(250..=2375))]
    pub(crate) volume_throughput: Option<i32>,
}

/// How clients authenticate.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ClientAuthentication {
    /// Whether clients may connect without authentication.
    pub(crate) unauthenticated: Option<bool>,
    #[block]
    pub(crate) sasl: Option<Sasl>,
    #[block]
    pub(crate) tls: Option<Tls>,
}

/// Authentication by SASL.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Sasl {
    /// Whether clients authenticate by IAM.
    pub(crate) iam: Option<bool>,
    /// Whether clients authenticate by name and password: those in secrets that
    /// `aws_msk_scram_secret_association` associates.
    pub(crate) scram: Option<bool>,
}

/// Authentication by TLS certificates.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Tls {
    /// ARNs of the certificate authorities of AWS Private CA whose certificates are accepted.
    #[attr(check = each(arn()))]
    pub(crate) certificate_authority_arns: Option<Set<String>>,
}

/// The configuration that the brokers are started with.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ConfigurationInfo {
    /// ARN of the configuration.
    #[attr(check = arn())]
    pub(crate) arn: String,
    /// Revision of the configuration.
    #[attr(check = at_least(0))]
    pub(crate) revision: i64,
}

/// Encryption of the data.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EncryptionInfo {
    /// ARN of the KMS key for data on volumes. Where it is left out, AWS takes its own.
    #[attr(computed, force_new, check = arn())]
    pub(crate) encryption_at_rest_kms_key_arn: Option<String>,
    #[block(implicit)]
    pub(crate) encryption_in_transit: Option<EncryptionInTransit>,
}

/// Encryption on the network.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EncryptionInTransit {
    /// Between clients and brokers.
    #[attr(default = "TLS", check = one_of(&["TLS", "TLS_PLAINTEXT", "PLAINTEXT"]))]
    pub(crate) client_broker: String,
    /// Whether data between brokers is encrypted.
    #[attr(force_new, default = true)]
    pub(crate) in_cluster: bool,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LoggingInfo {
    #[block(implicit, min = 1)]
    pub(crate) broker_logs: Option<BrokerLogs>,
}

/// Where the brokers' logs go.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerLogs {
    #[block(implicit)]
    pub(crate) cloudwatch_logs: Option<CloudwatchLogs>,
    #[block(implicit)]
    pub(crate) firehose: Option<Firehose>,
    #[block(implicit)]
    pub(crate) s3: Option<S3>,
}

/// Amazon CloudWatch Logs.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogs {
    /// Whether logs go there.
    pub(crate) enabled: bool,
    /// Name of the log group.
    pub(crate) log_group: Option<String>,
}

/// Amazon Data Firehose.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Firehose {
    /// Name of the delivery stream.
    pub(crate) delivery_stream: Option<String>,
    /// Whether logs go there.
    pub(crate) enabled: bool,
}

/// Amazon S3.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct S3 {
    /// Name of the bucket.
    pub(crate) bucket: Option<String>,
    /// Whether logs go there.
    pub(crate) enabled: bool,
    /// Prefix of the objects' names.
    pub(crate) prefix: Option<String>,
}

/// Metrics for Prometheus.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct OpenMonitoring {
    #[block(implicit, min = 1)]
    pub(crate) prometheus: Option<Prometheus>,
}

/// Exporters of the brokers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Prometheus {
    #[block(implicit)]
    pub(crate) jmx_exporter: Option<Exporter>,
    #[block(implicit)]
    pub(crate) node_exporter: Option<Exporter>,
}

/// An exporter: of JMX metrics, or of metrics of the machine.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Exporter {
    /// Whether the brokers have the exporter.
    pub(crate) enabled_in_broker: bool,
}

/// Intelligent rebalancing of partitions, for Express brokers.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Rebalancing {
    /// `ACTIVE` or `PAUSED`.
    #[attr(check = one_of(&["ACTIVE", "PAUSED"]))]
    pub(crate) status: String,
}

const TWO_HOURS: Option<Duration> = Some(Duration::from_secs(2 * 60 * 60));

impl Resource<Aws> for Cluster {
    type Identity = Arn;

    const TYPE: &'static str = "aws_msk_cluster";
    const NAME: &'static str = "MSK Cluster";
    const TIMEOUTS: Timeouts =
        Timeouts { create: TWO_HOURS, update: TWO_HOURS, delete: TWO_HOURS, ..Timeouts::NONE };

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let request = plan.to_api();
        let tags = plan.tags.as_ref();
        let create = clusters::create(cx, &plan.cluster_name, tags, |it| it.provisioned(request));
        let arn: Arn = create.await?.into();
        if connectivity::is_asked_for(plan) {
            // What of it is not done yet the next plan finds by a refresh.
            cx.created_without(&arn, &[]);
            operation::idle(cx, &arn).await?;
            connectivity::open(cx, &arn, None, plan).await?;
        }
        Ok(arn)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let Some(found) = clusters::describe(cx, id).await? else { return Ok(None) };
        match found.state {
            // Whoever reads it now goes on waiting where somebody was interrupted.
            Some(ClusterState::Creating) => {
                return Err(Error::retryable("the cluster is CREATING"));
            }
            Some(ClusterState::Failed) => cx.warn(clusters::failed(found.state_info.as_ref())),
            _ => {}
        }
        let brokers = clusters::brokers(cx, &found).await?.unwrap_or_default();
        Cluster::from_api(found, brokers).map(Some)
    }

    fn respell(known: &Value, remote: &mut Fields) {
        respell::respell(known, remote);
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        update::update(cx, id, prior, plan).await
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
