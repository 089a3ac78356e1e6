//! What a rule of a security group is that is managed by itself, whichever way it goes.

use std::borrow::Cow;

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, ReferencedSecurityGroup, ResourceType,
    SecurityGroupRule, SecurityGroupRuleRequest, SecurityGroupRuleUpdate, UserIdGroupPair,
};
use tfplugin::engine::Plan;

use super::filter::Filters;
use super::group::{self, Direction};
use super::network;
use super::protocol::{Protocol, has_ports};
use super::tags;
use crate::prelude::*;

/// A rule of a security group.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct VpcRule {
    /// ARN of the rule.
    #[attr(stable)]
    pub(super) arn: Computed<String>,
    /// IPv4 network, as in `10.0.0.0/8`.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
        check = network::ipv4(),
    )]
    pub(super) cidr_ipv4: Option<String>,
    /// IPv6 network, as in `2001:db8::/32`.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
        check = network::ipv6(),
    )]
    pub(super) cidr_ipv6: Option<String>,
    /// Description: up to 255 letters, digits, blanks and `_.:/()#,@[]+=&;{}!$*-`.
    pub(super) description: Option<String>,
    /// First port, or the type of ICMP messages, where `-1` is all of them. Not for protocols
    /// without ports.
    #[attr(keep, check = range(-1..=65_535))]
    pub(super) from_port: Option<i32>,
    /// Protocol: `tcp`, `udp`, `icmp`, `icmpv6` or the number of another. `-1` is all of them, on
    /// all ports.
    pub(super) ip_protocol: Protocol,
    /// ID of a prefix list: networks that AWS or somebody keeps under one id.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
    )]
    pub(super) prefix_list_id: Option<String>,
    /// ID of a security group: whoever is in it. An account and a slash stand before the id of
    /// another account's.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
    )]
    pub(super) referenced_security_group_id: Option<String>,
    /// ID of the security group that the rule is of.
    #[attr(force_new)]
    pub(super) security_group_id: String,
    /// ID of the rule.
    #[attr(stable)]
    pub(super) security_group_rule_id: Computed<String>,
    /// Tags of the rule.
    pub(super) tags: Option<Tags>,
    /// Last port, or the code of ICMP messages, where `-1` is all of them. Not for protocols without
    /// ports.
    #[attr(keep, check = range(-1..=65_535))]
    pub(super) to_port: Option<i32>,
}

/// What a rule may name, one of them, in the order in which hashicorp/aws looks for it.
const PEERS: [&str; 4] =
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/// What EC2 says where a rule does not exist.
const GONE: &[&str] = &["InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"];

/// A rule cannot be made to name something of another kind. Where several are unknown, any of them may
/// turn out to be what it names.
pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    if plan.is_create() {
        return Ok(());
    }
    let prior = PEERS.iter().find(|it| !plan.prior(it).is_null());
    let planned = PEERS.iter().find(|it| !plan.planned(it).is_null());
    let is_open = planned.is_some_and(|it| plan.planned(it).is_unknown());
    let others = PEERS.iter().filter(|it| is_open && plan.planned(it).is_unknown());
    let others: Vec<_> = others.filter(|it| Some(*it) != planned).collect();
    if prior != planned || !others.is_empty() {
        for name in prior.into_iter().chain(planned).chain(others) {
            plan.replace(name);
        }
    }
    Ok(())
}

pub(super) async fn create(cx: &Cx, direction: Direction, plan: &VpcRule) -> Result<String> {
    let (ec2, group) = (cx.ec2(), &plan.security_group_id);
    let permissions = Some(vec![plan.to_permission()]);
    let tags = tags::to_create(ResourceType::SecurityGroupRule, plan.tags.as_ref());
    let rules = match direction {
        Direction::Ingress => {
            let request = ec2.authorize_security_group_ingress().group_id(group);
            let request = request.set_ip_permissions(permissions).set_tag_specifications(tags);
            request.send().await.or_fail()?.security_group_rules
        }
        Direction::Egress => {
            let request = ec2.authorize_security_group_egress().group_id(group);
            let request = request.set_ip_permissions(permissions).set_tag_specifications(tags);
            request.send().await.or_fail()?.security_group_rules
        }
    };
    let rule = rules.and_then(|it| it.into_iter().next());
    rule.and_then(|it| it.security_group_rule_id)
        .ok_or_else(|| Error::new("the answer has no id of a rule"))
}

pub(super) async fn read(cx: &Cx, direction: Direction, id: &str) -> Result<Option<VpcRule>> {
    let Some(rule) = describe(cx, id).await? else { return Ok(None) };
    let is_egress = direction == Direction::Egress;
    Ok((rule.is_egress == Some(is_egress)).then(|| VpcRule::from_api(cx, rule)))
}

pub(super) async fn update(cx: &Cx, id: &str, prior: &VpcRule, plan: &VpcRule) -> Result<()> {
    if prior.to_request() != plan.to_request() {
        let rule = SecurityGroupRuleUpdate::builder().security_group_rule_id(id);
        let rule = rule.security_group_rule(plan.to_request()).build();
        let request = cx.ec2().modify_security_group_rules().group_id(&plan.security_group_id);
        request.security_group_rules(rule).send().await.or_fail()?;
        // What EC2 says of ports is not always what was configured: only here the two can be told
        // from a change that it does not show yet.
        cx.until(|| async {
            let ports = |it: &SecurityGroupRule| (it.from_port, it.to_port);
            let expected = (plan.from_port, plan.to_port);
            Ok(match describe(cx, id).await? {
                Some(rule)
                    if has_ports(&plan.ip_protocol.canonical()) && expected != (None, None) =>
                {
                    match ports(&rule) == expected {
                        true => Poll::Ready(()),
                        false => Poll::Pending("the ports are not shown yet".to_owned()),
                    }
                }
                _ => Poll::Ready(()),
            })
        })
        .await?;
    }
    tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
}

pub(super) async fn delete(cx: &Cx, direction: Direction, id: &str, prior: &VpcRule) -> Result<()> {
    let (ec2, group) = (cx.ec2(), &prior.security_group_id);
    match direction {
        Direction::Ingress => {
            let request = ec2.revoke_security_group_ingress().group_id(group);
            request.security_group_rule_ids(id).send().await.unless_gone(GONE).map(drop)
        }
        Direction::Egress => {
            let request = ec2.revoke_security_group_egress().group_id(group);
            request.security_group_rule_ids(id).send().await.unless_gone(GONE).map(drop)
        }
    }
}

pub(super) fn import(id: &str) -> Result<String> {
    match id.starts_with("sgr-") {
        true => Ok(id.to_owned()),
        false => {
            let error = Error::new(format!("{id:?} is not the id of a rule"));
            Err(error.remedy("Give an id as in `sgr-0123456789abcdef0`."))
        }
    }
}

pub(super) async fn describe(cx: &Cx, id: &str) -> Result<Option<SecurityGroupRule>> {
    let request = cx.ec2().describe_security_group_rules().security_group_rule_ids(id);
    let answer = request.send().await.unless_gone(GONE)?;
    Ok(answer.and_then(|it| it.security_group_rules?.into_iter().next()))
}

/// The rules with the ids, where ids are given, that pass the filters.
pub(super) async fn list(
    cx: &Cx,
    ids: Option<Vec<String>>,
    filters: Filters,
) -> Result<Vec<SecurityGroupRule>> {
    let request = cx.ec2().describe_security_group_rules().set_security_group_rule_ids(ids);
    let mut pages = request.set_filters(filters.into_api()).into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        // What is not there does not match.
        let Some(page) = page.unless_gone(GONE)? else { break };
        found.extend(page.security_group_rules.unwrap_or_default());
    }
    Ok(found)
}

pub(super) fn arn(cx: &Cx, rule: &SecurityGroupRule) -> String {
    let id = rule.security_group_rule_id().unwrap_or_default();
    let owner = rule.group_owner_id().unwrap_or_default();
    group::arn_of(cx, owner, "security-group-rule", id)
}

/// The group that a rule names, with its account where that is another one.
pub(super) fn referenced(
    owner: Option<&str>,
    group: Option<&ReferencedSecurityGroup>,
) -> Option<String> {
    let group = group?;
    let id = group.group_id()?;
    Some(match group.user_id().filter(|it| owner.is_some_and(|own| own != *it)) {
        Some(other) => format!("{other}/{id}"),
        None => id.to_owned(),
    })
}

impl VpcRule {
    fn from_api(cx: &Cx, rule: SecurityGroupRule) -> VpcRule {
        let referenced = referenced(rule.group_owner_id(), rule.referenced_group_info());
        // EC2 says -1 where there are no ports, and also for all messages of ICMP.
        let port = |it: Option<i32>| it.filter(|it| *it != -1);
        VpcRule {
            arn: arn(cx, &rule).into(),
            cidr_ipv4: rule.cidr_ipv4,
            cidr_ipv6: rule.cidr_ipv6,
            description: rule.description.filter(|it| !it.is_empty()),
            from_port: port(rule.from_port),
            ip_protocol: Protocol(rule.ip_protocol.unwrap_or_default()),
            prefix_list_id: rule.prefix_list_id,
            referenced_security_group_id: referenced,
            security_group_id: rule.group_id.unwrap_or_default(),
            security_group_rule_id: rule.security_group_rule_id.into(),
            tags: Some(tags::from_api(rule.tags)),
            to_port: port(rule.to_port),
        }
    }

    /// The rule as its creation takes it.
    fn to_permission(&self) -> IpPermission {
        let description = self.description.clone().filter(|it| !it.is_empty());
        let permission = IpPermission::builder()
            .ip_protocol(self.ip_protocol.canonical())
            .set_from_port(self.from_port)
            .set_to_port(self.to_port);
        let permission = if let Some(network) = &self.cidr_ipv4 {
            let range = IpRange::builder().cidr_ip(network).set_description(description);
            permission.ip_ranges(range.build())
        } else if let Some(network) = &self.cidr_ipv6 {
            let range = Ipv6Range::builder().cidr_ipv6(network).set_description(description);
            permission.ipv6_ranges(range.build())
        } else if let Some(id) = &self.prefix_list_id {
            let list = PrefixListId::builder().prefix_list_id(id).set_description(description);
            permission.prefix_list_ids(list.build())
        } else {
            let (account, id) = self.referenced();
            let pair = UserIdGroupPair::builder().group_id(id).set_user_id(account);
            permission.user_id_group_pairs(pair.set_description(description).build())
        };
        permission.build()
    }

    /// The rule as a change takes it.
    fn to_request(&self) -> SecurityGroupRuleRequest {
        let request = SecurityGroupRuleRequest::builder()
            .ip_protocol(self.ip_protocol.canonical())
            .set_from_port(self.from_port)
            .set_to_port(self.to_port)
            .set_cidr_ipv4(self.cidr_ipv4.clone())
            .set_cidr_ipv6(self.cidr_ipv6.clone())
            .set_prefix_list_id(self.prefix_list_id.clone())
            .set_description(self.description.clone());
        match self.referenced_security_group_id {
            Some(_) => request.referenced_group_id(self.referenced().1).build(),
            None => request.build(),
        }
    }

    /// The account, where it is told, and the id of the group that the rule names.
    fn referenced(&self) -> (Option<String>, Cow<'_, str>) {
        let text = self.referenced_security_group_id.as_deref().unwrap_or_default();
        match text.split_once('/') {
            Some((account, id)) => (Some(account.to_owned()), id.into()),
            None => (None, text.into()),
        }
    }
}
