//! What AWS is told of a connector, and tells of it.

use std::collections::HashMap;

use aws_sdk_kafkaconnect::operation::create_connector::builders::CreateConnectorFluentBuilder;
use aws_sdk_kafkaconnect::operation::describe_connector::DescribeConnectorOutput;
use aws_sdk_kafkaconnect::types as api;

use super::super::built;
use super::{
    ApacheKafkaCluster, Autoscaling, Capacity, CloudwatchLogs, Connector, CustomPlugin, Firehose,
    KafkaCluster, KafkaClusterClientAuthentication, KafkaClusterEncryptionInTransit, LogDelivery,
    Plugin, ProvisionedCapacity, S3, ScaleInPolicy, ScaleOutPolicy, Vpc, WorkerConfiguration,
    WorkerLogDelivery,
};
use crate::prelude::*;

/// Percents of CPU at which AWS removes and adds workers where nothing is said. An update has to say
/// them.
const SCALE_IN: i32 = 20;
const SCALE_OUT: i32 = 80;

impl Connector {
    pub(super) fn configuration(&self) -> HashMap<String, String> {
        self.connector_configuration.clone().into_iter().collect()
    }

    pub(super) fn to_create(&self, cx: &Cx) -> Result<CreateConnectorFluentBuilder> {
        let authentication = self.kafka_cluster_client_authentication.authentication_type.as_str();
        let authentication = api::KafkaClusterClientAuthentication::builder()
            .authentication_type(authentication.into())
            .build();
        let encryption = self.kafka_cluster_encryption_in_transit.encryption_type.as_str();
        let encryption = api::KafkaClusterEncryptionInTransit::builder()
            .encryption_type(encryption.into())
            .build();
        let plugins: Result<Vec<_>> = self.plugin.0.iter().map(Plugin::to_api).collect();
        let worker = self.worker_configuration.as_ref().map(WorkerConfiguration::to_api);
        Ok(cx
            .kafkaconnect()
            .create_connector()
            .capacity(self.capacity.to_api())
            .set_connector_configuration(Some(self.configuration()))
            .set_connector_description(self.description.clone())
            .connector_name(&self.name)
            .kafka_cluster(self.kafka_cluster.to_api()?)
            .kafka_cluster_client_authentication(built(authentication)?)
            .kafka_cluster_encryption_in_transit(built(encryption)?)
            .kafka_connect_version(&self.kafkaconnect_version)
            .set_log_delivery(self.log_delivery.as_ref().map(LogDelivery::to_api))
            .set_plugins(Some(plugins?))
            .service_execution_role_arn(&self.service_execution_role_arn)
            .set_tags(crate::tags::to_create(self.tags.as_ref()))
            .set_worker_configuration(worker.transpose()?))
    }

    pub(super) fn from_api(it: DescribeConnectorOutput, tags: Tags) -> Connector {
        let authentication = it.kafka_cluster_client_authentication;
        let authentication = authentication.and_then(|it| it.authentication_type);
        let encryption = it.kafka_cluster_encryption_in_transit.and_then(|it| it.encryption_type);
        let capacity = it.capacity.map(Capacity::from_api);
        Connector {
            arn: it.connector_arn.into(),
            connector_configuration: it
                .connector_configuration
                .unwrap_or_default()
                .into_iter()
                .collect(),
            description: it.connector_description,
            kafkaconnect_version: it.kafka_connect_version.unwrap_or_default(),
            name: it.connector_name.unwrap_or_default(),
            service_execution_role_arn: it.service_execution_role_arn.unwrap_or_default(),
            tags: Some(tags),
            version: it.current_version.into(),
            capacity: capacity
                .unwrap_or(Capacity { autoscaling: None, provisioned_capacity: None }),
            kafka_cluster: KafkaCluster::from_api(it.kafka_cluster),
            kafka_cluster_client_authentication: KafkaClusterClientAuthentication {
                authentication_type: authentication
                    .map(|it| it.as_str().to_owned())
                    .unwrap_or_default(),
            },
            kafka_cluster_encryption_in_transit: KafkaClusterEncryptionInTransit {
                encryption_type: encryption.map(|it| it.as_str().to_owned()).unwrap_or_default(),
            },
            log_delivery: it.log_delivery.map(LogDelivery::from_api),
            plugin: it
                .plugins
                .unwrap_or_default()
                .into_iter()
                .filter_map(|it| it.custom_plugin)
                .map(|it| Plugin {
                    custom_plugin: CustomPlugin {
                        arn: it.custom_plugin_arn.unwrap_or_default(),
                        revision: it.revision,
                    },
                })
                .collect(),
            worker_configuration: it.worker_configuration.map(|it| WorkerConfiguration {
                arn: it.worker_configuration_arn.unwrap_or_default(),
                revision: it.revision,
            }),
        }
    }
}

impl Capacity {
    fn to_api(&self) -> api::Capacity {
        let scaling = self.autoscaling.as_ref().map(|it| {
            let on = |percent: Option<i32>| percent.filter(|it| *it > 0);
            let less = it.scale_in_policy.as_ref().and_then(|it| on(it.cpu_utilization_percentage));
            let less =
                less.map(|it| api::ScaleInPolicy::builder().cpu_utilization_percentage(it).build());
            let more =
                it.scale_out_policy.as_ref().and_then(|it| on(it.cpu_utilization_percentage));
            let more = more
                .map(|it| api::ScaleOutPolicy::builder().cpu_utilization_percentage(it).build());
            api::AutoScaling::builder()
                .max_worker_count(it.max_worker_count)
                .mcu_count(it.mcu_count)
                .min_worker_count(it.min_worker_count)
                .set_scale_in_policy(less)
                .set_scale_out_policy(more)
                .build()
        });
        let fixed = self.provisioned_capacity.as_ref().map(|it| {
            api::ProvisionedCapacity::builder()
                .mcu_count(it.mcu_count)
                .worker_count(it.worker_count)
                .build()
        });
        api::Capacity::builder().set_auto_scaling(scaling).set_provisioned_capacity(fixed).build()
    }

    pub(super) fn to_update(&self) -> api::CapacityUpdate {
        let scaling = self.autoscaling.as_ref().map(|it| {
            let less = it.scale_in_policy.as_ref().and_then(|it| it.cpu_utilization_percentage);
            let less = less.filter(|it| *it > 0).unwrap_or(SCALE_IN);
            let more = it.scale_out_policy.as_ref().and_then(|it| it.cpu_utilization_percentage);
            let more = more.filter(|it| *it > 0).unwrap_or(SCALE_OUT);
            api::AutoScalingUpdate::builder()
                .max_worker_count(it.max_worker_count)
                .mcu_count(it.mcu_count)
                .min_worker_count(it.min_worker_count)
                .scale_in_policy(
                    api::ScaleInPolicyUpdate::builder().cpu_utilization_percentage(less).build(),
                )
                .scale_out_policy(
                    api::ScaleOutPolicyUpdate::builder().cpu_utilization_percentage(more).build(),
                )
                .build()
        });
        let fixed = self.provisioned_capacity.as_ref().map(|it| {
            api::ProvisionedCapacityUpdate::builder()
                .mcu_count(it.mcu_count)
                .worker_count(it.worker_count)
                .build()
        });
        api::CapacityUpdate::builder()
            .set_auto_scaling(scaling)
            .set_provisioned_capacity(fixed)
            .build()
    }

    pub(super) fn from_api(it: api::CapacityDescription) -> Capacity {
        Capacity {
            autoscaling: it.auto_scaling.map(|it| Autoscaling {
                max_worker_count: it.max_worker_count,
                mcu_count: it.mcu_count,
                min_worker_count: it.min_worker_count,
                scale_in_policy: it.scale_in_policy.map(|it| ScaleInPolicy {
                    cpu_utilization_percentage: Some(it.cpu_utilization_percentage),
                }),
                scale_out_policy: it.scale_out_policy.map(|it| ScaleOutPolicy {
                    cpu_utilization_percentage: Some(it.cpu_utilization_percentage),
                }),
            }),
            provisioned_capacity: it.provisioned_capacity.map(|it| ProvisionedCapacity {
                mcu_count: it.mcu_count,
                worker_count: it.worker_count,
            }),
        }
    }
}

impl KafkaCluster {
    fn to_api(&self) -> Result<api::KafkaCluster> {
        let ApacheKafkaCluster { bootstrap_servers, vpc } = &self.apache_kafka_cluster;
        let vpc = api::Vpc::builder()
            .set_security_groups(Some(vpc.security_groups.0.to_vec()))
            .set_subnets(Some(vpc.subnets.0.to_vec()));
        let apache = api::ApacheKafkaCluster::builder()
            .bootstrap_servers(bootstrap_servers)
            .vpc(built(vpc.build())?);
        Ok(api::KafkaCluster::builder().apache_kafka_cluster(built(apache.build())?).build())
    }

    fn from_api(it: Option<api::KafkaClusterDescription>) -> KafkaCluster {
        let apache = it.and_then(|it| it.apache_kafka_cluster);
        let vpc = apache.as_ref().and_then(|it| it.vpc.clone());
        let (groups, subnets) = match vpc {
            Some(it) => (it.security_groups.unwrap_or_default(), it.subnets.unwrap_or_default()),
            None => Default::default(),
        };
        KafkaCluster {
            apache_kafka_cluster: ApacheKafkaCluster {
                bootstrap_servers: apache.and_then(|it| it.bootstrap_servers).unwrap_or_default(),
                vpc: Vpc {
                    security_groups: groups.into_iter().collect(),
                    subnets: subnets.into_iter().collect(),
                },
            },
        }
    }
}

impl LogDelivery {
    fn to_api(&self) -> api::LogDelivery {
        let WorkerLogDelivery { cloudwatch_logs, firehose, s3 } = &self.worker_log_delivery;
        let cloudwatch = cloudwatch_logs.as_ref().map(|it| {
            api::CloudWatchLogsLogDelivery::builder()
                .enabled(it.enabled)
                .set_log_group(it.log_group.clone())
                .build()
        });
        let firehose = firehose.as_ref().map(|it| {
            api::FirehoseLogDelivery::builder()
                .enabled(it.enabled)
                .set_delivery_stream(it.delivery_stream.clone())
                .build()
        });
        let s3 = s3.as_ref().map(|it| {
            api::S3LogDelivery::builder()
                .enabled(it.enabled)
                .set_bucket(it.bucket.clone())
                .set_prefix(it.prefix.clone())
                .build()
        });
        let workers = api::WorkerLogDelivery::builder()
            .set_cloud_watch_logs(cloudwatch)
            .set_firehose(firehose)
            .set_s3(s3)
            .build();
        api::LogDelivery::builder().worker_log_delivery(workers).build()
    }

    fn from_api(it: api::LogDeliveryDescription) -> LogDelivery {
        let workers = it.worker_log_delivery;
        let (cloudwatch, firehose, s3) = match workers {
            Some(it) => (it.cloud_watch_logs, it.firehose, it.s3),
            None => (None, None, None),
        };
        LogDelivery {
            worker_log_delivery: WorkerLogDelivery {
                cloudwatch_logs: cloudwatch
                    .map(|it| CloudwatchLogs { enabled: it.enabled, log_group: it.log_group }),
                firehose: firehose.map(|it| Firehose {
                    delivery_stream: it.delivery_stream,
                    enabled: it.enabled,
                }),
                s3: s3.map(|it| S3 { bucket: it.bucket, enabled: it.enabled, prefix: it.prefix }),
            },
        }
    }
}

impl Plugin {
    fn to_api(&self) -> Result<api::Plugin> {
        let CustomPlugin { arn, revision } = &self.custom_plugin;
        let plugin = api::CustomPlugin::builder().custom_plugin_arn(arn).revision(*revision);
        Ok(api::Plugin::builder().custom_plugin(built(plugin.build())?).build())
    }
}

impl WorkerConfiguration {
    fn to_api(&self) -> Result<api::WorkerConfiguration> {
        let it = api::WorkerConfiguration::builder()
            .worker_configuration_arn(&self.arn)
            .revision(self.revision);
        built(it.build())
    }
}
