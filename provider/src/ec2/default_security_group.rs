//! `aws_default_security_group`

use schemas::{Fields, Value};
use tfplugin::Diagnostic;

use super::filter::Filters;
use super::grant::Grants;
use super::group::{self, Direction};
use super::rule::{self, Rule};
use super::tags;
use crate::prelude::*;

/// Manages the default security group of a VPC, which network interfaces have that name no other.
///
/// The group is there from the beginning and goes with its VPC: it is adopted, and all of its rules
/// that are not configured are taken away at once. Destroying it only forgets it. Do not use
/// `ingress` and `egress` together with `aws_vpc_security_group_ingress_rule`,
/// `aws_vpc_security_group_egress_rule` or `aws_security_group_rule` for the same group: each would
/// take away what the other adds.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct DefaultSecurityGroup {
    /// ARN of the security group.
    pub(crate) arn: Computed<String>,
    /// Description of the security group.
    pub(crate) description: Computed<String>,
    /// Name of the security group, which is `default`.
    pub(crate) name: Computed<String>,
    /// Always empty.
    pub(crate) name_prefix: Computed<String>,
    /// Account that the security group is in.
    pub(crate) owner_id: Computed<String>,
    /// Has no effect: the group is not deleted.
    #[attr(default = false, keep)]
    pub(crate) revoke_rules_on_delete: Option<bool>,
    /// Tags of the security group.
    pub(crate) tags: Option<Tags>,
    /// ID of the VPC. The default VPC of the region where none is given.
    #[attr(computed, force_new)]
    pub(crate) vpc_id: Option<String>,
    /// What may go out. Without any such block the rules stay that there are after the adoption,
    /// which takes all of them away; so does `egress = []`.
    #[block(computed, attribute)]
    pub(crate) egress: Set<Rule>,
    /// What may come in. Without any such block the rules stay that there are after the adoption,
    /// which takes all of them away; so does `ingress = []`.
    #[block(computed, attribute)]
    pub(crate) ingress: Set<Rule>,
}

impl Resource<Aws> for DefaultSecurityGroup {
    const TYPE: &'static str = "aws_default_security_group";
    const NAME: &'static str = "VPC Default Security Group";
    const VERSION: i64 = 1;
    const DELETED_WHEN_GONE: bool = false;

    fn validate(config: &Value) -> Vec<Diagnostic> {
        rule::problems(config)
    }

    fn respell(known: &Value, remote: &mut Fields) {
        rule::respell(known, remote);
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let vpc = match plan.vpc_id.clone().filter(|it| !it.is_empty()) {
            Some(id) => id,
            None => group::default_vpc(cx).await?,
        };
        let filters = Filters::default().by("group-name", Some("default")).by("vpc-id", Some(&vpc));
        let found = group::list(cx, None, filters).await?.into_iter().next();
        let group = found.ok_or_else(|| format!("{vpc} has no default security group"))?;
        let id = group.group_id().unwrap_or_default();
        for direction in Direction::BOTH {
            let prior = direction.grants(&group);
            group::change(cx, &group, direction, &prior, &plan.grants(direction)).await?;
        }
        let prior = tags::from_api(group.tags.clone());
        tags::update(cx, id, Some(&prior), plan.tags.as_ref()).await?;
        Ok(id.to_owned())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
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

    async fn update(cx: &Cx, id: &str, prior: &Self, plan: &Self) -> Result<()> {
        group::update(cx, id, |direction| (prior.grants(direction), plan.grants(direction)))
            .await?;
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    /// It goes with its VPC.
    async fn delete(_cx: &Cx, _id: &str, _prior: &Self) -> Result<()> {
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        group::import(id)
    }

    fn upgrade(version: i64, state: serde_json::Value) -> Result<serde_json::Value> {
        Ok(group::upgrade(version, state))
    }
}

impl DefaultSecurityGroup {
    fn grants(&self, direction: Direction) -> Grants {
        rule::grants(match direction {
            Direction::Ingress => &self.ingress,
            Direction::Egress => &self.egress,
        })
    }
}
