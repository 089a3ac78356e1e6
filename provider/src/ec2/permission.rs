//! What the rules of a security group come to: who is let through.
//!
//! Configurations and EC2 put rules together in different ways: one rule for several networks, or
//! one for each. Only taken apart can they be compared.

use std::collections::BTreeMap;
use std::fmt;

use aws_sdk_ec2::types::{
    IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, SecurityGroupRule,
    UserIdGroupPair,
};

use super::protocol::{ALL, Protocol, has_ports};
use super::{network, vpc_rule};

/// One protocol and range of ports, from or to one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Permission {
    pub(super) ports: Ports,
    pub(super) peer: Peer,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ports {
    pub(super) protocol: String,
    pub(super) from: i32,
    pub(super) to: i32,
}

/// Where traffic comes from or goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Peer {
    Ipv4(String),
    Ipv6(String),
    PrefixList(String),
    /// Whoever is in a security group. Where that is another account's, the account and a slash
    /// stand before the group's id.
    Group(String),
    /// Whoever is in the same security group.
    Itself,
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.peer {
            Peer::Ipv4(it) | Peer::Ipv6(it) | Peer::PrefixList(it) | Peer::Group(it) => {
                f.write_str(it)?;
            }
            Peer::Itself => f.write_str("the group itself")?,
        }
        let Ports { protocol, from, to } = &self.ports;
        match protocol.as_str() {
            ALL => f.write_str(" and all protocols"),
            other if has_ports(other) => write!(f, " and {other} {from} to {to}"),
            other => write!(f, " and protocol {other}"),
        }
    }
}

/// Permissions with their descriptions; one without has an empty one.
pub(super) type Permissions = BTreeMap<Permission, String>;

/// The group that rules are of. Who is meant by a rule that names a group can be told only by this:
/// the group itself, and groups of its account, have more than one name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Itself<'a> {
    pub(super) group: &'a str,
    pub(super) account: Option<&'a str>,
}

impl<'a> Itself<'a> {
    pub(super) fn of(group: &'a SecurityGroup) -> Itself<'a> {
        Itself { group: group.group_id().unwrap_or_default(), account: group.owner_id() }
    }

    /// A peer in the one spelling of it.
    fn peer(self, peer: Peer) -> Peer {
        let Peer::Group(name) = &peer else { return peer };
        let id = match name.split_once('/') {
            Some((account, id)) if self.account == Some(account) => id,
            _ => name,
        };
        // Of a group that is not read yet the id is not known.
        match id == self.group && !id.is_empty() {
            true => Peer::Itself,
            false => Peer::Group(id.to_owned()),
        }
    }

    /// A permission that names its peer as EC2 has it.
    pub(super) fn permission(self, permission: Permission) -> Permission {
        Permission { peer: self.peer(permission.peer), ..permission }
    }

    /// Permissions that name their peers as EC2 has them.
    pub(super) fn permissions(self, permissions: &Permissions) -> Permissions {
        permissions.iter().map(|(it, text)| (self.permission(it.clone()), text.clone())).collect()
    }
}

impl Ports {
    /// Ports have no meaning to most protocols: for those there are none.
    pub(super) fn new(protocol: &Protocol, from: i32, to: i32) -> Ports {
        let protocol = protocol.canonical();
        let (from, to) = if has_ports(&protocol) { (from, to) } else { (0, 0) };
        Ports { protocol, from, to }
    }
}

impl Peer {
    pub(super) fn ipv4(network: &str) -> Peer {
        Peer::Ipv4(network::canonical(network))
    }

    pub(super) fn ipv6(network: &str) -> Peer {
        Peer::Ipv6(network::canonical(network))
    }

    /// Whether it is every address there is.
    pub(super) fn is_everybody(&self) -> bool {
        matches!(self, Peer::Ipv4(it) | Peer::Ipv6(it) if it.ends_with("/0"))
    }
}

/// What permissions of a security group come to, in the order in which EC2 tells it.
pub(super) fn from_api(
    ip_permissions: &[IpPermission],
    itself: Itself<'_>,
) -> Vec<(Permission, String)> {
    let mut permissions = Vec::new();
    for it in ip_permissions {
        let protocol = Protocol(it.ip_protocol.clone().unwrap_or_default());
        let (from, to) = (it.from_port.unwrap_or_default(), it.to_port.unwrap_or_default());
        let ports = Ports::new(&protocol, from, to);
        let mut add = |peer: Peer, description: Option<&str>| {
            let permission = itself.permission(Permission { ports: ports.clone(), peer });
            permissions.push((permission, description.unwrap_or_default().to_owned()));
        };
        for it in it.ip_ranges() {
            add(Peer::ipv4(it.cidr_ip().unwrap_or_default()), it.description());
        }
        for it in it.ipv6_ranges() {
            add(Peer::ipv6(it.cidr_ipv6().unwrap_or_default()), it.description());
        }
        for it in it.prefix_list_ids() {
            let id = it.prefix_list_id().unwrap_or_default().to_owned();
            add(Peer::PrefixList(id), it.description());
        }
        for it in it.user_id_group_pairs() {
            let id = it.group_id().unwrap_or_default();
            let named = match it.user_id() {
                Some(account) => format!("{account}/{id}"),
                None => id.to_owned(),
            };
            add(Peer::Group(named), it.description());
        }
    }
    permissions
}

/// What a rule comes to that EC2 tells of by itself.
pub(super) fn of_rule(rule: &SecurityGroupRule, itself: Itself<'_>) -> Permission {
    let protocol = Protocol(rule.ip_protocol.clone().unwrap_or_default());
    let (from, to) = (rule.from_port.unwrap_or_default(), rule.to_port.unwrap_or_default());
    let peer = if let Some(network) = rule.cidr_ipv4() {
        Peer::ipv4(network)
    } else if let Some(network) = rule.cidr_ipv6() {
        Peer::ipv6(network)
    } else if let Some(id) = rule.prefix_list_id() {
        Peer::PrefixList(id.to_owned())
    } else {
        let group = vpc_rule::referenced(rule.group_owner_id(), rule.referenced_group_info());
        Peer::Group(group.unwrap_or_default())
    };
    itself.permission(Permission { ports: Ports::new(&protocol, from, to), peer })
}

/// As a request of a security group takes them: one `IpPermission` for each range of ports.
pub(super) fn to_api(permissions: &Permissions, group: &str) -> Vec<IpPermission> {
    let mut ip_permissions: BTreeMap<&Ports, IpPermission> = BTreeMap::new();
    for (Permission { ports, peer }, description) in permissions {
        let description = Some(description.clone()).filter(|it| !it.is_empty());
        let ip_permission = ip_permissions.entry(ports).or_insert_with(|| {
            let ip_permission = IpPermission::builder().ip_protocol(&ports.protocol);
            ip_permission.from_port(ports.from).to_port(ports.to).build()
        });
        match peer {
            Peer::Ipv4(network) => {
                let range = IpRange::builder().cidr_ip(network).set_description(description);
                ip_permission.ip_ranges.get_or_insert_default().push(range.build());
            }
            Peer::Ipv6(network) => {
                let range = Ipv6Range::builder().cidr_ipv6(network).set_description(description);
                ip_permission.ipv6_ranges.get_or_insert_default().push(range.build());
            }
            Peer::PrefixList(id) => {
                let list = PrefixListId::builder().prefix_list_id(id).set_description(description);
                ip_permission.prefix_list_ids.get_or_insert_default().push(list.build());
            }
            Peer::Group(_) | Peer::Itself => {
                let id = if let Peer::Group(id) = peer { id } else { group };
                let (account, id) = match id.split_once('/') {
                    Some((account, id)) => (Some(account.to_owned()), id),
                    None => (None, id),
                };
                let pair = UserIdGroupPair::builder().group_id(id).set_user_id(account);
                let pair = pair.set_description(description).build();
                ip_permission.user_id_group_pairs.get_or_insert_default().push(pair);
            }
        }
    }
    ip_permissions.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITSELF: Itself<'_> = Itself { group: "sg-1", account: Some("123456789012") };

    fn permissions() -> Permissions {
        let ports = |protocol: &str, from, to| Ports::new(&Protocol(protocol.to_owned()), from, to);
        let web = ports("TCP", 443, 443);
        let permissions = [
            (web.clone(), Peer::ipv4("10.0.0.0/8"), "office"),
            (web.clone(), Peer::ipv4("192.0.2.0/24"), ""),
            (web.clone(), Peer::ipv6("2001:DB8:0:0::/32"), "v6"),
            (web.clone(), Peer::PrefixList("pl-1".to_owned()), ""),
            (web.clone(), Peer::Group("sg-2".to_owned()), "others"),
            (web, Peer::Group("210987654321/sg-3".to_owned()), ""),
            (ports("-1", 0, 0), Peer::Itself, ""),
            (ports("icmp", 8, 0), Peer::ipv4("0.0.0.0/0"), ""),
        ];
        let permission = |(ports, peer, description): (Ports, Peer, &str)| {
            (Permission { ports, peer }, description.to_owned())
        };
        permissions.into_iter().map(permission).collect()
    }

    #[test]
    fn there_and_back() {
        let ip_permissions = to_api(&permissions(), "sg-1");
        assert_eq!(ip_permissions.len(), 3, "{ip_permissions:?}");
        assert_eq!(
            from_api(&ip_permissions, ITSELF).into_iter().collect::<Permissions>(),
            permissions()
        );
    }

    #[test]
    fn a_group_is_the_accounts_own_where_the_account_is_told() {
        let pair = |user: &str| UserIdGroupPair::builder().group_id("sg-2").user_id(user).build();
        let told = |user: &str| {
            let ip_permission = IpPermission::builder().ip_protocol("-1");
            let ip_permission = ip_permission.user_id_group_pairs(pair(user)).build();
            let permissions = from_api(&[ip_permission], ITSELF);
            permissions.into_iter().next().map(|(it, _)| it.peer)
        };
        assert_eq!(told("123456789012"), Some(Peer::Group("sg-2".to_owned())));
        assert_eq!(told("210987654321"), Some(Peer::Group("210987654321/sg-2".to_owned())));
    }

    #[test]
    fn the_group_itself_has_more_than_one_name() {
        let peer = |name: &str| ITSELF.peer(Peer::Group(name.to_owned()));
        assert_eq!(peer("sg-1"), Peer::Itself);
        assert_eq!(peer("123456789012/sg-1"), Peer::Itself);
        assert_eq!(peer("123456789012/sg-2"), Peer::Group("sg-2".to_owned()));
        assert_eq!(peer("210987654321/sg-2"), Peer::Group("210987654321/sg-2".to_owned()));
    }

    #[test]
    fn what_ec2_tells_keeps_its_order() {
        let range = |network: &str| IpRange::builder().cidr_ip(network).build();
        let ip_permission = IpPermission::builder().ip_protocol("-1");
        let ip_permission =
            ip_permission.ip_ranges(range("10.2.0.0/16")).ip_ranges(range("10.1.0.0/16"));
        let peers = from_api(&[ip_permission.build()], ITSELF).into_iter().map(|(it, _)| it.peer);
        let expected = [Peer::ipv4("10.2.0.0/16"), Peer::ipv4("10.1.0.0/16")];
        assert_eq!(peers.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn ports_that_mean_nothing_do_not_count() {
        let esp = |from, to| Ports::new(&Protocol("50".to_owned()), from, to);
        assert_eq!(esp(8, 9), esp(0, 0));
        let tcp = |from| Ports::new(&Protocol("6".to_owned()), from, 80);
        assert_ne!(tcp(8), tcp(0));
    }

    #[test]
    fn networks_are_spelled_as_ec2_does() {
        assert_eq!(Peer::ipv6("2001:DB8:0:0::/32"), Peer::Ipv6("2001:db8::/32".to_owned()));
        assert_eq!(Peer::ipv4("10.0.0.0/8"), Peer::Ipv4("10.0.0.0/8".to_owned()));
        assert_eq!(Peer::ipv4("10.1.2.3/8"), Peer::Ipv4("10.0.0.0/8".to_owned()));
    }
}
