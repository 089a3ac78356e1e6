//! `aws_cloudwatch_log_group`, the data source

use tfplugin::{DataSource, path};

use super::cloudwatch_log_group::{arn, describe};
use crate::prelude::*;

/// Retrieves a log group of Amazon CloudWatch Logs by name.
///
/// See
/// [log groups](https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html)
/// in the Amazon CloudWatch Logs User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CloudwatchLogGroupDataSource {
    /// ARN of the log group, without the `:*` that some services want at its end.
    pub(crate) arn: Computed<String>,
    /// Time at which the log group was created, in milliseconds since 1970.
    pub(crate) creation_time: Computed<i64>,
    /// Whether CloudWatch Logs refuses to delete the log group.
    pub(crate) deletion_protection_enabled: Computed<bool>,
    /// Name of the log group.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// ARN of the AWS KMS key that logs are encrypted with.
    pub(crate) kms_key_id: Computed<String>,
    /// Class of the log group: `STANDARD`, `INFREQUENT_ACCESS` or `DELIVERY`.
    pub(crate) log_group_class: Computed<String>,
    /// Name of the log group.
    pub(crate) name: String,
    /// Days for which logs are kept; `0` if for ever.
    pub(crate) retention_in_days: Computed<i32>,
    /// Tags of the log group.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
}

impl DataSource<Aws> for CloudwatchLogGroupDataSource {
    const TYPE: &'static str = "aws_cloudwatch_log_group";
    const NAME: &'static str = "CloudWatch Logs Log Group";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let Some(found) = describe(cx, &config.name).await? else {
            let region = cx.region();
            let message = format!("there is no log group {:?} in {region}", config.name);
            return Err(Error::at(path("name"), message));
        };
        let arn = arn(&found);
        let tags = cx.logs().list_tags_for_resource().resource_arn(&arn).send().await;
        let tags = tags.into_result()?.tags.unwrap_or_default();
        Ok(CloudwatchLogGroupDataSource {
            arn: arn.into(),
            creation_time: found.creation_time.into(),
            deletion_protection_enabled: found
                .deletion_protection_enabled
                .unwrap_or_default()
                .into(),
            id: Some(config.name.clone()),
            kms_key_id: found.kms_key_id.unwrap_or_default().into(),
            log_group_class: found.log_group_class.map(|it| it.as_str().to_owned()).into(),
            retention_in_days: found.retention_in_days.unwrap_or_default().into(),
            tags: Some(tags.into_iter().collect()),
            ..config
        })
    }
}
