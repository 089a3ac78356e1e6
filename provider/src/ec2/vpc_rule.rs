//! What a rule of a security group is that is managed by itself, whichever way it goes.

use std::time::Duration;

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, ReferencedSecurityGroup, ResourceType,
    SecurityGroupRule, SecurityGroupRuleRequest, SecurityGroupRuleUpdate, UserIdGroupPair,
};
use schemas::{Fields, Value};
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::authorize::{Refused, authorize};
use super::filter::Filters;
use super::group::{self, Direction};
use super::group_id::GroupId;
use super::network::{self, Network};
use super::protocol::{Protocol, WRONG_PORTS, has_ports, wrong_ports};
use super::{tags, text};
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
    pub(super) cidr_ipv6: Option<Network>,
    /// Description: up to 255 letters, digits, blanks and `_.:/()#,@[]+=&;{}!$*-`.
    #[attr(check = text::description())]
    pub(super) description: Option<String>,
    /// First port, or the type of ICMP messages, where `-1` is all of them. Required for `tcp`,
    /// `udp` and `icmp`; for `icmpv6` all messages are meant without it. Other protocols have no
    /// ports.
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
    pub(super) referenced_security_group_id: Option<GroupId>,
    /// ID of the security group that the rule is of.
    #[attr(force_new)]
    pub(super) security_group_id: String,
    /// ID of the rule.
    #[attr(stable)]
    pub(super) security_group_rule_id: Computed<String>,
    /// Tags of the rule.
    pub(super) tags: Option<Tags>,
    /// Last port, which is not less than the first, or the code of ICMP messages, where `-1` is all
    /// of them, as it has to be for all types. Required as `from_port` is.
    #[attr(keep, check = range(-1..=65_535))]
    pub(super) to_port: Option<i32>,
}

/// What a rule may name, one of them, in the order in which hashicorp/aws looks for it.
const PEERS: [&str; 4] =
    ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/// What EC2 says where a rule does not exist.
const GONE: &[&str] = &["InvalidSecurityGroupRuleId.NotFound", "InvalidGroup.NotFound"];

/// What EC2 would refuse, whatever the rest of the configuration.
pub(super) fn validate(config: &Value) -> Vec<Diagnostic> {
    let wrong = wrong_ports(config, "ip_protocol").into_iter();
    let wrong = wrong.map(|(port, wrong)| {
        Diagnostic::error(WRONG_PORTS, format!("`{port}`: {wrong}.")).at(path(port))
    });
    wrong.collect()
}

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
    let permissions = vec![plan.to_permission()];
    let answer = authorize(cx, &plan.security_group_id, direction, permissions, tags).await;
    let (error, is_lost) = match answer {
        Ok(rules) => {
            let rule = rules.into_iter().next().and_then(|it| it.security_group_rule_id);
            return rule.ok_or_else(|| Error::new("the answer has no id of a rule"));
        }
        Err(Refused::Outdated { error, is_lost }) => (error, is_lost),
        Err(refused) => return Err(refused.into()),
    };
    let Ok(rule) = twin(cx, direction, plan, is_lost).await else {
        return Err(error.remedy("A group has each rule once: take one of the two away."));
    };
    let id = rule.security_group_rule_id().unwrap_or_default().to_owned();
    match is_lost && plan.is(&rule) {
        true => Ok(id),
        false => Err(error.remedy(format!(
            "If the rule is to be managed here, import it by its id, {id}. Otherwise take one of \
             the two away: a group has each rule once."
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
    let look = || async {
        let filters = Filters::default().by("group-id", Some(&plan.security_group_id));
        let mut rules = list(cx, None, filters).await?.into_iter();
        let rule = rules.find(|it| {
            let other = VpcRule { description: None, ..VpcRule::from_api(cx, it.clone()) };
            it.is_egress == Some(is_egress) && other.to_request() == wanted
        });
        Ok(match rule {
            Some(rule) => Poll::Ready(rule),
            None => Poll::Pending("the rule is not shown yet".to_owned()),
        })
    };
    // What was made long ago is shown at once.
    let limit = if is_lost { group::LATE } else { Duration::ZERO };
    cx.until_within(limit, look).await
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
            let expected = plan.ports();
            Ok(match describe(cx, id).await? {
                Some(rule) if expected != (None, None) && ports(&rule) != expected => {
                    Poll::Pending("the ports are not shown yet".to_owned())
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
        let protocol = Protocol(rule.ip_protocol.clone().unwrap_or_default());
        // EC2 says -1 where there are no ports, and also for all messages of ICMP.
        let port = |it: Option<i32>| it.filter(|_| has_ports(&protocol.canonical()));
        VpcRule {
            arn: arn(cx, &rule).into(),
            cidr_ipv4: rule.cidr_ipv4,
            cidr_ipv6: rule.cidr_ipv6.map(Network),
            description: rule.description.filter(|it| !it.is_empty()),
            from_port: port(rule.from_port),
            prefix_list_id: rule.prefix_list_id,
            referenced_security_group_id: referenced.map(GroupId),
            security_group_id: rule.group_id.unwrap_or_default(),
            security_group_rule_id: rule.security_group_rule_id.into(),
            tags: Some(tags::from_api(rule.tags)),
            to_port: port(rule.to_port),
            ip_protocol: protocol,
        }
    }

    /// Whether a rule that lets the same through is this one.
    fn is(&self, rule: &SecurityGroupRule) -> bool {
        rule.description().unwrap_or_default() == self.description.as_deref().unwrap_or_default()
            && tags::are(rule.tags(), self.tags.as_ref())
    }

    /// The ports as EC2 is told them, which refuses some for protocols that have none.
    fn ports(&self) -> (Option<i32>, Option<i32>) {
        match self.ip_protocol.canonical().as_str() {
            "icmpv6" => (self.from_port.or(Some(-1)), self.to_port.or(Some(-1))),
            other if has_ports(other) => (self.from_port, self.to_port),
            _ => (None, None),
        }
    }

    /// The rule as its creation takes it.
    fn to_permission(&self) -> IpPermission {
        let description = self.description.clone().filter(|it| !it.is_empty());
        let (from, to) = self.ports();
        let permission = IpPermission::builder()
            .ip_protocol(self.ip_protocol.canonical())
            .set_from_port(from)
            .set_to_port(to);
        let permission = if let Some(network) = &self.cidr_ipv4 {
            let range = IpRange::builder().cidr_ip(network).set_description(description);
            permission.ip_ranges(range.build())
        } else if let Some(network) = &self.cidr_ipv6 {
            let range = Ipv6Range::builder().cidr_ipv6(network.canonical());
            let range = range.set_description(description);
            permission.ipv6_ranges(range.build())
        } else if let Some(id) = &self.prefix_list_id {
            let list = PrefixListId::builder().prefix_list_id(id).set_description(description);
            permission.prefix_list_ids(list.build())
        } else {
            let group = self.referenced_security_group_id.as_ref();
            let (account, id) = group.map(GroupId::parts).unwrap_or_default();
            let pair = UserIdGroupPair::builder().group_id(id);
            let pair = pair.set_user_id(account.map(str::to_owned));
            permission.user_id_group_pairs(pair.set_description(description).build())
        };
        permission.build()
    }

    /// The rule as a change takes it.
    fn to_request(&self) -> SecurityGroupRuleRequest {
        let (from, to) = self.ports();
        let request = SecurityGroupRuleRequest::builder()
            .ip_protocol(self.ip_protocol.canonical())
            .set_from_port(from)
            .set_to_port(to)
            .set_cidr_ipv4(self.cidr_ipv4.clone())
            .set_cidr_ipv6(self.cidr_ipv6.as_ref().map(Network::canonical))
            .set_prefix_list_id(self.prefix_list_id.clone())
            .set_description(self.description.clone());
        match &self.referenced_security_group_id {
            Some(group) => request.referenced_group_id(group.parts().1).build(),
            None => request.build(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(protocol: &str, from_port: Option<i32>, to_port: Option<i32>) -> VpcRule {
        VpcRule {
            arn: Computed::default(),
            cidr_ipv4: Some("10.0.0.0/8".to_owned()),
            cidr_ipv6: None,
            description: None,
            from_port,
            ip_protocol: Protocol(protocol.to_owned()),
            prefix_list_id: None,
            referenced_security_group_id: None,
            security_group_id: "sg-1".to_owned(),
            security_group_rule_id: Computed::default(),
            tags: None,
            to_port,
        }
    }

    #[test]
    fn protocols_without_ports_are_sent_without() {
        for (protocol, from, to, expected) in [
            ("-1", Some(0), Some(65_535), (None, None)),
            ("all", Some(-1), Some(-1), (None, None)),
            ("50", Some(0), Some(0), (None, None)),
            ("6", Some(80), Some(81), (Some(80), Some(81))),
            ("icmp", Some(-1), Some(-1), (Some(-1), Some(-1))),
            ("icmpv6", None, None, (Some(-1), Some(-1))),
            ("58", Some(128), None, (Some(128), Some(-1))),
        ] {
            let rule = rule(protocol, from, to);
            assert_eq!(rule.ports(), expected, "{protocol}");
            let permission = rule.to_permission();
            assert_eq!((permission.from_port(), permission.to_port()), expected, "{protocol}");
        }
        let (one, other) = (rule("-1", Some(0), Some(65_535)), rule("-1", None, None));
        assert_eq!(one.to_request(), other.to_request());
    }

    #[test]
    fn all_messages_of_icmpv6_have_two_spellings() {
        let object = |rule: VpcRule| Value::Object(rule.encode());
        let seen = |known: VpcRule, from, to| {
            let mut remote = rule("icmpv6", Some(from), Some(to)).encode();
            respell(&object(known), &mut remote);
            (remote["from_port"].as_i64(), remote["to_port"].as_i64())
        };
        assert_eq!(seen(rule("58", None, None), -1, -1), (None, None));
        assert_eq!(seen(rule("icmpv6", Some(-1), Some(-1)), -1, -1), (Some(-1), Some(-1)));
        // Other messages than those that were meant are seen, and so are all where some were.
        assert_eq!(seen(rule("icmpv6", None, None), 128, 0), (Some(128), Some(0)));
        assert_eq!(seen(rule("icmpv6", Some(128), Some(0)), -1, -1), (Some(-1), Some(-1)));
        // After an import nothing is known.
        let mut remote = rule("icmpv6", Some(-1), Some(-1)).encode();
        respell(&Value::Object([("id".to_owned(), "sgr-1".into())].into()), &mut remote);
        assert_eq!(remote["from_port"].as_i64(), Some(-1));
    }
}
