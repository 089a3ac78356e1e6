//! `aws_vpcs`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use crate::prelude::*;

/// Lists the VPCs of a region, optionally by tags or filters.
///
/// See [DescribeVpcs](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcs.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcsDataSource {
    /// Region of the VPCs.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// IDs of the VPCs.
    pub(crate) ids: Computed<Vec<String>>,
    /// Tags that the VPCs must have.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for VpcsDataSource {
    const TYPE: &'static str = "aws_vpcs";
    const NAME: &'static str = "VPCs";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref());
        let request = cx.ec2().describe_vpcs().set_filters(filters.into_api());
        let mut pages = request.into_paginator().send();
        let mut ids = Vec::new();
        while let Some(page) = pages.next().await {
            let found = page.into_result()?.vpcs.unwrap_or_default();
            ids.extend(found.into_iter().filter_map(|it| it.vpc_id));
        }
        Ok(VpcsDataSource { id: Some(cx.region().to_owned()), ids: ids.into(), ..config })
    }
}
