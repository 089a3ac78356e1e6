//! `aws_vpc_security_group_ingress_rule`

use schemas::{Block, Fields, Mismatch, Value};
use tfplugin::TypeSystem;
use tfplugin::engine::Plan;

use super::group::Direction;
use super::protocol::ports_check;
use super::vpc_rule::{self, VpcRule};
use crate::identity::LocalId;
use crate::prelude::*;

/// An inbound rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct VpcSecurityGroupIngressRule(VpcRule);

impl Model for VpcSecurityGroupIngressRule {
    fn block() -> Block {
        Block {
            docs: "Manages an inbound rule of a security group.\n\n\
                   Tags and description can be changed in place, and the source if it \
                   stays of the same kind: **a change from a CIDR block to a security group, for \
                   example, replaces the rule.**\n\n\
                   Do not use this together with `ingress` and `egress` of an `aws_security_group`, \
                   which would remove the rule.\n\n\
                   See [security group rules]\
                   (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html) in \
                   the Amazon VPC User Guide.",
            ..VpcRule::block()
        }
    }

    fn decode(fields: &mut Fields) -> Result<Self, Mismatch> {
        VpcRule::decode(fields).map(VpcSecurityGroupIngressRule)
    }

    fn encode(self) -> Fields {
        self.0.encode()
    }
}

impl Resource<Aws> for VpcSecurityGroupIngressRule {
    type Identity = LocalId;

    const TYPE: &'static str = "aws_vpc_security_group_ingress_rule";
    const NAME: &'static str = "VPC Security Group Ingress Rule";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;

    fn checks() -> Vec<Check> {
        vec![ports_check("ip_protocol")]
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        vpc_rule::plan(plan)
    }

    fn respell(known: &Value, remote: &mut Fields) {
        vpc_rule::respell(known, remote);
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<LocalId> {
        vpc_rule::create(cx, Direction::Ingress, &plan.0).await.map(Into::into)
    }

    async fn read(cx: &Cx, id: &LocalId) -> Result<Option<Self>> {
        Ok(vpc_rule::read(cx, Direction::Ingress, id).await?.map(VpcSecurityGroupIngressRule))
    }

    async fn update(cx: &Cx, id: &LocalId, prior: &Self, plan: &Self) -> Result<()> {
        vpc_rule::update(cx, id, &prior.0, &plan.0).await
    }

    async fn delete(cx: &Cx, id: &LocalId, prior: &Self) -> Result<()> {
        vpc_rule::revoke(cx, Direction::Ingress, &prior.0.security_group_id, vec![id.into()]).await
    }

    fn import(id: &str) -> Result<LocalId> {
        vpc_rule::import(id).map(Into::into)
    }
}
