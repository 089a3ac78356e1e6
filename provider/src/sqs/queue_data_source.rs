//! `aws_sqs_queue`, the data source

use aws_sdk_sqs::types::QueueAttributeName;
use tfplugin::{DataSource, path};

use super::attribute::{self, NOT_FOUND};
use super::queue;
use crate::prelude::*;

/// Looks up an Amazon SQS queue by name.
///
/// See
/// [GetQueueUrl](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html)
/// in the Amazon SQS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueueDataSource {
    /// ARN of the queue.
    pub(crate) arn: Computed<String>,
    /// URL of the queue.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Name of the queue.
    pub(crate) name: String,
    /// Tags of the queue.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// URL of the queue.
    pub(crate) url: Computed<String>,
}

impl DataSource<Aws> for QueueDataSource {
    const TYPE: &'static str = "aws_sqs_queue";
    const NAME: &'static str = "SQS Queue";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let gone = || {
            let region = cx.region();
            Error::at(path("name"), format!("there is no queue {:?} in {region}", config.name))
        };
        let request = cx.sqs().get_queue_url().queue_name(&config.name);
        let output = request.send().await.none_if_not_found(NOT_FOUND)?.ok_or_else(gone)?;
        let url = output.queue_url.ok_or("the response has no queue URL")?;
        let (arn, tags) = tokio::try_join!(
            attribute::get(cx, &url, QueueAttributeName::QueueArn),
            queue::read_tags(cx, &url),
        )?;
        Ok(QueueDataSource {
            arn: arn.ok_or_else(gone)?.into(),
            id: Some(url.clone()),
            tags: Some(tags.ok_or_else(gone)?),
            url: url.into(),
            ..config
        })
    }
}
