//! Amazon SNS.

mod archive_policy;
mod attribute;
mod checks;
mod delivery_policy;
mod endpoint;
mod filter_policy;
mod platform_application;
mod sms_preferences;
mod tags;
mod topic;
mod topic_data_protection_policy;
mod topic_data_source;
mod topic_policy;
mod topic_subscription;

use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::platform_application::PlatformApplication;
use self::sms_preferences::SmsPreferences;
use self::topic::Topic;
use self::topic_data_protection_policy::TopicDataProtectionPolicy;
use self::topic_data_source::TopicDataSource;
use self::topic_policy::TopicPolicy;
use self::topic_subscription::TopicSubscription;
use crate::provider::Aws;
use crate::service::{Service, client};

/// The codes of "there is no such object", of topics and of their tags.
const NOT_FOUND: &[&str] = &["NotFound", "ResourceNotFound"];

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "sns",
    name: "SNS",
    subcategory: "SNS (Simple Notification)",
    prefixes: &[("aws_sns_", "SNS")],
    is_regional: true,
    endpoints: &["sns"],
    resources,
    data_sources,
};

client!(sns: aws_sdk_sns);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, PlatformApplication>(),
        resource::<Aws, SmsPreferences>(),
        resource::<Aws, Topic>(),
        resource::<Aws, TopicDataProtectionPolicy>(),
        resource::<Aws, TopicPolicy>(),
        resource::<Aws, TopicSubscription>(),
    ]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, TopicDataSource>()]
}
