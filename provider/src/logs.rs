//! Amazon CloudWatch Logs.

mod cloudwatch_log_group;
mod cloudwatch_log_group_data_source;
mod cloudwatch_log_stream;

use std::future::Future;

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use tfplugin::engine::{DataSourceType, ResourceType, data_source, resource};

use self::cloudwatch_log_group::CloudwatchLogGroup;
use self::cloudwatch_log_group_data_source::CloudwatchLogGroupDataSource;
use self::cloudwatch_log_stream::CloudwatchLogStream;
use crate::error::code;
use crate::prelude::*;
use crate::service::{Service, client};

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "logs",
    name: "CloudWatch Logs",
    subcategory: "CloudWatch Logs",
    prefixes: &[("aws_cloudwatch_log_", "CloudWatch Log")],
    is_regional: true,
    endpoints: &["logs", "cloudwatchlog", "cloudwatchlogs"],
    resources,
    data_sources,
};

client!(logs: aws_sdk_cloudwatchlogs);

fn resources() -> Vec<ResourceType<Aws>> {
    vec![resource::<Aws, CloudwatchLogGroup>(), resource::<Aws, CloudwatchLogStream>()]
}

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![data_source::<Aws, CloudwatchLogGroupDataSource>()]
}

/// The codes of absence.
const NOT_FOUND: &[&str] = &["ResourceNotFoundException"];

/// What CloudWatch Logs says of a name that is taken.
const TAKEN: &str = "ResourceAlreadyExistsException";

/// What CloudWatch Logs says while something else changes the same group.
const BUSY: &str = "OperationAbortedException";

/// The answer to a call, which is sent again while something else changes the same group.
async fn once_free<T, E, Sent>(
    cx: &Cx,
    send: impl Fn() -> Sent + Send + Sync,
) -> Result<Result<T, SdkError<E, Response>>>
where
    Sent: Future<Output = Result<T, SdkError<E, Response>>> + Send,
    T: Send,
    E: ProvideErrorMetadata + Send,
{
    cx.until(|| async {
        match send().await {
            Err(error) if code(&error) == Some(BUSY) => {
                Ok(Progress::Pending("the log group is being changed".to_owned()))
            }
            answer => Ok(Progress::Ready(answer)),
        }
    })
    .await
}
