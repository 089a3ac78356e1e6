//! A replicator on its way to AWS and back.

use aws_sdk_kafka::operation::describe_replicator::DescribeReplicatorOutput;
use aws_sdk_kafka::types as api;

use super::{
    AmazonMskCluster, ApacheKafkaCluster, ClientAuthentication, CloudwatchLogs,
    ConsumerGroupReplication, EncryptionInTransit, Firehose, KafkaCluster, LogDelivery, Mtls,
    ReplicationInfo, Replicator, ReplicatorLogDelivery, S3, SaslScram, StartingPosition,
    TopicNameConfiguration, TopicReplication, VpcConfig,
};
use crate::prelude::*;

fn strings(set: &Set<String>) -> Vec<String> {
    set.0.to_vec()
}

fn excluded(set: Option<&Set<String>>) -> Vec<String> {
    set.map(strings).unwrap_or_default()
}

pub(super) fn cluster(it: &KafkaCluster) -> api::KafkaCluster {
    let mtls = |it: &Mtls| {
        api::KafkaClusterMtlsAuthentication::builder().secret_arn(&it.secret_arn).build()
    };
    let scram = |it: &SaslScram| {
        api::KafkaClusterSaslScramAuthentication::builder()
            .mechanism(it.mechanism.as_str().into())
            .secret_arn(&it.secret_arn)
            .build()
    };
    let authentication = |it: &ClientAuthentication| {
        api::KafkaClusterClientAuthentication::builder()
            .set_mtls(it.mtls.as_ref().map(mtls))
            .set_sasl_scram(it.sasl_scram.as_ref().map(scram))
            .build()
    };
    let encryption = |it: &EncryptionInTransit| {
        api::KafkaClusterEncryptionInTransit::builder()
            .encryption_type(api::KafkaClusterEncryptionInTransitType::Tls)
            .root_ca_certificate(&it.root_ca_certificate)
            .build()
    };
    let vpc = |it: &VpcConfig| {
        api::KafkaClusterClientVpcConfig::builder()
            .set_security_group_ids(it.security_groups_ids.as_ref().map(strings))
            .set_subnet_ids(Some(strings(&it.subnet_ids)))
            .build()
    };
    api::KafkaCluster::builder()
        .set_amazon_msk_cluster(it.amazon_msk_cluster.as_ref().map(|it| {
            api::AmazonMskCluster::builder().msk_cluster_arn(&it.msk_cluster_arn).build()
        }))
        .set_apache_kafka_cluster(it.apache_kafka_cluster.as_ref().map(|it| {
            api::ApacheKafkaCluster::builder()
                .apache_kafka_cluster_id(&it.apache_kafka_cluster_id)
                .bootstrap_broker_string(&it.bootstrap_broker_string)
                .build()
        }))
        .set_client_authentication(it.client_authentication.as_ref().map(authentication))
        .set_encryption_in_transit(it.encryption_in_transit.as_ref().map(encryption))
        .set_vpc_config(it.vpc_config.as_ref().map(vpc))
        .build()
}

impl ReplicationInfo {
    pub(super) fn to_api(&self) -> api::ReplicationInfo {
        api::ReplicationInfo::builder()
            .set_consumer_group_replication(self.consumer_group_replication.first().map(groups))
            .set_source_kafka_cluster_arn(self.source_kafka_cluster_arn.clone())
            .set_source_kafka_cluster_id(self.source_kafka_cluster_id.clone())
            .target_compression_type(self.target_compression_type.as_str().into())
            .set_target_kafka_cluster_arn(self.target_kafka_cluster_arn.clone())
            .set_target_kafka_cluster_id(self.target_kafka_cluster_id.clone())
            .set_topic_replication(self.topic_replication.first().map(topics))
            .build()
    }
}

fn groups(it: &ConsumerGroupReplication) -> api::ConsumerGroupReplication {
    let mode = it.consumer_group_offset_sync_mode.as_deref();
    api::ConsumerGroupReplication::builder()
        .set_consumer_group_offset_sync_mode(mode.map(Into::into))
        .set_consumer_groups_to_exclude(Some(excluded(it.consumer_groups_to_exclude.as_ref())))
        .set_consumer_groups_to_replicate(Some(strings(&it.consumer_groups_to_replicate)))
        .detect_and_copy_new_consumer_groups(it.detect_and_copy_new_consumer_groups)
        .synchronise_consumer_group_offsets(it.synchronise_consumer_group_offsets)
        .build()
}

pub(super) fn groups_update(it: &ConsumerGroupReplication) -> api::ConsumerGroupReplicationUpdate {
    api::ConsumerGroupReplicationUpdate::builder()
        .set_consumer_groups_to_exclude(Some(excluded(it.consumer_groups_to_exclude.as_ref())))
        .set_consumer_groups_to_replicate(Some(strings(&it.consumer_groups_to_replicate)))
        .detect_and_copy_new_consumer_groups(it.detect_and_copy_new_consumer_groups)
        .synchronise_consumer_group_offsets(it.synchronise_consumer_group_offsets)
        .build()
}

fn topics(it: &TopicReplication) -> api::TopicReplication {
    let position = it.starting_position.as_ref().and_then(|it| it.r#type.as_deref());
    let names = it.topic_name_configuration.as_ref().and_then(|it| it.r#type.as_deref());
    api::TopicReplication::builder()
        .copy_access_control_lists_for_topics(it.copy_access_control_lists_for_topics)
        .copy_topic_configurations(it.copy_topic_configurations)
        .detect_and_copy_new_topics(it.detect_and_copy_new_topics)
        .set_starting_position(
            position
                .map(|it| api::ReplicationStartingPosition::builder().r#type(it.into()).build()),
        )
        .set_topic_name_configuration(
            names.map(|it| {
                api::ReplicationTopicNameConfiguration::builder().r#type(it.into()).build()
            }),
        )
        .set_topics_to_exclude(Some(excluded(it.topics_to_exclude.as_ref())))
        .set_topics_to_replicate(Some(strings(&it.topics_to_replicate)))
        .build()
}

pub(super) fn topics_update(it: &TopicReplication) -> api::TopicReplicationUpdate {
    api::TopicReplicationUpdate::builder()
        .copy_access_control_lists_for_topics(it.copy_access_control_lists_for_topics)
        .copy_topic_configurations(it.copy_topic_configurations)
        .detect_and_copy_new_topics(it.detect_and_copy_new_topics)
        .set_topics_to_exclude(Some(excluded(it.topics_to_exclude.as_ref())))
        .set_topics_to_replicate(Some(strings(&it.topics_to_replicate)))
        .build()
}

impl LogDelivery {
    pub(super) fn to_api(&self) -> api::LogDelivery {
        let Some(logs) = &self.replicator_log_delivery else { return no_logs() };
        let cloudwatch = logs.cloudwatch_logs.as_ref().map(|it| {
            api::ReplicatorCloudWatchLogs::builder()
                .enabled(it.enabled)
                .set_log_group(it.log_group.clone())
                .build()
        });
        let firehose = logs.firehose.as_ref().map(|it| {
            api::ReplicatorFirehose::builder()
                .enabled(it.enabled)
                .set_delivery_stream(it.delivery_stream.clone())
                .build()
        });
        let s3 = logs.s3.as_ref().map(|it| {
            api::ReplicatorS3::builder()
                .enabled(it.enabled)
                .set_bucket(it.bucket.clone())
                .set_prefix(it.prefix.clone())
                .build()
        });
        let logs = api::ReplicatorLogDelivery::builder()
            .set_cloud_watch_logs(cloudwatch)
            .set_firehose(firehose)
            .set_s3(s3);
        api::LogDelivery::builder().replicator_log_delivery(logs.build()).build()
    }
}

/// All targets off.
pub(super) fn no_logs() -> api::LogDelivery {
    let logs = api::ReplicatorLogDelivery::builder()
        .cloud_watch_logs(api::ReplicatorCloudWatchLogs::builder().enabled(false).build())
        .firehose(api::ReplicatorFirehose::builder().enabled(false).build())
        .s3(api::ReplicatorS3::builder().enabled(false).build());
    api::LogDelivery::builder().replicator_log_delivery(logs.build()).build()
}

fn set(list: Option<Vec<String>>) -> Set<String> {
    list.unwrap_or_default().into_iter().collect()
}

pub(super) fn from_api(found: DescribeReplicatorOutput) -> Result<Replicator> {
    let clusters = found.kafka_clusters.unwrap_or_default();
    let info = found.replication_info_list.and_then(|it| it.into_iter().next());
    let info = info.ok_or("the answer has no replication")?;
    // A replication names its clusters by their aliases.
    let of =
        |alias: Option<&str>| clusters.iter().find(|it| it.kafka_cluster_alias.as_deref() == alias);
    let arn = |alias: Option<&str>| of(alias)?.amazon_msk_cluster.clone()?.msk_cluster_arn;
    let id = |alias: Option<&str>| of(alias)?.apache_kafka_cluster.clone()?.apache_kafka_cluster_id;
    let source = info.source_kafka_cluster_alias.as_deref();
    let target = info.target_kafka_cluster_alias.as_deref();
    let replication_info_list = ReplicationInfo {
        source_kafka_cluster_alias: info.source_kafka_cluster_alias.clone().into(),
        source_kafka_cluster_arn: arn(source),
        source_kafka_cluster_id: id(source),
        target_compression_type: info
            .target_compression_type
            .as_ref()
            .map(|it| it.as_str().to_owned())
            .unwrap_or_default(),
        target_kafka_cluster_alias: info.target_kafka_cluster_alias.clone().into(),
        target_kafka_cluster_arn: arn(target),
        target_kafka_cluster_id: id(target),
        consumer_group_replication: info
            .consumer_group_replication
            .map(groups_from_api)
            .into_iter()
            .collect(),
        topic_replication: info.topic_replication.map(topics_from_api).into_iter().collect(),
    };
    Ok(Replicator {
        arn: found.replicator_arn.into(),
        current_version: found.current_version.into(),
        description: found.replicator_description,
        replicator_name: found.replicator_name.unwrap_or_default(),
        service_execution_role_arn: found.service_execution_role_arn.unwrap_or_default(),
        tags: Some(found.tags.unwrap_or_default().into_iter().collect()),
        kafka_cluster: clusters.into_iter().map(cluster_from_api).collect(),
        log_delivery: found.log_delivery.and_then(logs_from_api),
        replication_info_list,
    })
}

fn cluster_from_api(it: api::KafkaClusterDescription) -> KafkaCluster {
    KafkaCluster {
        amazon_msk_cluster: it
            .amazon_msk_cluster
            .map(|it| AmazonMskCluster { msk_cluster_arn: it.msk_cluster_arn.unwrap_or_default() }),
        apache_kafka_cluster: it.apache_kafka_cluster.map(|it| ApacheKafkaCluster {
            apache_kafka_cluster_id: it.apache_kafka_cluster_id.unwrap_or_default(),
            bootstrap_broker_string: it.bootstrap_broker_string.unwrap_or_default(),
        }),
        client_authentication: it.client_authentication.map(|it| ClientAuthentication {
            mtls: it.mtls.map(|it| Mtls { secret_arn: it.secret_arn.unwrap_or_default() }),
            sasl_scram: it.sasl_scram.map(|it| SaslScram {
                mechanism: it.mechanism.map(|it| it.as_str().to_owned()).unwrap_or_default(),
                secret_arn: it.secret_arn.unwrap_or_default(),
            }),
        }),
        encryption_in_transit: it
            .encryption_in_transit
            .and_then(|it| it.root_ca_certificate)
            .map(|root_ca_certificate| EncryptionInTransit { root_ca_certificate }),
        vpc_config: it.vpc_config.map(|it| VpcConfig {
            security_groups_ids: Some(set(it.security_group_ids)),
            subnet_ids: set(it.subnet_ids),
        }),
    }
}

fn groups_from_api(it: api::ConsumerGroupReplication) -> ConsumerGroupReplication {
    let mode = it.consumer_group_offset_sync_mode;
    ConsumerGroupReplication {
        consumer_group_offset_sync_mode: mode.map(|it| it.as_str().to_owned()),
        consumer_groups_to_exclude: Some(set(it.consumer_groups_to_exclude)),
        consumer_groups_to_replicate: set(it.consumer_groups_to_replicate),
        detect_and_copy_new_consumer_groups: it
            .detect_and_copy_new_consumer_groups
            .unwrap_or_default(),
        synchronise_consumer_group_offsets: it
            .synchronise_consumer_group_offsets
            .unwrap_or_default(),
    }
}

fn topics_from_api(it: api::TopicReplication) -> TopicReplication {
    TopicReplication {
        copy_access_control_lists_for_topics: it
            .copy_access_control_lists_for_topics
            .unwrap_or_default(),
        copy_topic_configurations: it.copy_topic_configurations.unwrap_or_default(),
        detect_and_copy_new_topics: it.detect_and_copy_new_topics.unwrap_or_default(),
        topics_to_exclude: Some(set(it.topics_to_exclude)),
        topics_to_replicate: set(it.topics_to_replicate),
        starting_position: it
            .starting_position
            .map(|it| StartingPosition { r#type: it.r#type.map(|it| it.as_str().to_owned()) }),
        topic_name_configuration: it.topic_name_configuration.map(|it| TopicNameConfiguration {
            r#type: it.r#type.map(|it| it.as_str().to_owned()),
        }),
    }
}

/// Targets that are off say nothing where none is on.
fn logs_from_api(it: api::LogDelivery) -> Option<LogDelivery> {
    let logs = it.replicator_log_delivery?;
    let logs = ReplicatorLogDelivery {
        cloudwatch_logs: logs.cloud_watch_logs.map(|it| CloudwatchLogs {
            enabled: it.enabled.unwrap_or_default(),
            log_group: it.log_group,
        }),
        firehose: logs.firehose.map(|it| Firehose {
            delivery_stream: it.delivery_stream,
            enabled: it.enabled.unwrap_or_default(),
        }),
        s3: logs.s3.map(|it| S3 {
            bucket: it.bucket,
            enabled: it.enabled.unwrap_or_default(),
            prefix: it.prefix,
        }),
    };
    let is_any_on = logs.cloudwatch_logs.as_ref().is_some_and(|it| it.enabled)
        || logs.firehose.as_ref().is_some_and(|it| it.enabled)
        || logs.s3.as_ref().is_some_and(|it| it.enabled);
    is_any_on.then_some(LogDelivery { replicator_log_delivery: Some(logs) })
}
