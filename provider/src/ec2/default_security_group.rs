//! `aws_default_security_group`

use schemas::{Fields, Value};

use super::filter::Filters;
use super::group::{self, Direction};
use super::permission::Permissions;
use super::rule::{self, Rule};
use super::tags;
use crate::identity::LocalId;
use crate::prelude::*;

/// Manages the default security group of a VPC, which is used by network interfaces without another
/// security group.
///
/// AWS creates the group together with the VPC and deletes it together with the VPC. This resource
/// adopts the existing group and immediately removes all rules that are not configured. Destroying
/// the resource only removes it from the state.
///
/// Do not use `ingress` and `egress` together with `aws_vpc_security_group_ingress_rule`,
/// `aws_vpc_security_group_egress_rule` or `aws_security_group_rule` for the same group: each would
/// remove the rules of the other.
///
/// See [default security
/// groups](https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html) in the
/// Amazon VPC User Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct DefaultSecurityGroup {
    /// ARN of the security group.
    pub(crate) arn: Computed<String>,
    /// Description of the security group.
    pub(crate) description: Computed<String>,
    /// Name of the security group: `default`.
    pub(crate) name: Computed<String>,
    /// Always empty.
    pub(crate) name_prefix: Computed<String>,
    /// ID of the account that owns the security group.
    pub(crate) owner_id: Computed<String>,
    /// Has no effect: the default security group is never deleted.
    #[attr(default = false, not_returned)]
    pub(crate) revoke_rules_on_delete: Option<bool>,
    /// Tags of the security group.
    pub(crate) tags: Option<Tags>,
    /// ID of the VPC. Defaults to the default VPC of the region.
    #[attr(computed, force_new)]
    pub(crate) vpc_id: Option<String>,
    /// Outbound rules. On adoption, all rules that are not configured are removed. Later, without
    /// this block, existing rules are left alone; `egress = []` removes them.
    #[block(computed, attribute)]
    pub(crate) egress: Set<Rule>,
    /// Inbound rules. On adoption, all rules that are not configured are removed. Later, without
    /// this block, existing rules are left alone; `ingress = []` removes them.
    #[block(computed, attribute)]
    pub(crate) ingress: Set<Rule>,
}

impl Resource<Aws> for DefaultSecurityGroup {
    type Identity = LocalId;

    const TYPE: &'static str = "aws_default_security_group";
    const NAME: &'static str = "VPC Default Security Group";
    const VERSION: i64 = 1;
    const DELETED_WHEN_GONE: bool = false;

    fn checks() -> Vec<Check> {
        rule::checks()
    }

    fn respell(known: &Value, remote: &mut Fields) {
        rule::respell(known, remote);
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<LocalId> {
        let vpc = match plan.vpc_id.clone() {
            Some(id) => id,
            None => group::default_vpc(cx).await?,
        };
        let filters = Filters::default().by("group-name", Some("default")).by("vpc-id", Some(&vpc));
        let found = group::list(cx, None, filters).await?.into_iter().next();
        let group = found.ok_or_else(|| format!("{vpc} has no default security group"))?;
        let id = group.group_id().unwrap_or_default();
        for direction in Direction::BOTH {
            let prior = direction.permissions(&group);
            group::change(cx, &group, direction, &prior, &plan.permissions(direction)).await?;
        }
        let prior = tags::from_api(group.tags.clone());
        tags::update(cx, id, Some(&prior), plan.tags.as_ref()).await?;
        Ok(id.into())
    }

    async fn read(cx: &Cx, id: &LocalId) -> Result<Option<Self>> {
        let Some(group) = group::describe(cx, id).await? else { return Ok(None) };
        Ok(Some(DefaultSecurityGroup {
            arn: group::arn(cx, &group).into(),
            egress: Direction::Egress.rules(&group),
            ingress: Direction::Ingress.rules(&group),
            description: group.description.into(),
            name: group.group_name.into(),
            name_prefix: None.into(),
            owner_id: group.owner_id.into(),
            revoke_rules_on_delete: None,
            tags: Some(tags::from_api(group.tags)),
            vpc_id: group.vpc_id,
        }))
    }

    async fn update(cx: &Cx, id: &LocalId, prior: &Self, plan: &Self) -> Result<()> {
        group::update(cx, id, |direction| {
            (prior.permissions(direction), plan.permissions(direction))
        })
        .await?;
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    /// It goes with its VPC.
    async fn delete(_cx: &Cx, _id: &LocalId, _prior: &Self) -> Result<()> {
        Ok(())
    }

    fn import(id: &str) -> Result<LocalId> {
        group::import(id).map(Into::into)
    }

    fn upgrade(version: i64, state: serde_json::Value) -> Result<serde_json::Value> {
        Ok(group::upgrade(version, state))
    }
}

impl DefaultSecurityGroup {
    fn permissions(&self, direction: Direction) -> Permissions {
        rule::permissions(match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        })
    }
}
