//! `aws_msk_replicator`

mod checks;
mod convert;

use std::time::Duration;

use aws_sdk_kafka::operation::create_replicator::CreateReplicatorError;
use aws_sdk_kafka::operation::describe_replicator::DescribeReplicatorOutput;
use aws_sdk_kafka::types::{ReplicatorState, ReplicatorSummary};

use super::{TAKEN, import, tags, unless_absent};
use crate::identity::Arn;
use crate::prelude::*;
use crate::taken::{self, Holder};
use crate::{pages, region};

/// Manages an MSK replicator, which copies topics and the offsets of consumer groups from one Apache
/// Kafka cluster to another, in the same or another Region. It lives in the Region of its target.
///
/// See [replicators](https://docs.aws.amazon.com/msk/1.0/apireference/v1-replicators.html) in the
/// Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Replicator {
    /// ARN of the replicator.
    pub(crate) arn: Computed<String>,
    /// Version of the replicator, which changes with each update.
    pub(crate) current_version: Computed<String>,
    /// Description of the replicator. AWS cannot change it.
    pub(crate) description: Option<String>,
    /// Name of the replicator. AWS cannot change it.
    pub(crate) replicator_name: String,
    /// ARN of the IAM role with which the replicator accesses the clusters. AWS cannot change it.
    #[attr(check = arn())]
    pub(crate) service_execution_role_arn: String,
    /// Tags of the replicator.
    pub(crate) tags: Option<Tags>,
    #[block(force_new, min = 2, max = 2)]
    pub(crate) kafka_cluster: Vec<KafkaCluster>,
    #[block]
    pub(crate) log_delivery: Option<LogDelivery>,
    #[block(force_new)]
    pub(crate) replication_info_list: ReplicationInfo,
}

/// One of the two clusters: either of Amazon MSK, or another Apache Kafka cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct KafkaCluster {
    #[block]
    pub(crate) amazon_msk_cluster: Option<AmazonMskCluster>,
    #[block]
    pub(crate) apache_kafka_cluster: Option<ApacheKafkaCluster>,
    #[block]
    pub(crate) client_authentication: Option<ClientAuthentication>,
    #[block]
    pub(crate) encryption_in_transit: Option<EncryptionInTransit>,
    #[block(force_new)]
    pub(crate) vpc_config: Option<VpcConfig>,
}

/// A cluster of Amazon MSK.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct AmazonMskCluster {
    /// ARN of the cluster.
    #[attr(check = arn())]
    pub(crate) msk_cluster_arn: String,
}

/// An Apache Kafka cluster that Amazon MSK does not manage.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ApacheKafkaCluster {
    /// ID of the cluster, as Apache Kafka tells it.
    pub(crate) apache_kafka_cluster_id: String,
    /// Bootstrap brokers of the cluster: host and port, separated by commas.
    pub(crate) bootstrap_broker_string: String,
}

/// How the replicator authenticates at a cluster that Amazon MSK does not manage.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ClientAuthentication {
    #[block]
    pub(crate) mtls: Option<Mtls>,
    #[block]
    pub(crate) sasl_scram: Option<SaslScram>,
}

/// Authentication by a TLS certificate.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Mtls {
    /// ARN of the secret of AWS Secrets Manager that holds the certificate and its key.
    #[attr(check = arn())]
    pub(crate) secret_arn: String,
}

/// Authentication by SASL/SCRAM.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SaslScram {
    /// Hash function.
    #[attr(check = one_of(&["SHA256", "SHA512"]))]
    pub(crate) mechanism: String,
    /// ARN of the secret of AWS Secrets Manager that holds the name and the password.
    #[attr(check = arn())]
    pub(crate) secret_arn: String,
}

/// How the connection to a cluster that Amazon MSK does not manage is encrypted.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct EncryptionInTransit {
    /// Certificate, in PEM format, of the CA that signed the certificates of the brokers.
    pub(crate) root_ca_certificate: String,
}

/// Where the replicator connects to a cluster.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcConfig {
    /// Security groups of the replicator's network interfaces. AWS cannot change them.
    pub(crate) security_groups_ids: Option<Set<String>>,
    /// Subnets of the cluster.
    #[attr(force_new)]
    pub(crate) subnet_ids: Set<String>,
}

/// What is replicated, from which cluster to which.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ReplicationInfo {
    /// Alias of the source cluster, with which replicated topics are prefixed.
    pub(crate) source_kafka_cluster_alias: Computed<String>,
    /// ARN of the source cluster.
    #[attr(force_new, check = arn())]
    pub(crate) source_kafka_cluster_arn: Option<String>,
    /// ID of the source cluster, if Amazon MSK does not manage it.
    #[attr(force_new)]
    pub(crate) source_kafka_cluster_id: Option<String>,
    /// Compression of the messages that are written to the target: `NONE`, `GZIP`, `SNAPPY`, `LZ4` or
    /// `ZSTD`.
    #[attr(force_new)]
    pub(crate) target_compression_type: String,
    /// Alias of the target cluster.
    pub(crate) target_kafka_cluster_alias: Computed<String>,
    /// ARN of the target cluster.
    #[attr(force_new, check = arn())]
    pub(crate) target_kafka_cluster_arn: Option<String>,
    /// ID of the target cluster, if Amazon MSK does not manage it.
    #[attr(force_new)]
    pub(crate) target_kafka_cluster_id: Option<String>,
    #[block(min = 1)]
    pub(crate) consumer_group_replication: Vec<ConsumerGroupReplication>,
    #[block(force_new, min = 1)]
    pub(crate) topic_replication: Vec<TopicReplication>,
}

/// Which consumer groups are replicated, and how.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ConsumerGroupReplication {
    /// How offsets are synchronized: `LEGACY`, or `ENHANCED` between clusters that replicate to each
    /// other with identical topic names. `LEGACY` by default in Amazon MSK.
    #[attr(computed, force_new, check = one_of(&["LEGACY", "ENHANCED"]))]
    pub(crate) consumer_group_offset_sync_mode: Option<String>,
    /// Regular expressions for the consumer groups that are not replicated.
    pub(crate) consumer_groups_to_exclude: Option<Set<String>>,
    /// Regular expressions for the consumer groups that are replicated.
    pub(crate) consumer_groups_to_replicate: Set<String>,
    /// Whether to replicate new consumer groups as well.
    #[attr(default = true)]
    pub(crate) detect_and_copy_new_consumer_groups: bool,
    /// Whether to synchronize the offsets of consumer groups.
    #[attr(default = true)]
    pub(crate) synchronise_consumer_group_offsets: bool,
}

/// Which topics are replicated, and how.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicReplication {
    /// Whether to copy the ACLs of topics.
    #[attr(default = true)]
    pub(crate) copy_access_control_lists_for_topics: bool,
    /// Whether to copy the configurations of topics.
    #[attr(default = true)]
    pub(crate) copy_topic_configurations: bool,
    /// Whether to replicate new topics and partitions as well.
    #[attr(default = true)]
    pub(crate) detect_and_copy_new_topics: bool,
    /// Regular expressions for the topics that are not replicated.
    pub(crate) topics_to_exclude: Option<Set<String>>,
    /// Regular expressions for the topics that are replicated.
    pub(crate) topics_to_replicate: Set<String>,
    #[block(computed, force_new)]
    pub(crate) starting_position: Option<StartingPosition>,
    #[block(computed, force_new)]
    pub(crate) topic_name_configuration: Option<TopicNameConfiguration>,
}

/// Where in a topic the replication starts.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct StartingPosition {
    /// `LATEST` for new messages only, `EARLIEST` for all. `LATEST` by default in Amazon MSK.
    #[attr(force_new, check = one_of(&["LATEST", "EARLIEST"]))]
    pub(crate) r#type: Option<String>,
}

/// How replicated topics are named.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicNameConfiguration {
    /// `PREFIXED_WITH_SOURCE_CLUSTER_ALIAS`, the default in Amazon MSK, or `IDENTICAL`.
    #[attr(force_new, check = one_of(&["PREFIXED_WITH_SOURCE_CLUSTER_ALIAS", "IDENTICAL"]))]
    pub(crate) r#type: Option<String>,
}

/// Where the replicator's logs go.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct LogDelivery {
    #[block]
    pub(crate) replicator_log_delivery: Option<ReplicatorLogDelivery>,
}

/// Targets of the replicator's logs.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ReplicatorLogDelivery {
    #[block]
    pub(crate) cloudwatch_logs: Option<CloudwatchLogs>,
    #[block]
    pub(crate) firehose: Option<Firehose>,
    #[block]
    pub(crate) s3: Option<S3>,
}

/// Logs in Amazon CloudWatch Logs.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogs {
    /// Whether logs are delivered there.
    pub(crate) enabled: bool,
    /// Name of the log group.
    pub(crate) log_group: Option<String>,
}

/// Logs to a delivery stream of Amazon Data Firehose.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Firehose {
    /// Name of the delivery stream.
    pub(crate) delivery_stream: Option<String>,
    /// Whether logs are delivered there.
    pub(crate) enabled: bool,
}

/// Logs in Amazon S3.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct S3 {
    /// Name of the bucket.
    pub(crate) bucket: Option<String>,
    /// Whether logs are delivered there.
    pub(crate) enabled: bool,
    /// Prefix of the objects' keys.
    pub(crate) prefix: Option<String>,
}

const AN_HOUR: Option<Duration> = Some(Duration::from_hours(1));
const HALF_AN_HOUR: Option<Duration> = Some(Duration::from_mins(30));

impl Resource<Aws> for Replicator {
    type Identity = Arn;

    const TYPE: &'static str = "aws_msk_replicator";
    const NAME: &'static str = "MSK Replicator";
    const TIMEOUTS: Timeouts =
        Timeouts { create: AN_HOUR, update: HALF_AN_HOUR, delete: AN_HOUR, ..Timeouts::NONE };

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        let request = cx
            .kafka()
            .create_replicator()
            .set_description(plan.description.clone())
            .set_kafka_clusters(Some(plan.kafka_cluster.iter().map(convert::cluster).collect()))
            .set_log_delivery(plan.log_delivery.as_ref().map(LogDelivery::to_api))
            .replication_info_list(plan.replication_info_list.to_api())
            .replicator_name(&plan.replicator_name)
            .service_execution_role_arn(&plan.service_execution_role_arn)
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let send = |lost: crate::lost::Lost<CreateReplicatorError>, clock| {
            let request = request.clone().customize().interceptor(lost).interceptor(clock);
            async { Ok(request.send().await?.replicator_arn) }
        };
        let holder = || async {
            Ok(named(cx, &plan.replicator_name).await?.map(|it| Holder {
                what: "ARN",
                id: it.replicator_arn,
                created: it.creation_time,
                is_being_deleted: it.replicator_state == Some(ReplicatorState::Deleting),
            }))
        };
        taken::create(cx, TAKEN, send, holder).await.map(Into::into)
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let Some(found) = describe(cx, id).await? else { return Ok(None) };
        if found.replicator_state == Some(ReplicatorState::Failed) {
            cx.warn(failed(&found));
        }
        convert::from_api(found).map(Some)
    }

    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        if let Some(name) = checks::unchangeable(prior, plan) {
            let error = Error::at(tfplugin::path(name), "AWS cannot change it of a replicator");
            return Err(error.remedy("Set it back, or replace the replicator (`-replace`)."));
        }
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await?;
        let (before, after) = (&prior.replication_info_list, &plan.replication_info_list);
        // One setting a call.
        let (groups, topics) = (
            before.consumer_group_replication != after.consumer_group_replication,
            before.topic_replication != after.topic_replication,
        );
        let changes = [
            groups.then_some(Change::Groups(after)),
            topics.then_some(Change::Topics(after)),
            (prior.log_delivery != plan.log_delivery).then_some(Change::Logs(plan)),
        ];
        for change in changes.into_iter().flatten() {
            change.send(cx, id, after).await?;
            cx.until(|| Self::progress(cx, id)).await?;
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        cx.until(|| async {
            let Some(found) = describe(cx, id).await? else { return Ok(Progress::Ready(())) };
            match found.replicator_state {
                Some(ReplicatorState::Deleting) => return Ok(Progress::Ready(())),
                Some(it @ (ReplicatorState::Creating | ReplicatorState::Updating)) => {
                    return Ok(Progress::Pending(format!("the replicator is {it}")));
                }
                _ => {}
            }
            let request = cx.kafka().delete_replicator().replicator_arn(id);
            let request = request.set_current_version(found.current_version);
            unless_absent(request.send().await).map(|_| Progress::Ready(()))
        })
        .await
    }

    async fn progress(cx: &Cx, id: &Arn) -> Result<Progress<()>> {
        let Some(found) = describe(cx, id).await? else {
            return Ok(Progress::Pending("the replicator cannot be read yet".to_owned()));
        };
        match &found.replicator_state {
            Some(ReplicatorState::Running) => Ok(Progress::Ready(())),
            Some(ReplicatorState::Failed) => Err(failed(&found)),
            Some(it) => Ok(Progress::Pending(format!("the replicator is {it}"))),
            None => Ok(Progress::Pending("the replicator is in no state".to_owned())),
        }
    }

    fn import(id: &str) -> Result<Arn> {
        import::checked(id, "replicator").map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

/// What one call changes.
enum Change<'a> {
    Groups(&'a ReplicationInfo),
    Topics(&'a ReplicationInfo),
    Logs(&'a Replicator),
}

impl Change<'_> {
    async fn send(&self, cx: &Cx, id: &Arn, info: &ReplicationInfo) -> Result<()> {
        let version = describe(cx, id).await?.and_then(|it| it.current_version);
        let request = cx
            .kafka()
            .update_replication_info()
            .replicator_arn(id)
            .set_current_version(version)
            .set_source_kafka_cluster_arn(info.source_kafka_cluster_arn.clone())
            .set_source_kafka_cluster_id(info.source_kafka_cluster_id.clone())
            .set_target_kafka_cluster_arn(info.target_kafka_cluster_arn.clone())
            .set_target_kafka_cluster_id(info.target_kafka_cluster_id.clone());
        let request = match self {
            Change::Groups(info) => {
                let groups = info.consumer_group_replication.first();
                request.set_consumer_group_replication(groups.map(convert::groups_update))
            }
            Change::Topics(info) => {
                let topics = info.topic_replication.first();
                request.set_topic_replication(topics.map(convert::topics_update))
            }
            Change::Logs(plan) => {
                let logs = plan.log_delivery.as_ref();
                request.log_delivery(logs.map_or_else(convert::no_logs, LogDelivery::to_api))
            }
        };
        request.send().await.into_result().map(drop)
    }
}

async fn describe(cx: &Cx, arn: &str) -> Result<Option<DescribeReplicatorOutput>> {
    unless_absent(cx.kafka().describe_replicator().replicator_arn(arn).send().await)
}

async fn named(cx: &Cx, name: &str) -> Result<Option<ReplicatorSummary>> {
    let pages = cx.kafka().list_replicators().replicator_name_filter(name).into_paginator().send();
    let is_it = |it: &ReplicatorSummary| it.replicator_name.as_deref() == Some(name);
    pages::find(pages, |it| it.replicators, is_it).await
}

/// Why a replicator does not run, in AWS's words.
fn failed(found: &DescribeReplicatorOutput) -> Error {
    let reason = found.state_info.as_ref();
    let reason = reason.and_then(|it| it.message.as_deref().or(it.code.as_deref()));
    let error = Error::new(format!(
        "the replicator is FAILED: {}",
        reason.unwrap_or("AWS gives no reason")
    ));
    error.remedy(
        "Correct what AWS names, such as the role's permissions or the security groups, then replace \
         the replicator (`-replace`).",
    )
}
