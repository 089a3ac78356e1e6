//! `aws_vpc_security_group_rules`

use tfplugin::{DataSource, Origin};

use super::filter::{Filter, Filters};
use super::vpc_rule;
use crate::prelude::*;

/// Lists rules of security groups.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSecurityGroupRulesDataSource {
    /// The region.
    pub(crate) id: Computed<String>,
    /// IDs of the rules.
    pub(crate) ids: Computed<Vec<String>>,
    /// Tags that each of the rules has.
    pub(crate) tags: Option<Tags>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for VpcSecurityGroupRulesDataSource {
    const TYPE: &'static str = "aws_vpc_security_group_rules";
    const NAME: &'static str = "VPC Security Group Rules";
    const ORIGIN: Origin = Origin::Framework;

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
