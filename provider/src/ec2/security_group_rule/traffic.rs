//! What a rule lets through, which is what it is found by.

use schemas::{AnyOrder, Attribute, Fields};
use tfplugin::Identity;

use super::super::group::Direction;
use super::super::group_id::GroupId;
use super::super::permission::{Peer, Permission, Permissions, Ports};
use super::super::protocol::{ALL, Protocol};
use crate::prelude::*;

/// EC2 has a rule with an id for each network, prefix list or group. One that stands for several is
/// found by all that it lets through.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Traffic {
    /// IPv4 networks.
    pub(super) cidr_blocks: Option<AnyOrder<String>>,
    /// First port.
    pub(super) from_port: i32,
    /// IPv6 networks.
    pub(super) ipv6_cidr_blocks: Option<AnyOrder<String>>,
    /// IDs of prefix lists.
    pub(super) prefix_list_ids: Option<AnyOrder<String>>,
    /// Protocol.
    pub(super) protocol: Protocol,
    /// ID of the security group that the rule belongs to.
    pub(super) security_group_id: String,
    /// Whether the security group itself is meant.
    pub(super) self_: Option<bool>,
    /// ID of the security group that is meant.
    pub(super) source_security_group_id: Option<GroupId>,
    /// Last port.
    pub(super) to_port: i32,
    /// Direction of the traffic.
    pub(super) type_: String,
}

impl Identity for Traffic {
    /// The `id` as hashicorp/aws computes it: a checksum of all this.
    fn text(&self) -> String {
        let protocol = self.protocol.canonical();
        let mut parts = vec![self.security_group_id.clone()];
        let ports = [self.from_port, self.to_port];
        // A rule for all protocols is sent without ports.
        parts.extend(ports.iter().filter(|it| protocol != ALL && **it > 0).map(i32::to_string));
        parts.extend([protocol, self.type_.clone()]);
        for list in [&self.cidr_blocks, &self.ipv6_cidr_blocks, &self.prefix_list_ids] {
            let mut list: Vec<String> = list.iter().flat_map(|it| it.to_vec()).collect();
            list.sort_unstable();
            parts.extend(list);
        }
        if let Some(group) = self.group() {
            // The name of the group would follow, where it had no id.
            parts.extend([group.rsplit('/').next().unwrap_or_default().to_owned(), String::new()]);
        }
        let text: String = parts.iter().flat_map(|it| [it.as_str(), "-"]).collect();
        format!("sgrule-{}", crc32fast::hash(text.as_bytes()))
    }
}

impl Traffic {
    pub(super) fn direction(&self) -> Direction {
        direction(&self.type_)
    }

    /// The group that is meant, if any.
    pub(super) fn group(&self) -> Option<&str> {
        let source = self.source_security_group_id.as_ref().map(|it| it.0.as_str());
        match self.self_ {
            Some(true) => Some(&self.security_group_id),
            _ => source.filter(|it| !it.is_empty()),
        }
    }

    /// One for each network, prefix list and group, in their order.
    pub(super) fn permissions(&self) -> Vec<Permission> {
        let ports = Ports::new(&self.protocol, self.from_port, self.to_port);
        let of = |list: &Option<AnyOrder<String>>| list.clone().unwrap_or_default().0.into_iter();
        let peers = of(&self.cidr_blocks).map(|it| Peer::ipv4(&it));
        let peers = peers.chain(of(&self.ipv6_cidr_blocks).map(|it| Peer::ipv6(&it)));
        let peers = peers.chain(of(&self.prefix_list_ids).map(Peer::PrefixList));
        let peers = peers.chain(self.group().map(|it| Peer::Group(it.to_owned())));
        peers.map(|peer| Permission { ports: ports.clone(), peer }).collect()
    }

    pub(super) fn described(&self, description: &str) -> Permissions {
        self.permissions().into_iter().map(|it| (it, description.to_owned())).collect()
    }

    /// What is left where only some of it is.
    pub(super) fn retain(&self, is_there: impl Fn(&Permission) -> bool) -> Traffic {
        let ports = Ports::new(&self.protocol, self.from_port, self.to_port);
        let is_there = |peer: Peer| is_there(&Permission { ports: ports.clone(), peer });
        let keep = |list: &Option<AnyOrder<String>>, peer: fn(&str) -> Peer| {
            let list = list.as_ref()?.iter().filter(|it| is_there(peer(it)));
            Some(AnyOrder(list.cloned().collect()))
        };
        let has_group = self.group().is_some_and(|it| is_there(Peer::Group(it.to_owned())));
        Traffic {
            cidr_blocks: keep(&self.cidr_blocks, Peer::ipv4),
            ipv6_cidr_blocks: keep(&self.ipv6_cidr_blocks, Peer::ipv6),
            prefix_list_ids: keep(&self.prefix_list_ids, |it| Peer::PrefixList(it.to_owned())),
            self_: self.self_.map(|it| it && has_group),
            source_security_group_id: self.source_security_group_id.clone().filter(|_| has_group),
            ..self.clone()
        }
    }

    /// That of a state.
    pub(super) fn of_json(state: &serde_json::Value) -> Option<Traffic> {
        let known = |it: &Attribute| Some((it.name.to_owned(), state.get(it.name)?.clone()));
        let fields = Traffic::block().attributes.iter().filter_map(known).collect();
        let state = serde_json::Value::Object(fields);
        let value = schemas::json::decode(&state, &Traffic::block().ty()).ok()?;
        let mut fields: Fields = value.into_entries()?;
        Traffic::decode(&mut fields).ok()
    }
}

pub(super) fn direction(type_: &str) -> Direction {
    match type_ {
        "egress" => Direction::Egress,
        _ => Direction::Ingress,
    }
}

#[cfg(test)]
mod tests {
    use super::super::import;
    use super::*;

    /// A rule of a group, by the rest of its import text.
    fn traffic(rest: &str) -> Traffic {
        import::parse(&format!("sg-4dec529ed7e048fcd_{rest}")).unwrap()
    }

    #[test]
    fn the_id_is_that_of_hashicorp_aws() {
        // As hashicorp/aws 5.100.0 has written them.
        for (rest, expected) in [
            ("ingress_tcp_443_443_198.51.100.93/32_192.0.2.0/29_2001:db8::/32", 3_204_415_690_u32),
            ("egress_udp_53_53_sg-e24ba7eee760d6694", 1_767_467_815),
            ("ingress_50_0_0_2001:db8::/32", 1_906_229_910),
            ("ingress_-1_0_65535_self", 3_910_933_088),
            ("ingress_icmpv6_-1_-1_::/0", 2_920_274_306),
        ] {
            assert_eq!(traffic(rest).text(), format!("sgrule-{expected}"), "{rest}");
        }
    }

    #[test]
    fn ports_are_not_in_the_id_of_a_rule_for_all_protocols() {
        let closed = traffic("ingress_-1_0_0_self");
        let open = Traffic { to_port: 65_535, ..closed.clone() };
        assert_eq!(open.text(), closed.text());
    }

    #[test]
    fn what_is_there_in_part_is_that_part() {
        let whole = traffic("ingress_tcp_443_443_10.0.0.0/8_192.0.2.0/24_2001:DB8::/32_pl-1");
        let part = whole.retain(|it| it.peer != Peer::ipv4("10.0.0.0/8"));
        assert_eq!(part, traffic("ingress_tcp_443_443_192.0.2.0/24_2001:DB8::/32_pl-1"));
        let itself = traffic("ingress_-1_0_0_self");
        assert_eq!(itself.retain(|_| true), itself);
        assert_eq!(itself.retain(|_| false).permissions(), []);
    }

    #[test]
    fn a_state_of_any_version_says_what_the_rule_is() {
        let state = serde_json::json!({
            "id": "sgrule-1", "type": "ingress", "security_group_id": "sg-4dec529ed7e048fcd",
            "protocol": "icmpv6", "from_port": -1, "to_port": -1, "self": false,
            "ipv6_cidr_blocks": ["::/0"], "cidr_blocks": [], "description": "ping",
        });
        let found = Traffic::of_json(&state).unwrap();
        assert_eq!(found.text(), "sgrule-2920274306");
    }
}
