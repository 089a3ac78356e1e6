//! What a rule of a security group is that is managed by itself, whichever way it goes.

mod convert;

use std::time::Duration;

use aws_sdk_ec2::types::{
    ReferencedSecurityGroup, ResourceType, SecurityGroupRule, SecurityGroupRuleUpdate,
};
use schemas::{Fields, Value};
use tfplugin::engine::Plan;

use super::authorize::{Refused, authorize};
use super::filter::Filters;
use super::group::{self, Direction};
use super::group_id::GroupId;
use super::network::{self, Network};
use super::protocol::Protocol;
use super::{tags, text};
use crate::prelude::*;

/// A rule of a security group.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct VpcRule {
    /// ARN of the rule.
    #[attr(use_state_for_unknown)]
    pub(super) arn: Computed<String>,
    /// IPv4 CIDR block, such as `10.0.0.0/8`.
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
    /// IPv6 CIDR block, such as `2001:db8::/32`.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
        check = network::ipv6(),
    )]
    pub(super) cidr_ipv6: Option<Network>,
    /// Description: up to 255 letters, digits, spaces and `_.:/()#,@[]+=&;{}!$*-`.
    #[attr(check = text::description())]
    pub(super) description: Option<String>,
    /// First port, or the ICMP type; `-1` is all types. Required for `tcp`, `udp` and `icmp`. For
    /// `icmpv6`, all types and codes if not set. Other protocols have no ports.
    #[attr(not_returned, check = range(-1..=65_535))]
    pub(super) from_port: Option<i32>,
    /// Protocol: `tcp`, `udp`, `icmp`, `icmpv6` or a protocol number. `-1` is all protocols and
    /// ports.
    pub(super) ip_protocol: Protocol,
    /// ID of a managed prefix list.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
    )]
    pub(super) prefix_list_id: Option<String>,
    /// ID of a security group. For a group in another account: `account-id/sg-...`.
    #[attr(
        exactly_one_of = [
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_id",
            "referenced_security_group_id",
        ],
    )]
    pub(super) referenced_security_group_id: Option<GroupId>,
    /// ID of the security group of the rule.
    #[attr(force_new)]
    pub(super) security_group_id: String,
    /// ID of the rule.
    #[attr(use_state_for_unknown)]
    pub(super) security_group_rule_id: Computed<String>,
    /// Tags of the rule.
    pub(super) tags: Option<Tags>,
    /// Last port, not less than `from_port`, or the ICMP code; `-1` is all codes, and required if
    /// `from_port` is `-1`. Required like `from_port`.
    #[attr(not_returned, check = range(-1..=65_535))]
    pub(super) to_port: Option<i32>,
}

/// What a rule may name, one of them, in the order in which hashicorp/aws looks for it.
const PEERS: [&str; 4] =
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/// What EC2 says where a rule does not exist.
const NOT_FOUND: &[&str] = &["InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"];

/// A rule cannot be made to name something of another kind. One of which it is not known whether it
/// will is replaced: what is planned is to hold once it is known.
pub(super) fn plan(plan: &mut Plan<'_>) -> Result<()> {
    if plan.is_create() {
        return Ok(());
    }
    let named: Vec<_> = PEERS.into_iter().filter(|it| !plan.planned(it).is_null()).collect();
    let prior = PEERS.into_iter().find(|it| !plan.prior(it).is_null());
    let planned = named.first().copied();
    let may_turn_out_null = |it: &str| named.len() > 1 && plan.planned(it).is_unknown();
    if prior != planned || planned.is_some_and(may_turn_out_null) {
        for name in prior.into_iter().chain(planned) {
            plan.replace(name);
        }
    }
    Ok(())
}

/// Without ports a rule for ICMPv6 is for all messages, which EC2 says by -1.
pub(super) fn respell(known: &Value, remote: &mut Fields) {
    let protocol = known.get("ip_protocol").as_str().unwrap_or_default();
    if Protocol(protocol.to_owned()).canonical() != "icmpv6" {
        return;
    }
    for port in ["from_port", "to_port"] {
        if known.get(port).is_null() && remote.get(port).and_then(Value::as_i64) == Some(ANY) {
            remote.insert(port.to_owned(), Value::Null);
        }
    }
}

/// Every type or code of ICMP messages.
const ANY: i64 = -1;

pub(super) async fn create(cx: &Cx, direction: Direction, plan: &VpcRule) -> Result<String> {
    let tags = tags::to_create(ResourceType::SecurityGroupRule, plan.tags.as_ref());
    let ip_permissions = vec![plan.to_permission()];
    let answer = authorize(cx, &plan.security_group_id, direction, ip_permissions, tags).await;
    let (error, is_lost) = match answer {
        Ok(rules) => {
            let rule = rules.into_iter().next().and_then(|it| it.security_group_rule_id);
            return rule.ok_or_else(|| Error::new("the response has no security group rule ID"));
        }
        Err(Refused::Outdated { error, is_lost }) => (error, is_lost),
        Err(refused) => return Err(refused.into()),
    };
    let Ok(rule) = twin(cx, direction, plan, is_lost).await else {
        return Err(error.remedy(
            "A security group can have each rule only once: remove one of the \
                                 two.",
        ));
    };
    let id = rule.security_group_rule_id().unwrap_or_default().to_owned();
    match is_lost && plan.is(&rule) {
        true => Ok(id),
        false => Err(error.remedy(format!(
            "If the rule is to be managed here, import it by its id, {id}. Otherwise remove one of \
             the two: a security group can have each rule only once."
        ))),
    }
}

/// The rule of a group that lets the same through.
async fn twin(
    cx: &Cx,
    direction: Direction,
    plan: &VpcRule,
    is_lost: bool,
) -> Result<SecurityGroupRule> {
    let is_egress = direction == Direction::Egress;
    let wanted = VpcRule { description: None, ..plan.clone() }.to_request();
    let poll = || async {
        let filters = Filters::default().by("group-id", Some(&plan.security_group_id));
        let mut rules = list(cx, None, filters).await?.into_iter();
        let rule = rules.find(|it| {
            let other = VpcRule { description: None, ..VpcRule::from_api(cx, it.clone()) };
            it.is_egress == Some(is_egress) && other.to_request() == wanted
        });
        Ok(match rule {
            Some(rule) => Progress::Ready(rule),
            None => Progress::Pending("the rule is not visible yet".to_owned()),
        })
    };
    // What was made long ago is shown at once.
    let limit = if is_lost { group::LATE } else { Duration::ZERO };
    cx.until_within(limit, poll).await
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
        request.security_group_rules(rule).send().await.into_result()?;
        // What EC2 says of ports is not always what was configured: only here the two can be told
        // from a change that it does not show yet.
        cx.until(|| async {
            let ports = |it: &SecurityGroupRule| (it.from_port, it.to_port);
            let expected = plan.ports();
            Ok(match describe(cx, id).await? {
                Some(rule) if expected != (None, None) && ports(&rule) != expected => {
                    Progress::Pending("the ports are not visible yet".to_owned())
                }
                _ => Progress::Ready(()),
            })
        })
        .await?;
    }
    tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
}

/// Removes rules by their IDs. What is gone already is no error.
pub(super) async fn revoke(
    cx: &Cx,
    direction: Direction,
    group: &str,
    ids: Vec<String>,
) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    // Of several EC2 removes none where one is gone.
    if !are_revoked(cx, direction, group, ids.clone()).await? && ids.len() > 1 {
        for id in ids {
            are_revoked(cx, direction, group, vec![id]).await?;
        }
    }
    Ok(())
}

/// Whether rules are removed by this call: not where one of them is gone already.
async fn are_revoked(cx: &Cx, direction: Direction, group: &str, ids: Vec<String>) -> Result<bool> {
    let (ec2, ids) = (cx.ec2(), Some(ids));
    match direction {
        Direction::Ingress => {
            let request = ec2.revoke_security_group_ingress().group_id(group);
            let request = request.set_security_group_rule_ids(ids);
            Ok(request.send().await.none_if_not_found(NOT_FOUND)?.is_some())
        }
        Direction::Egress => {
            let request = ec2.revoke_security_group_egress().group_id(group);
            let request = request.set_security_group_rule_ids(ids);
            Ok(request.send().await.none_if_not_found(NOT_FOUND)?.is_some())
        }
    }
}

pub(super) fn import(id: &str) -> Result<String> {
    match id.starts_with("sgr-") {
        true => Ok(id.to_owned()),
        false => {
            let error = Error::new(format!("{id:?} is not the ID of a security group rule"));
            Err(error.remedy("Use an ID such as `sgr-0123456789abcdef0`."))
        }
    }
}

pub(super) async fn describe(cx: &Cx, id: &str) -> Result<Option<SecurityGroupRule>> {
    let request = cx.ec2().describe_security_group_rules().security_group_rule_ids(id);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
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
        let Some(page) = page.none_if_not_found(NOT_FOUND)? else { break };
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(protocol: &str, from: Option<i64>, to: Option<i64>) -> Fields {
        let port = |it: Option<i64>| it.map_or(Value::Null, Value::from);
        let protocol = ("ip_protocol".to_owned(), Value::from(protocol));
        [protocol, ("from_port".to_owned(), port(from)), ("to_port".to_owned(), port(to))].into()
    }

    #[test]
    fn all_messages_of_icmpv6_have_two_spellings() {
        let seen = |known: Fields, from, to| {
            let mut remote = fields("icmpv6", Some(from), Some(to));
            respell(&Value::Object(known), &mut remote);
            (remote["from_port"].as_i64(), remote["to_port"].as_i64())
        };
        assert_eq!(seen(fields("58", None, None), -1, -1), (None, None));
        assert_eq!(seen(fields("icmpv6", Some(-1), Some(-1)), -1, -1), (Some(-1), Some(-1)));
        // Other messages than those that were meant are seen, and so are all where some were.
        assert_eq!(seen(fields("icmpv6", None, None), 128, 0), (Some(128), Some(0)));
        assert_eq!(seen(fields("icmpv6", Some(128), Some(0)), -1, -1), (Some(-1), Some(-1)));
        // After an import nothing is known.
        assert_eq!(seen([("id".to_owned(), "sgr-1".into())].into(), -1, -1), (Some(-1), Some(-1)));
    }
}
