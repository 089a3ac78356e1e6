//! Amazon SNS.

mod archive_policy;
mod attribute;
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

/// The codes of "there is no such object", of topics and of their tags.
const NOT_FOUND: &[&str] = &["NotFound", "ResourceNotFound"];

pub(crate) fn resources() -> Vec<ResourceType<Aws>> {
    vec![
        resource::<Aws, PlatformApplication>(),
        resource::<Aws, SmsPreferences>(),
        resource::<Aws, Topic>(),
        resource::<Aws, TopicDataProtectionPolicy>(),
        resource::<Aws, TopicPolicy>(),
        resource::<Aws, TopicSubscription>(),
    ]
}

pub(crate) fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, TopicDataSource>()]
}
