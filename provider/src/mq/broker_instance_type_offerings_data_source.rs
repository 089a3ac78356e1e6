//! `aws_mq_broker_instance_type_offerings`

use aws_sdk_mq::operation::describe_broker_instance_options::DescribeBrokerInstanceOptionsOutput;
use aws_sdk_mq::types as api;
use tfplugin::DataSource;

use super::any_case::AnyCase;
use crate::pages;
use crate::prelude::*;

/// Lists the instance types of Amazon MQ with their supported engines, storage types and deployment
/// modes.
///
/// See [broker instance
/// options](https://docs.aws.amazon.com/amazon-mq/latest/api-reference/broker-instance-options.html)
/// in the Amazon MQ API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerInstanceTypeOfferingsDataSource {
    /// Instance types, in the order of AWS.
    #[block]
    pub(crate) broker_instance_options: Computed<Vec<BrokerInstanceOption>>,
    /// Broker engine to filter by.
    #[attr(check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: Option<AnyCase>,
    /// Instance type to filter by, such as `mq.m5.large`.
    pub(crate) host_instance_type: Option<String>,
    /// Region of the instance types.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Storage type to filter by.
    #[attr(check = one_of_any_case(&["EBS", "EFS"]))]
    pub(crate) storage_type: Option<AnyCase>,
}

/// An instance type with a broker engine and a storage type.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct BrokerInstanceOption {
    /// Availability zones that offer the instance type.
    #[block]
    pub(crate) availability_zones: Computed<Set<AvailabilityZone>>,
    /// Broker engine: `ACTIVEMQ` or `RABBITMQ`.
    pub(crate) engine_type: Computed<String>,
    /// Instance type of the broker.
    pub(crate) host_instance_type: Computed<String>,
    /// Storage type: `ebs` or `efs`.
    pub(crate) storage_type: Computed<String>,
    /// Supported deployment modes: `SINGLE_INSTANCE`, `ACTIVE_STANDBY_MULTI_AZ`,
    /// `CLUSTER_MULTI_AZ`.
    pub(crate) supported_deployment_modes: Computed<Set<String>>,
    /// Supported versions of the engine.
    pub(crate) supported_engine_versions: Computed<Vec<String>>,
}

/// An availability zone.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct AvailabilityZone {
    /// Name of the availability zone.
    pub(crate) name: Computed<String>,
}

impl DataSource<Aws> for BrokerInstanceTypeOfferingsDataSource {
    const TYPE: &'static str = "aws_mq_broker_instance_type_offerings";
    const NAME: &'static str = "MQ Broker Instance Type Offerings";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let engine = config.engine_type.as_ref().map(AnyCase::capitals);
        let storage = config.storage_type.as_ref().map(AnyCase::capitals);
        let request = cx
            .mq()
            .describe_broker_instance_options()
            .max_results(100)
            .set_engine_type(engine)
            .set_host_instance_type(config.host_instance_type.clone())
            .set_storage_type(storage);
        let ask = |token| request.clone().set_next_token(token).send();
        let part =
            |it: DescribeBrokerInstanceOptionsOutput| (it.broker_instance_options, it.next_token);
        let found = pages::all(ask, part).await?;
        let found: Vec<_> = found.into_iter().map(from_api).collect();
        Ok(BrokerInstanceTypeOfferingsDataSource {
            broker_instance_options: found.into(),
            id: Some(cx.region().to_owned()),
            ..config
        })
    }
}

fn from_api(it: api::BrokerInstanceOption) -> BrokerInstanceOption {
    let zones = it.availability_zones.unwrap_or_default().into_iter();
    let zones: Set<_> = zones.map(|it| AvailabilityZone { name: it.name.into() }).collect();
    let modes = it.supported_deployment_modes.unwrap_or_default().into_iter();
    let modes: Set<_> = modes.map(|it| it.as_str().to_owned()).collect();
    BrokerInstanceOption {
        availability_zones: zones.into(),
        engine_type: it.engine_type.map(|it| it.as_str().to_owned()).into(),
        host_instance_type: it.host_instance_type.into(),
        storage_type: it.storage_type.map(|it| it.as_str().to_owned()).into(),
        supported_deployment_modes: modes.into(),
        supported_engine_versions: it.supported_engine_versions.unwrap_or_default().into(),
    }
}
