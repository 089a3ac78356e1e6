//! Amazon CloudWatch.

mod dashboard;
mod metric_alarm;

use tfplugin::engine::{ResourceType, resource};

use self::dashboard::Dashboard;
use self::metric_alarm::MetricAlarm;
use crate::provider::Aws;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "cloudwatch",
    name: "CloudWatch",
    subcategory: "CloudWatch",
    prefixes: &[("aws_cloudwatch_", "CloudWatch")],
    is_regional: true,
    endpoints: &["cloudwatch"],
    resources,
    data_sources: Vec::new,
};

client!(cloudwatch: aws_sdk_cloudwatch);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![resource::<Aws, Dashboard>(), resource::<Aws, MetricAlarm>()]
}

/// The codes of absence.
const NOT_FOUND: &[&str] =
    &["DashboardNotFoundError", "ResourceNotFound", "ResourceNotFoundException"];
