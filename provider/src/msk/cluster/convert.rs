//! What AWS is told of a cluster, and tells of it.

use aws_sdk_kafka::types as api;

use super::super::clusters::{Brokers, sorted, uuid};
use super::{
    BrokerLogs, BrokerNodeGroupInfo, ClientAuthentication, CloudwatchLogs, Cluster,
    ConfigurationInfo, ConnectivityInfo, EbsStorageInfo, EncryptionInTransit, EncryptionInfo,
    Exporter, Firehose, LoggingInfo, OpenMonitoring, Prometheus, ProvisionedThroughput,
    PublicAccess, Rebalancing, S3, Sasl, StorageInfo, Tls, VpcClientAuthentication,
    VpcConnectivity, VpcSasl,
};
use crate::prelude::*;

impl Cluster {
    /// The cluster as it is to be created, but for what AWS takes later alone.
    pub(super) fn to_api(&self) -> api::ProvisionedRequest {
        let authentication = self.client_authentication.as_ref().filter(|it| it.is_any());
        api::ProvisionedRequest::builder()
            .broker_node_group_info(self.broker_node_group_info.to_api())
            .set_rebalancing(self.rebalancing.as_ref().map(Rebalancing::to_api))
            .set_client_authentication(authentication.map(ClientAuthentication::to_api))
            .set_configuration_info(self.configuration_info.as_ref().map(ConfigurationInfo::to_api))
            .set_encryption_info(self.encryption_info.as_ref().map(EncryptionInfo::to_api))
            .enhanced_monitoring(self.enhanced_monitoring.as_str().into())
            .set_open_monitoring(self.open_monitoring.as_ref().and_then(OpenMonitoring::to_api))
            .kafka_version(&self.kafka_version)
            .set_logging_info(self.logging_info.as_ref().and_then(LoggingInfo::to_api))
            .number_of_broker_nodes(self.number_of_broker_nodes)
            .set_storage_mode(self.storage_mode.as_deref().map(Into::into))
            .build()
    }

    pub(in crate::msk) fn from_api(cluster: api::Cluster, brokers: Brokers) -> Result<Cluster> {
        let it = cluster.provisioned.ok_or("this is no provisioned cluster")?;
        let group = it.broker_node_group_info.ok_or("the answer has no brokers")?;
        let software = it.current_broker_software_info.ok_or("the answer has no version")?;
        let arn = cluster.cluster_arn.ok_or("the answer has no ARN")?;
        Ok(Cluster {
            bootstrap_brokers: told(brokers.plaintext),
            bootstrap_brokers_ipv6: told(brokers.plaintext_ipv6),
            bootstrap_brokers_public_sasl_iam: told(brokers.public_sasl_iam),
            bootstrap_brokers_public_sasl_scram: told(brokers.public_sasl_scram),
            bootstrap_brokers_public_tls: told(brokers.public_tls),
            bootstrap_brokers_sasl_iam: told(brokers.sasl_iam),
            bootstrap_brokers_sasl_iam_ipv6: told(brokers.sasl_iam_ipv6),
            bootstrap_brokers_sasl_scram: told(brokers.sasl_scram),
            bootstrap_brokers_sasl_scram_ipv6: told(brokers.sasl_scram_ipv6),
            bootstrap_brokers_tls: told(brokers.tls),
            bootstrap_brokers_tls_ipv6: told(brokers.tls_ipv6),
            bootstrap_brokers_vpc_connectivity_sasl_iam: told(brokers.vpc_connectivity_sasl_iam),
            bootstrap_brokers_vpc_connectivity_sasl_scram: told(
                brokers.vpc_connectivity_sasl_scram,
            ),
            bootstrap_brokers_vpc_connectivity_tls: told(brokers.vpc_connectivity_tls),
            cluster_name: cluster.cluster_name.unwrap_or_default(),
            cluster_uuid: uuid(&arn).map(str::to_owned).into(),
            arn: arn.into(),
            current_version: cluster.current_version.into(),
            customer_action_status: told(
                it.customer_action_status.map(|it| it.as_str().to_owned()),
            ),
            enhanced_monitoring: word(it.enhanced_monitoring.as_ref().map(|it| it.as_str())),
            kafka_version: software.kafka_version.clone().unwrap_or_default(),
            number_of_broker_nodes: it.number_of_broker_nodes.unwrap_or_default(),
            storage_mode: it.storage_mode.map(|it| it.as_str().to_owned()),
            tags: Some(cluster.tags.unwrap_or_default().into_iter().collect()),
            zookeeper_connect_string: told(sorted(it.zookeeper_connect_string)),
            zookeeper_connect_string_tls: told(sorted(it.zookeeper_connect_string_tls)),
            broker_node_group_info: BrokerNodeGroupInfo::from_api(group),
            client_authentication: it.client_authentication.map(ClientAuthentication::from_api),
            configuration_info: ConfigurationInfo::from_api(software),
            encryption_info: it.encryption_info.map(EncryptionInfo::from_api),
            logging_info: it.logging_info.and_then(LoggingInfo::from_api),
            open_monitoring: it.open_monitoring.and_then(OpenMonitoring::from_api),
            rebalancing: it
                .rebalancing
                .and_then(|it| it.status)
                .map(|it| Rebalancing { status: it.as_str().to_owned() }),
        })
    }
}

/// What AWS does not tell is empty, as hashicorp/aws has it in its states.
fn told(it: Option<String>) -> Computed<String> {
    it.unwrap_or_default().into()
}

fn word(it: Option<&str>) -> String {
    it.unwrap_or_default().to_owned()
}

impl BrokerNodeGroupInfo {
    fn to_api(&self) -> api::BrokerNodeGroupInfo {
        api::BrokerNodeGroupInfo::builder()
            .broker_az_distribution(self.az_distribution.as_str().into())
            .set_client_subnets(Some(self.client_subnets.0.to_vec()))
            .instance_type(&self.instance_type)
            .set_security_groups(Some(self.security_groups.0.to_vec()))
            .set_storage_info(self.storage_info.as_ref().and_then(StorageInfo::to_api))
            .build()
    }

    fn from_api(it: api::BrokerNodeGroupInfo) -> BrokerNodeGroupInfo {
        BrokerNodeGroupInfo {
            az_distribution: word(it.broker_az_distribution.as_ref().map(|it| it.as_str())),
            client_subnets: it.client_subnets.unwrap_or_default().into_iter().collect(),
            instance_type: it.instance_type.unwrap_or_default(),
            security_groups: it.security_groups.unwrap_or_default().into_iter().collect(),
            connectivity_info: it.connectivity_info.map(ConnectivityInfo::from_api),
            storage_info: it.storage_info.map(StorageInfo::from_api),
        }
    }

    pub(super) fn volume(&self) -> Option<&EbsStorageInfo> {
        self.storage_info.as_ref()?.ebs_storage_info.as_ref()
    }
}

impl ConnectivityInfo {
    fn from_api(it: api::ConnectivityInfo) -> ConnectivityInfo {
        ConnectivityInfo {
            network_type: it.network_type.map(|it| it.as_str().to_owned()),
            public_access: it.public_access.map(|it| PublicAccess { r#type: it.r#type }),
            vpc_connectivity: it.vpc_connectivity.map(|it| VpcConnectivity {
                client_authentication: it.client_authentication.map(|it| VpcClientAuthentication {
                    tls: Some(it.tls.and_then(|it| it.enabled).unwrap_or_default()),
                    sasl: it.sasl.map(|it| VpcSasl {
                        iam: Some(it.iam.and_then(|it| it.enabled).unwrap_or_default()),
                        scram: Some(it.scram.and_then(|it| it.enabled).unwrap_or_default()),
                    }),
                }),
            }),
        }
    }
}

impl StorageInfo {
    fn to_api(&self) -> Option<api::StorageInfo> {
        let volume = self.ebs_storage_info.as_ref()?;
        let throughput = volume.provisioned_throughput.as_ref();
        let volume = api::EbsStorageInfo::builder()
            .set_volume_size(volume.volume_size.filter(|it| *it > 0))
            .set_provisioned_throughput(throughput.map(ProvisionedThroughput::to_api))
            .build();
        Some(api::StorageInfo::builder().ebs_storage_info(volume).build())
    }

    fn from_api(it: api::StorageInfo) -> StorageInfo {
        StorageInfo {
            ebs_storage_info: it.ebs_storage_info.map(|it| EbsStorageInfo {
                volume_size: it.volume_size,
                provisioned_throughput: it.provisioned_throughput.map(|it| ProvisionedThroughput {
                    enabled: it.enabled,
                    volume_throughput: it.volume_throughput,
                }),
            }),
        }
    }
}

impl ProvisionedThroughput {
    pub(super) fn to_api(&self) -> api::ProvisionedThroughput {
        let is_enabled = self.enabled == Some(true);
        api::ProvisionedThroughput::builder()
            .enabled(is_enabled)
            .set_volume_throughput(self.volume_throughput.filter(|it| is_enabled && *it > 0))
            .build()
    }
}

impl ClientAuthentication {
    /// Whether it says anything: who asks for nothing gets what AWS gives by itself.
    fn is_any(&self) -> bool {
        self.unauthenticated.is_some() || self.sasl.is_some() || self.tls.is_some()
    }

    fn to_api(&self) -> api::ClientAuthentication {
        let sasl = self.sasl.as_ref().map(|it| {
            let scram = it.scram.map(|it| api::Scram::builder().enabled(it).build());
            let iam = it.iam.map(|it| api::Iam::builder().enabled(it).build());
            api::Sasl::builder().set_scram(scram).set_iam(iam).build()
        });
        let authorities = self.tls.as_ref().and_then(|it| it.certificate_authority_arns.clone());
        let authorities = authorities.filter(|it| !it.0.is_empty());
        let tls = authorities
            .map(|it| api::Tls::builder().set_certificate_authority_arn_list(Some(it.0)).build());
        let open = self.unauthenticated.map(|it| api::Unauthenticated::builder().enabled(it));
        api::ClientAuthentication::builder()
            .set_sasl(sasl)
            .set_tls(tls)
            .set_unauthenticated(open.map(|it| it.build()))
            .build()
    }

    fn from_api(it: api::ClientAuthentication) -> ClientAuthentication {
        ClientAuthentication {
            unauthenticated: it.unauthenticated.and_then(|it| it.enabled),
            sasl: it.sasl.map(|it| Sasl {
                iam: it.iam.and_then(|it| it.enabled),
                scram: it.scram.and_then(|it| it.enabled),
            }),
            // It is told beside SASL alone as well, without authorities.
            tls: it.tls.and_then(|it| it.certificate_authority_arn_list).and_then(|it| {
                let arns = Some(it.into_iter().collect()).filter(|it: &Set<_>| !it.0.is_empty());
                arns.map(|it| Tls { certificate_authority_arns: Some(it) })
            }),
        }
    }
}

impl ConfigurationInfo {
    pub(super) fn to_api(&self) -> api::ConfigurationInfo {
        api::ConfigurationInfo::builder().arn(&self.arn).revision(self.revision).build()
    }

    fn from_api(it: api::BrokerSoftwareInfo) -> Option<ConfigurationInfo> {
        let revision = it.configuration_revision.unwrap_or_default();
        Some(ConfigurationInfo { arn: it.configuration_arn?, revision })
    }
}

impl EncryptionInfo {
    fn to_api(&self) -> api::EncryptionInfo {
        let key = self.encryption_at_rest_kms_key_arn.clone();
        let rest =
            key.map(|it| api::EncryptionAtRest::builder().data_volume_kms_key_id(it).build());
        let transit = self.encryption_in_transit.as_ref().map(|it| {
            api::EncryptionInTransit::builder()
                .client_broker(it.client_broker.as_str().into())
                .in_cluster(it.in_cluster)
                .build()
        });
        api::EncryptionInfo::builder()
            .set_encryption_at_rest(rest)
            .set_encryption_in_transit(transit)
            .build()
    }

    fn from_api(it: api::EncryptionInfo) -> EncryptionInfo {
        EncryptionInfo {
            encryption_at_rest_kms_key_arn: it
                .encryption_at_rest
                .and_then(|it| it.data_volume_kms_key_id),
            encryption_in_transit: it.encryption_in_transit.map(|it| EncryptionInTransit {
                client_broker: word(it.client_broker.as_ref().map(|it| it.as_str())),
                in_cluster: it.in_cluster.unwrap_or_default(),
            }),
        }
    }
}

impl LoggingInfo {
    /// `None` where no destination is spoken of: AWS takes no empty list of them.
    pub(super) fn to_api(&self) -> Option<api::LoggingInfo> {
        let BrokerLogs { cloudwatch_logs, firehose, s3 } = self.broker_logs.as_ref()?;
        if cloudwatch_logs.is_none() && firehose.is_none() && s3.is_none() {
            return None;
        }
        let cloudwatch = cloudwatch_logs.as_ref().map(|it| {
            let group = it.log_group.clone();
            api::CloudWatchLogs::builder().enabled(it.enabled).set_log_group(group).build()
        });
        let firehose = firehose.as_ref().map(|it| {
            let stream = it.delivery_stream.clone();
            api::Firehose::builder().enabled(it.enabled).set_delivery_stream(stream).build()
        });
        let s3 = s3.as_ref().map(|it| {
            api::S3::builder()
                .enabled(it.enabled)
                .set_bucket(it.bucket.clone())
                .set_prefix(it.prefix.clone())
                .build()
        });
        let logs = api::BrokerLogs::builder()
            .set_cloud_watch_logs(cloudwatch)
            .set_firehose(firehose)
            .set_s3(s3)
            .build();
        Some(api::LoggingInfo::builder().broker_logs(logs).build())
    }

    /// All logs off.
    pub(super) fn none() -> api::LoggingInfo {
        let logs = api::BrokerLogs::builder()
            .cloud_watch_logs(api::CloudWatchLogs::builder().enabled(false).build())
            .firehose(api::Firehose::builder().enabled(false).build())
            .s3(api::S3::builder().enabled(false).build())
            .build();
        api::LoggingInfo::builder().broker_logs(logs).build()
    }

    fn from_api(it: api::LoggingInfo) -> Option<LoggingInfo> {
        let it = it.broker_logs?;
        Some(LoggingInfo {
            broker_logs: Some(BrokerLogs {
                cloudwatch_logs: it.cloud_watch_logs.map(|it| CloudwatchLogs {
                    enabled: it.enabled.unwrap_or_default(),
                    log_group: it.log_group,
                }),
                firehose: it.firehose.map(|it| Firehose {
                    delivery_stream: it.delivery_stream,
                    enabled: it.enabled.unwrap_or_default(),
                }),
                s3: it.s3.map(|it| S3 {
                    bucket: it.bucket,
                    enabled: it.enabled.unwrap_or_default(),
                    prefix: it.prefix,
                }),
            }),
        })
    }
}

impl OpenMonitoring {
    /// `None` where no exporter is spoken of: AWS takes no empty list of them.
    pub(super) fn to_api(&self) -> Option<api::OpenMonitoringInfo> {
        let Prometheus { jmx_exporter, node_exporter } = self.prometheus.as_ref()?;
        if jmx_exporter.is_none() && node_exporter.is_none() {
            return None;
        }
        let is_on = |it: &Option<Exporter>| it.as_ref().is_some_and(|it| it.enabled_in_broker);
        Some(OpenMonitoring::exporters(is_on(jmx_exporter), is_on(node_exporter)))
    }

    pub(super) fn exporters(jmx: bool, node: bool) -> api::OpenMonitoringInfo {
        let jmx = api::JmxExporterInfo::builder().enabled_in_broker(jmx).build();
        let node = api::NodeExporterInfo::builder().enabled_in_broker(node).build();
        let prometheus = api::PrometheusInfo::builder().jmx_exporter(jmx).node_exporter(node);
        api::OpenMonitoringInfo::builder().prometheus(prometheus.build()).build()
    }

    fn from_api(it: api::OpenMonitoringInfo) -> Option<OpenMonitoring> {
        let it = it.prometheus?;
        let exporter = |it: Option<bool>| it.map(|it| Exporter { enabled_in_broker: it });
        Some(OpenMonitoring {
            prometheus: Some(Prometheus {
                jmx_exporter: exporter(it.jmx_exporter.and_then(|it| it.enabled_in_broker)),
                node_exporter: exporter(it.node_exporter.and_then(|it| it.enabled_in_broker)),
            }),
        })
    }
}

impl Rebalancing {
    pub(super) fn to_api(&self) -> api::Rebalancing {
        api::Rebalancing::builder().status(self.status.as_str().into()).build()
    }
}
