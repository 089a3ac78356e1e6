//! `aws_security_groups`

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use super::group;
use crate::prelude::*;

/// Lists the security groups of a region, optionally by tags or filters.
///
/// See
/// [DescribeSecurityGroups](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SecurityGroupsDataSource {
    /// ARNs of the security groups.
    pub(crate) arns: Computed<Vec<String>>,
    /// Region of the security groups.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// IDs of the security groups.
    pub(crate) ids: Computed<Vec<String>>,
    /// Tags that the security groups must have.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// IDs of the VPCs of the security groups, in the order of `ids`.
    pub(crate) vpc_ids: Computed<Vec<String>>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for SecurityGroupsDataSource {
    const TYPE: &'static str = "aws_security_groups";
    const NAME: &'static str = "VPC Security Groups";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref());
        let found = group::list(cx, None, filters).await?;
        let arns: Vec<_> = found.iter().map(|it| group::arn(cx, it)).collect();
        let ids: Vec<_> = found.iter().filter_map(|it| it.group_id.clone()).collect();
        let vpc_ids: Vec<_> =
            found.iter().map(|it| it.vpc_id.clone().unwrap_or_default()).collect();
        Ok(SecurityGroupsDataSource {
            arns: arns.into(),
            id: Some(cx.region().to_owned()),
            ids: ids.into(),
            vpc_ids: vpc_ids.into(),
            ..config
        })
    }
}
