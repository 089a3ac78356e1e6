//! `aws_sqs_queues`

use tfplugin::DataSource;

use crate::prelude::*;

/// Lists the Amazon SQS queues of a region.
///
/// See
/// [ListQueues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListQueues.html)
/// in the Amazon SQS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueuesDataSource {
    /// Region of the queues.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Prefix of the names of the queues to list. Case-sensitive. If not set, all queues are
    /// listed.
    pub(crate) queue_name_prefix: Option<String>,
    /// URLs of the queues.
    pub(crate) queue_urls: Computed<Set<String>>,
}

impl DataSource<Aws> for QueuesDataSource {
    const TYPE: &'static str = "aws_sqs_queues";
    const NAME: &'static str = "SQS Queues";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let prefix = config.queue_name_prefix.clone();
        let request = cx.sqs().list_queues().set_queue_name_prefix(prefix);
        let mut pages = request.into_paginator().page_size(1_000).send();
        let mut urls = Set::default();
        while let Some(page) = pages.next().await {
            urls.0.extend(page.into_result()?.queue_urls.unwrap_or_default());
        }
        Ok(QueuesDataSource { id: Some(cx.region().to_owned()), queue_urls: urls.into(), ..config })
    }
}
