//! Amazon SQS.

mod attribute;
mod checks;
mod queue;
mod queue_data_source;
mod queue_policy;
mod queue_redrive_allow_policy;
mod queue_redrive_policy;
mod queues_data_source;
mod redrive;

use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::queue::Queue;
use self::queue_data_source::QueueDataSource;
use self::queue_policy::QueuePolicy;
use self::queue_redrive_allow_policy::QueueRedriveAllowPolicy;
use self::queue_redrive_policy::QueueRedrivePolicy;
use self::queues_data_source::QueuesDataSource;
use crate::provider::Aws;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "sqs",
    name: "SQS",
    subcategory: "SQS (Simple Queue)",
    prefixes: &[("aws_sqs_", "SQS")],
    is_regional: true,
    endpoints: &["sqs"],
    resources,
    data_sources,
};

client!(sqs: aws_sdk_sqs);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, Queue>(),
        resource::<Aws, QueuePolicy>(),
        resource::<Aws, QueueRedriveAllowPolicy>(),
        resource::<Aws, QueueRedrivePolicy>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, QueueDataSource>(), data_source::<Aws, QueuesDataSource>()]
}
