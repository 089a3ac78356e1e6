//! `aws_sqs_queues`

use tfplugin::DataSource;

use crate::prelude::*;

/// Lists the SQS queues of a region.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueuesDataSource {
    /// The region.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// How the names begin of the queues to list; all queues where it is left out. The case of
    /// letters counts.
    pub(crate) queue_name_prefix: Option<String>,
    /// URLs of the queues.
    pub(crate) queue_urls: Computed<Set<String>>,
}

impl DataSource<Aws> for QueuesDataSource {
    const TYPE: &'static str = "aws_sqs_queues";
    const NAME: &'static str = "SQS Queues";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let prefix = config.queue_name_prefix.clone().filter(|it| !it.is_empty());
        let request = cx.sqs().list_queues().set_queue_name_prefix(prefix);
        let mut pages = request.into_paginator().page_size(1_000).send();
        let mut urls = Set::default();
        while let Some(page) = pages.next().await {
            urls.0.extend(page.or_fail()?.queue_urls.unwrap_or_default());
        }
        Ok(QueuesDataSource { id: Some(cx.region().to_owned()), queue_urls: urls.into(), ..config })
    }
}
