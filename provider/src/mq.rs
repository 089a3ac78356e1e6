//! Amazon MQ.

mod any_case;
mod broker;
mod broker_data_source;
mod broker_engine_types_data_source;
mod broker_instance_type_offerings_data_source;
mod configuration;
mod import;
mod refusal;
mod tags;
mod version;

use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::broker::Broker;
use self::broker_data_source::BrokerDataSource;
use self::broker_engine_types_data_source::BrokerEngineTypesDataSource;
use self::broker_instance_type_offerings_data_source::BrokerInstanceTypeOfferingsDataSource;
use self::configuration::Configuration;
use crate::provider::Aws;
use crate::service::{Service, client};

/// What MQ says where an object does not exist.
const NOT_FOUND: &[&str] = &["NotFoundException"];

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "mq",
    name: "MQ",
    subcategory: "MQ",
    prefixes: &[("aws_mq_", "MQ")],
    is_regional: true,
    endpoints: &["mq"],
    resources,
    data_sources,
};

client!(mq: aws_sdk_mq);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![resource::<Aws, Broker>(), resource::<Aws, Configuration>()]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, BrokerDataSource>(),
        data_source::<Aws, BrokerEngineTypesDataSource>(),
        data_source::<Aws, BrokerInstanceTypeOfferingsDataSource>(),
    ]
}
