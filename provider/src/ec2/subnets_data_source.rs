//! `aws_subnets`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use crate::prelude::*;

/// Lists the subnets of a region, optionally by tags or filters.
///
/// See
/// [DescribeSubnets](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SubnetsDataSource {
    /// Region of the subnets.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// IDs of the subnets.
    pub(crate) ids: Computed<Vec<String>>,
    /// Tags that the subnets must have.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for SubnetsDataSource {
    const TYPE: &'static str = "aws_subnets";
    const NAME: &'static str = "VPC Subnets";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref());
        let request = cx.ec2().describe_subnets().set_filters(filters.into_api());
        let mut pages = request.into_paginator().send();
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await {
            let found = page.into_result()?.subnets.unwrap_or_default();
            ids.extend(found.into_iter().filter_map(|it| it.subnet_id));
        }
        Ok(SubnetsDataSource { id: Some(cx.region().to_owned()), ids: ids.into(), ..config })
    }
}
