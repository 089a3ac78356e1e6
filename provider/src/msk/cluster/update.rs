//! Changes of a cluster, in an order that AWS takes: one setting a call, each an operation of its
//! own.

use aws_sdk_kafka::types as api;

use super::super::tags;
use super::operation::{begun, run};
use super::{Cluster, EbsStorageInfo, LoggingInfo, OpenMonitoring, connectivity, security};
use crate::prelude::*;

/// * Ways in are closed before the authentication that they need goes, and opened after it came.
/// * Brokers that cannot have so much throughput get it after, or lose it before.
/// * The version comes before what only newer ones have: instance types, tiered storage, fewer
///   brokers.
pub(super) async fn update(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await?;
    connectivity::close(cx, id, prior, plan).await?;
    monitor(cx, id, prior, plan).await?;
    let lowers = throughput(plan) < throughput(prior);
    if lowers {
        store(cx, id, prior, plan).await?;
    }
    upgrade(cx, id, prior, plan).await?;
    let (old, new) = (&prior.broker_node_group_info, &plan.broker_node_group_info);
    if old.instance_type != new.instance_type {
        run(cx, id, |version| async {
            let request = cx.kafka().update_broker_type().cluster_arn(id).current_version(version);
            let answer = request.target_instance_type(&new.instance_type).send().await;
            begun(answer, |it| it.cluster_operation_arn)
        })
        .await?;
    }
    if !lowers {
        store(cx, id, prior, plan).await?;
    }
    if let Some(mode) = plan.storage_mode.as_deref()
        && prior.storage_mode != plan.storage_mode
    {
        run(cx, id, |version| async {
            let request = cx.kafka().update_storage().cluster_arn(id).current_version(version);
            let answer = request.storage_mode(mode.into()).send().await;
            begun(answer, |it| it.cluster_operation_arn)
        })
        .await?;
    }
    let count = plan.number_of_broker_nodes;
    if prior.number_of_broker_nodes != count {
        run(cx, id, |version| async {
            let request = cx.kafka().update_broker_count().cluster_arn(id).current_version(version);
            let answer = request.target_number_of_broker_nodes(count).send().await;
            begun(answer, |it| it.cluster_operation_arn)
        })
        .await?;
    }
    security::update(cx, id, prior, plan).await?;
    if let Some(rebalancing) = &plan.rebalancing
        && prior.rebalancing.as_ref() != Some(rebalancing)
    {
        run(cx, id, |version| async {
            let request = cx.kafka().update_rebalancing().cluster_arn(id).current_version(version);
            let answer = request.rebalancing(rebalancing.to_api()).send().await;
            begun(answer, |it| it.cluster_operation_arn)
        })
        .await?;
    }
    connectivity::open(cx, id, Some(prior), plan).await
}

type Monitoring =
    aws_sdk_kafka::operation::update_monitoring::builders::UpdateMonitoringFluentBuilder;

async fn monitor(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    let set = |with: Box<dyn Fn(Monitoring) -> Monitoring + Send + Sync>| async move {
        run(cx, id, |version| {
            let request = cx.kafka().update_monitoring().cluster_arn(id).current_version(version);
            let request = with(request);
            async move { begun(request.send().await, |it| it.cluster_operation_arn) }
        })
        .await
    };
    if prior.enhanced_monitoring != plan.enhanced_monitoring {
        let level = api::EnhancedMonitoring::from(plan.enhanced_monitoring.as_str());
        set(Box::new(move |it| it.enhanced_monitoring(level.clone()))).await?;
    }
    let exporters = |it: &Cluster| {
        let asked = it.open_monitoring.as_ref().and_then(OpenMonitoring::to_api);
        asked.unwrap_or_else(|| OpenMonitoring::exporters(false, false))
    };
    let (old, new) = (exporters(prior), exporters(plan));
    if old != new {
        let prometheus = new.prometheus.unwrap_or_else(|| api::PrometheusInfo::builder().build());
        let info = api::OpenMonitoringInfo::builder().prometheus(prometheus).build();
        set(Box::new(move |it| it.open_monitoring(info.clone()))).await?;
    }
    let logs = |it: &Cluster| {
        let asked = it.logging_info.as_ref().and_then(LoggingInfo::to_api);
        asked.unwrap_or_else(LoggingInfo::none)
    };
    let (old, new) = (logs(prior), logs(plan));
    if old != new {
        set(Box::new(move |it| it.logging_info(new.clone()))).await?;
    }
    Ok(())
}

/// A newer version goes together with its configuration.
async fn upgrade(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    let configuration = plan.configuration_info.as_ref();
    let configuration = configuration.filter(|it| prior.configuration_info.as_ref() != Some(it));
    let configuration = configuration.map(super::ConfigurationInfo::to_api);
    if prior.kafka_version != plan.kafka_version {
        return run(cx, id, |version| async {
            let request = cx.kafka().update_cluster_kafka_version().cluster_arn(id);
            let request =
                request.current_version(version).target_kafka_version(&plan.kafka_version);
            let answer = request.set_configuration_info(configuration.clone()).send().await;
            begun(answer, |it| it.cluster_operation_arn)
        })
        .await;
    }
    let Some(configuration) = configuration else { return Ok(()) };
    run(cx, id, |version| async {
        let request = cx.kafka().update_cluster_configuration().cluster_arn(id);
        let request = request.current_version(version).configuration_info(configuration.clone());
        begun(request.send().await, |it| it.cluster_operation_arn)
    })
    .await
}

/// Throughput of a volume in MiB per second; 0 where none is provisioned.
fn throughput(of: &Cluster) -> i32 {
    let volume = of.broker_node_group_info.volume();
    let throughput = volume.and_then(|it| it.provisioned_throughput.as_ref());
    let throughput = throughput.filter(|it| it.enabled == Some(true));
    // AWS gives so much where nobody says how much.
    throughput.map_or(0, |it| it.volume_throughput.filter(|it| *it > 0).unwrap_or(250))
}

/// Size and throughput of the volumes.
async fn store(cx: &Cx, id: &str, prior: &Cluster, plan: &Cluster) -> Result<()> {
    let size = |it: &Cluster| it.broker_node_group_info.volume()?.volume_size;
    let larger = size(plan).filter(|it| size(prior).is_none_or(|old| *it > old));
    let is_other = throughput(prior) != throughput(plan);
    if larger.is_none() && !is_other {
        return Ok(());
    }
    let asked = plan.broker_node_group_info.volume();
    let asked = asked.and_then(|it: &EbsStorageInfo| it.provisioned_throughput.as_ref());
    let off = || api::ProvisionedThroughput::builder().enabled(false).build();
    let throughput = is_other.then(|| asked.map_or_else(off, |it| it.to_api()));
    let target = api::BrokerEbsVolumeInfo::builder()
        .kafka_broker_node_id("All")
        .set_volume_size_gb(larger)
        .set_provisioned_throughput(throughput)
        .build();
    run(cx, id, |version| async {
        let request = cx.kafka().update_broker_storage().cluster_arn(id).current_version(version);
        let answer = request.target_broker_ebs_volume_info(target.clone()).send().await;
        begun(answer, |it| it.cluster_operation_arn)
    })
    .await
}
