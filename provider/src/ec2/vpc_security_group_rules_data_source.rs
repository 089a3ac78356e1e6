//! `aws_vpc_security_group_rules`

use tfplugin::{DataSource, TypeSystem};

use super::filter::{Filter, Filters};
use super::vpc_rule;
use crate::prelude::*;

/// Lists the security group rules of a region, optionally by tags or filters.
///
/// See
/// [DescribeSecurityGroupRules](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSecurityGroupRulesDataSource {
    /// Region of the rules.
    pub(crate) id: Computed<String>,
    /// IDs of the rules.
    pub(crate) ids: Computed<Vec<String>>,
    /// Tags that the rules must have.
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for VpcSecurityGroupRulesDataSource {
    const TYPE: &'static str = "aws_vpc_security_group_rules";
    const NAME: &'static str = "VPC Security Group Rules";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let filters = Filters::new(&config.filter, config.tags.as_ref());
        let rules = vpc_rule::list(cx, None, filters).await?;
        let ids: Vec<_> = rules.into_iter().filter_map(|it| it.security_group_rule_id).collect();
        Ok(VpcSecurityGroupRulesDataSource {
            id: cx.region().to_owned().into(),
            ids: ids.into(),
            ..config
        })
    }
}
