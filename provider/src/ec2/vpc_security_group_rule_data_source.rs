//! `aws_vpc_security_group_rule`

use tfplugin::{DataSource, TypeSystem};

use super::filter::{self, Filter, Filters};
use super::{tags, vpc_rule};
use crate::prelude::*;

/// Looks up a rule of a security group.
///
/// See
/// [DescribeSecurityGroupRules](https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html)
/// in the Amazon EC2 API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSecurityGroupRuleDataSource {
    /// ARN of the rule.
    pub(crate) arn: Computed<String>,
    /// IPv4 CIDR block of the rule.
    pub(crate) cidr_ipv4: Computed<String>,
    /// IPv6 CIDR block of the rule.
    pub(crate) cidr_ipv6: Computed<String>,
    /// Description of the rule.
    pub(crate) description: Computed<String>,
    /// First port, or the ICMP type. `-1` if the protocol has no ports.
    pub(crate) from_port: Computed<i32>,
    /// ID of the rule.
    pub(crate) id: Computed<String>,
    /// Name of the protocol, or its number if EC2 has no name for it. `-1` is all protocols.
    pub(crate) ip_protocol: Computed<String>,
    /// Whether the rule is for outbound traffic.
    pub(crate) is_egress: Computed<bool>,
    /// ID of the managed prefix list of the rule.
    pub(crate) prefix_list_id: Computed<String>,
    /// ID of the security group that the rule refers to, as `account-id/sg-...` if it is in another
    /// account.
    pub(crate) referenced_security_group_id: Computed<String>,
    /// ID of the security group of the rule.
    pub(crate) security_group_id: Computed<String>,
    /// ID of the rule to look up.
    #[attr(computed)]
    pub(crate) security_group_rule_id: Option<String>,
    /// Tags of the rule.
    pub(crate) tags: Computed<Tags>,
    /// Last port, or the ICMP code. `-1` if the protocol has no ports.
    pub(crate) to_port: Computed<i32>,
    #[block]
    pub(crate) filter: Set<Filter>,
}

impl DataSource<Aws> for VpcSecurityGroupRuleDataSource {
    const TYPE: &'static str = "aws_vpc_security_group_rule";
    const NAME: &'static str = "VPC Security Group Rule";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let ids = filter::ids(config.security_group_rule_id.as_ref());
        let filters = Filters::new(&config.filter, None);
        let wanted = filters.words(config.security_group_rule_id.as_deref());
        let found = vpc_rule::list(cx, ids, filters).await?;
        let rule = filter::one(cx, found, "EC2 Security Group Rule", &wanted)?;
        let named = vpc_rule::referenced(rule.group_owner_id(), rule.referenced_group_info());
        Ok(VpcSecurityGroupRuleDataSource {
            arn: vpc_rule::arn(cx, &rule).into(),
            cidr_ipv4: rule.cidr_ipv4.into(),
            cidr_ipv6: rule.cidr_ipv6.into(),
            description: rule.description.into(),
            from_port: rule.from_port.into(),
            id: rule.security_group_rule_id.clone().into(),
            ip_protocol: rule.ip_protocol.into(),
            is_egress: rule.is_egress.into(),
            prefix_list_id: rule.prefix_list_id.into(),
            referenced_security_group_id: named.into(),
            security_group_id: rule.group_id.into(),
            security_group_rule_id: rule.security_group_rule_id,
            tags: tags::from_api(rule.tags).into(),
            to_port: rule.to_port.into(),
            filter: config.filter,
        })
    }
}
