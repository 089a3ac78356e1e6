//! `aws_prefix_list`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use crate::prelude::*;

/// Looks up a prefix list of an AWS service: the CIDR blocks of the service in a region.
///
/// See
/// [DescribePrefixLists](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribePrefixLists.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PrefixListDataSource {
    /// CIDR blocks of the prefix list.
    pub(crate) cidr_blocks: Computed<Vec<String>>,
    /// ID of the prefix list.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Name of the prefix list to look up, such as `com.amazonaws.us-east-1.s3`.
    #[attr(computed)]
    pub(crate) name: Option<String>,
    /// ID of the prefix list to look up.
    pub(crate) prefix_list_id: Option<String>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for PrefixListDataSource {
    const TYPE: &'static str = "aws_prefix_list";
    const NAME: &'static str = "Prefix List";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters =
            Filters::new(&config.filter, None).by("prefix-list-name", config.name.as_deref());
        let wanted = filters.words(config.prefix_list_id.as_deref());
        let request = cx.ec2().describe_prefix_lists().set_filters(filters.into_api());
        let request = request.set_prefix_list_ids(filter::ids(config.prefix_list_id.as_ref()));
        let mut found = Vec::new();
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            // What is not there does not match.
            let Some(page) = page.none_if_not_found(filter::NO_LIST)? else { break };
            found.extend(page.prefix_lists.unwrap_or_default());
        }
        let mut list = filter::one(cx, found, "EC2 Prefix List", &wanted)?;
        let mut networks = list.cidrs.take().unwrap_or_default();
        networks.sort();
        Ok(PrefixListDataSource {
            cidr_blocks: networks.into(),
            id: list.prefix_list_id,
            name: list.prefix_list_name,
            ..config
        })
    }
}
