//! `aws_ec2_managed_prefix_list`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use super::tags;
use crate::prelude::*;

/// Looks up a managed prefix list, of AWS or of an account, with its entries.
///
/// See
/// [DescribeManagedPrefixLists](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Ec2ManagedPrefixListDataSource {
    /// Address family: `IPv4` or `IPv6`.
    pub(crate) address_family: Computed<String>,
    /// ARN of the prefix list.
    pub(crate) arn: Computed<String>,
    #[block]
    pub(crate) entries: Computed<Set<Entries>>,
    /// ID of the prefix list to look up.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Maximum number of entries.
    pub(crate) max_entries: Computed<i32>,
    /// Name of the prefix list to look up.
    #[attr(computed)]
    pub(crate) name: Option<String>,
    /// ID of the account that owns the prefix list, or `AWS`.
    pub(crate) owner_id: Computed<String>,
    /// Tags of the prefix list. Those that are set must match.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// Version of the prefix list.
    pub(crate) version: Computed<i64>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

/// Entries of the prefix list.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Entries {
    /// CIDR block.
    pub(crate) cidr: Computed<String>,
    /// Description of the entry.
    pub(crate) description: Computed<String>,
}

impl DataSource<Aws> for Ec2ManagedPrefixListDataSource {
    const TYPE: &'static str = "aws_ec2_managed_prefix_list";
    const NAME: &'static str = "EC2 Managed Prefix List";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref())
            .by("prefix-list-name", config.name.as_deref());
        let wanted = filters.words(config.id.as_deref());
        let request = cx.ec2().describe_managed_prefix_lists().set_filters(filters.into_api());
        let request = request.set_prefix_list_ids(filter::ids(config.id.as_ref()));
        let mut found = Vec::new();
        let mut pages = request.into_paginator().send();
        while let Some(page) = pages.next().await {
            // What is not there does not match.
            let Some(page) = page.none_if_not_found(filter::NO_LIST)? else { break };
            found.extend(page.prefix_lists.unwrap_or_default());
        }
        let list = filter::one(cx, found, "EC2 Managed Prefix List", &wanted)?;
        let entries = entries(cx, list.prefix_list_id().unwrap_or_default()).await?;
        Ok(Ec2ManagedPrefixListDataSource {
            address_family: list.address_family.into(),
            arn: list.prefix_list_arn.into(),
            entries: entries.into(),
            id: list.prefix_list_id,
            max_entries: list.max_entries.into(),
            name: list.prefix_list_name,
            owner_id: list.owner_id.into(),
            tags: Some(tags::from_api(list.tags)),
            version: list.version.into(),
            filter: config.filter,
        })
    }
}

async fn entries(cx: &Cx, id: &str) -> Result<Set<Entries>> {
    let request = cx.ec2().get_managed_prefix_list_entries().prefix_list_id(id);
    let mut pages = request.into_paginator().send();
    let mut entries = Set::default();
    while let Some(page) = pages.next().await {
        let found = page.into_result()?.entries.unwrap_or_default();
        entries.0.extend(found.into_iter().map(|it| Entries {
            cidr: it.cidr.into(),
            description: it.description.unwrap_or_default().into(),
        }));
    }
    Ok(entries)
}
