//! `aws_vpc_security_group_rules_exclusive`

use aws_sdk_ec2::types::SecurityGroupRule;
use schemas::Value;
use tfplugin::{Identity, Kind, TypeSystem, path};

use super::filter::Filters;
use super::group::{self, Direction};
use super::vpc_rule;
use crate::prelude::*;

/// Manages which rules a security group has: all rules that are not listed are removed, and
/// reported as a change if someone adds them later.
///
/// The rules themselves are managed by `aws_vpc_security_group_ingress_rule` and
/// `aws_vpc_security_group_egress_rule`; list the IDs of all of them. A listed rule that the
/// security group does not have cannot be added by its ID, and is reported with a warning.
///
/// Destroying the resource only removes it from the state: the security group keeps its rules. Do
/// not use it together with `ingress` and `egress` of `aws_security_group` or with
/// `aws_security_group_rule`, unless their rules are listed as well.
///
/// See [security group
/// rules](https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html) in the Amazon
/// VPC User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct VpcSecurityGroupRulesExclusive {
    /// IDs of the outbound rules. An empty set removes all.
    pub(crate) egress_rule_ids: Set<String>,
    /// IDs of the inbound rules. An empty set removes all.
    pub(crate) ingress_rule_ids: Set<String>,
    /// ID of the security group.
    #[attr(force_new)]
    pub(crate) security_group_id: String,
}

/// The security group whose rules are listed.
#[derive(Debug, Clone, PartialEq, Eq, Model)]
pub(crate) struct RulesOf {
    /// ID of the security group.
    security_group_id: String,
}

impl Identity for RulesOf {
    fn text(&self) -> String {
        self.security_group_id.clone()
    }
}

impl Resource<Aws> for VpcSecurityGroupRulesExclusive {
    type Identity = RulesOf;

    const TYPE: &'static str = "aws_vpc_security_group_rules_exclusive";
    const NAME: &'static str = "VPC Security Group Rules Exclusive";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const HAS_ID: bool = false;
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("security_group_id").as_str().map(str::to_owned)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<RulesOf> {
        group::wait_until_visible(cx, &plan.security_group_id).await?;
        plan.enforce(cx).await?;
        Ok(RulesOf { security_group_id: plan.security_group_id.clone() })
    }

    async fn read(cx: &Cx, id: &RulesOf) -> Result<Option<Self>> {
        let group = &id.security_group_id;
        let rules = rules(cx, group).await?;
        // A group that is gone has no rules either.
        if rules.is_empty() && group::describe(cx, group).await?.is_none() {
            return Ok(None);
        }
        Ok(Some(VpcSecurityGroupRulesExclusive {
            egress_rule_ids: Set(ids(&rules, Direction::Egress)),
            ingress_rule_ids: Set(ids(&rules, Direction::Ingress)),
            security_group_id: group.clone(),
        }))
    }

    async fn update(cx: &Cx, _id: &RulesOf, _prior: &Self, plan: &Self) -> Result<()> {
        plan.enforce(cx).await
    }

    /// The rules stay.
    async fn delete(_cx: &Cx, _id: &RulesOf, _prior: &Self) -> Result<()> {
        Ok(())
    }

    fn import(id: &str) -> Result<RulesOf> {
        Ok(RulesOf { security_group_id: group::import(id)? })
    }
}

impl VpcSecurityGroupRulesExclusive {
    /// Removes the rules that are not listed, and tells of listed ones that do not exist.
    async fn enforce(&self, cx: &Cx) -> Result<()> {
        let group = &self.security_group_id;
        let found = rules(cx, group).await?;
        for direction in Direction::BOTH {
            let listed = self.listed(direction).1;
            let mut others = ids(&found, direction);
            others.retain(|it| !listed.contains(it));
            vpc_rule::revoke(cx, direction, group, others).await?;
        }
        for (attribute, missing) in self.missing(cx, &found).await? {
            let message = format!("{group} does not have all rules in {attribute}");
            let remedy = format!(
                "A rule cannot be added by its ID: {}. Create it with \
                 aws_vpc_security_group_ingress_rule or aws_vpc_security_group_egress_rule, or \
                 remove the ID.",
                missing.join(", ")
            );
            cx.changed_by_api(Error::at(path(attribute), message).remedy(remedy));
        }
        Ok(())
    }

    /// The listed rules that the group does not have, by attribute. New rules may be shown late.
    async fn missing(&self, cx: &Cx, found: &[SecurityGroupRule]) -> Result<Missing> {
        if self.not_in(found).is_empty() {
            return Ok(Vec::new());
        }
        let group = &self.security_group_id;
        let poll = || async {
            Ok(match self.not_in(&rules(cx, group).await?).is_empty() {
                true => Progress::Ready(()),
                false => Progress::Pending("not all listed rules are visible yet".to_owned()),
            })
        };
        match cx.until_within(group::LATE, poll).await {
            Ok(()) => Ok(Vec::new()),
            Err(error) if error.kind != Kind::Failed => Err(error),
            Err(_) => Ok(self.not_in(&rules(cx, group).await?)),
        }
    }

    fn not_in(&self, found: &[SecurityGroupRule]) -> Missing {
        let missing = Direction::BOTH.into_iter().map(|direction| {
            let found = ids(found, direction);
            let (attribute, listed) = self.listed(direction);
            (attribute, listed.iter().filter(|it| !found.contains(it)).cloned().collect())
        });
        missing.filter(|(_, ids): &(_, Vec<_>)| !ids.is_empty()).collect()
    }

    fn listed(&self, direction: Direction) -> (&'static str, &[String]) {
        match direction {
            Direction::Ingress => ("ingress_rule_ids", &self.ingress_rule_ids.0),
            Direction::Egress => ("egress_rule_ids", &self.egress_rule_ids.0),
        }
    }
}

/// IDs of rules, by the attribute that lists them.
type Missing = Vec<(&'static str, Vec<String>)>;

/// All rules of a group.
async fn rules(cx: &Cx, group: &str) -> Result<Vec<SecurityGroupRule>> {
    vpc_rule::list(cx, None, Filters::default().by("group-id", Some(group))).await
}

fn ids(rules: &[SecurityGroupRule], direction: Direction) -> Vec<String> {
    let is_egress = Some(direction == Direction::Egress);
    let rules = rules.iter().filter(|it| it.is_egress == is_egress);
    rules.filter_map(|it| it.security_group_rule_id.clone()).collect()
}
