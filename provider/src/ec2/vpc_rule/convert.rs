//! A rule on its way to EC2, and back.

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroupRule, SecurityGroupRuleRequest,
    UserIdGroupPair,
};

use super::super::group_id::GroupId;
use super::super::network::Network;
use super::super::protocol::{Protocol, has_ports};
use super::super::tags;
use super::{VpcRule, arn, referenced};
use crate::prelude::*;

impl VpcRule {
    pub(super) fn from_api(cx: &Cx, rule: SecurityGroupRule) -> VpcRule {
        let referenced = referenced(rule.group_owner_id(), rule.referenced_group_info());
        let protocol = Protocol(rule.ip_protocol.clone().unwrap_or_default());
        let port = |it| told(&protocol, it);
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
    pub(super) fn is(&self, rule: &SecurityGroupRule) -> bool {
        rule.description().unwrap_or_default() == self.description.as_deref().unwrap_or_default()
            && tags::are(rule.tags(), self.tags.as_ref())
    }

    /// The ports as EC2 is told them, which refuses some for protocols that have none.
    pub(super) fn ports(&self) -> (Option<i32>, Option<i32>) {
        match self.ip_protocol.canonical().as_str() {
            "icmpv6" => (self.from_port.or(Some(-1)), self.to_port.or(Some(-1))),
            other if has_ports(other) => (self.from_port, self.to_port),
            _ => (None, None),
        }
    }

    /// The rule as its creation takes it.
    pub(super) fn to_permission(&self) -> IpPermission {
        let description = self.description.clone().filter(|it| !it.is_empty());
        let (from, to) = self.ports();
        let ip_permission = IpPermission::builder()
            .ip_protocol(self.ip_protocol.canonical())
            .set_from_port(from)
            .set_to_port(to);
        let ip_permission = if let Some(network) = &self.cidr_ipv4 {
            let range = IpRange::builder().cidr_ip(network).set_description(description);
            ip_permission.ip_ranges(range.build())
        } else if let Some(network) = &self.cidr_ipv6 {
            let range = Ipv6Range::builder().cidr_ipv6(network.canonical());
            let range = range.set_description(description);
            ip_permission.ipv6_ranges(range.build())
        } else if let Some(id) = &self.prefix_list_id {
            let list = PrefixListId::builder().prefix_list_id(id).set_description(description);
            ip_permission.prefix_list_ids(list.build())
        } else {
            let group = self.referenced_security_group_id.as_ref();
            let (account, id) = group.map(GroupId::parts).unwrap_or_default();
            let pair = UserIdGroupPair::builder().group_id(id);
            let pair = pair.set_user_id(account.map(str::to_owned));
            ip_permission.user_id_group_pairs(pair.set_description(description).build())
        };
        ip_permission.build()
    }

    /// The rule as a change takes it.
    pub(super) fn to_request(&self) -> SecurityGroupRuleRequest {
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

/// A port as EC2 tells it, which is -1 for all messages of ICMP, and also where there is none.
fn told(protocol: &Protocol, port: Option<i32>) -> Option<i32> {
    port.filter(|_| has_ports(&protocol.canonical()))
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
    fn minus_one_is_all_messages_or_no_port() {
        let told = |protocol: &str, port| told(&Protocol(protocol.to_owned()), Some(port));
        assert_eq!(told("icmp", -1), Some(-1));
        assert_eq!(told("icmpv6", -1), Some(-1));
        assert_eq!(told("58", 128), Some(128));
        assert_eq!(told("tcp", 0), Some(0));
        assert_eq!(told("-1", -1), None);
        assert_eq!(told("50", -1), None);
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
            let ip_permission = rule.to_permission();
            assert_eq!(
                (ip_permission.from_port(), ip_permission.to_port()),
                expected,
                "{protocol}"
            );
        }
        let (one, other) = (rule("-1", Some(0), Some(65_535)), rule("-1", None, None));
        assert_eq!(one.to_request(), other.to_request());
    }
}
