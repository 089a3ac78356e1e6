//! `aws_security_group`, the data source

use tfplugin::DataSource;

use super::filter::{self, Filter, Filters};
use super::{group, tags};
use crate::prelude::*;

/// Looks up a security group by ID, name, VPC, tags or filters.
///
/// See
/// [DescribeSecurityGroups](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct SecurityGroupDataSource {
    /// ARN of the security group.
    pub(crate) arn: Computed<String>,
    /// Description of the security group.
    pub(crate) description: Computed<String>,
    /// ID of the security group to look up.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Name of the security group to look up.
    #[attr(computed)]
    pub(crate) name: Option<String>,
    /// Tags of the security group. Those that are set must match.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// ID of the VPC of the security group.
    #[attr(computed)]
    pub(crate) vpc_id: Option<String>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for SecurityGroupDataSource {
    const TYPE: &'static str = "aws_security_group";
    const NAME: &'static str = "VPC Security Group";
    const TIMEOUTS: Timeouts = filter::TIMEOUTS;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref())
            .by("group-name", config.name.as_deref())
            .by("vpc-id", config.vpc_id.as_deref());
        let wanted = filters.words(config.id.as_deref());
        let ids = filter::ids(config.id.as_ref());
        let found = group::list(cx, ids, filters).await?;
        let found = filter::one(cx, found, "EC2 Security Group", &wanted)?;
        Ok(SecurityGroupDataSource {
            arn: group::arn(cx, &found).into(),
            description: found.description.into(),
            id: found.group_id,
            name: found.group_name,
            tags: Some(tags::from_api(found.tags)),
            vpc_id: found.vpc_id,
            filter: config.filter,
        })
    }
}
