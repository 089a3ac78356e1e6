//! The rules that stand in a security group itself.

use std::collections::BTreeMap;

use schemas::{AnyOrder, Value};
use tfplugin::{Diagnostic, path};

use super::grant::{Grant, Grants, Peer, Ports};
use super::network;
use super::protocol::{ALL, Protocol};
use crate::prelude::*;

/// Who is let through: where several places are named, each of them.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct Rule {
    /// IPv4 networks, as in `10.0.0.0/8`.
    #[attr(check = each(network::ipv4()))]
    pub(super) cidr_blocks: Option<AnyOrder<String>>,
    /// Description: up to 255 letters, digits, blanks and `_.:/()#,@[]+=&;{}!$*-`.
    #[attr(check = description())]
    pub(super) description: Option<String>,
    /// First port, or the type of ICMP messages, where `-1` is all of them. 0 for protocols without
    /// ports.
    pub(super) from_port: i32,
    /// IPv6 networks, as in `2001:db8::/32`.
    #[attr(check = each(network::ipv6()))]
    pub(super) ipv6_cidr_blocks: Option<AnyOrder<String>>,
    /// IDs of prefix lists: networks that AWS or somebody keeps under one id.
    pub(super) prefix_list_ids: Option<AnyOrder<String>>,
    /// Protocol: `tcp`, `udp`, `icmp`, `icmpv6` or the number of another. `-1` is all of them, on
    /// all ports.
    pub(super) protocol: Protocol,
    /// IDs of security groups: whoever is in one of them. An account and a slash stand before the id
    /// of another account's.
    pub(super) security_groups: Option<Set<String>>,
    /// Whether the security group itself is among them.
    #[attr(default = false)]
    pub(super) self_: bool,
    /// Last port, or the code of ICMP messages, where `-1` is all of them. 0 for protocols without
    /// ports.
    pub(super) to_port: i32,
}

/// The description of a rule.
pub(super) fn description() -> schemas::Check {
    schemas::check::rule("", |text| {
        let is_fine =
            |it: char| it.is_ascii_alphanumeric() || "_ .:/()#,@[]+=&;{}!$*-".contains(it);
        match text.chars().count() {
            0..=255 if text.chars().all(is_fine) => Ok(()),
            0..=255 => Err(format!(
                "may hold letters, digits, blanks and `_.:/()#,@[]+=&;{{}}!$*-`, but is {text:?}"
            )),
            length => Err(format!("must be 255 characters long at most, not {length}")),
        }
    })
    .says(|name, value| match value.chars().count() {
        0..=255 => format!("{name:?} doesn't comply with restrictions: {value:?}"),
        _ => format!("{name:?} cannot be longer than 255 characters: {value:?}"),
    })
}

impl Rule {
    /// What the rule comes to.
    pub(super) fn grants(&self) -> Grants {
        let ports = Ports::new(&self.protocol, self.from_port, self.to_port);
        let list = |list: &Option<AnyOrder<String>>| list.clone().unwrap_or_default().0;
        let peers = list(&self.cidr_blocks).iter().map(|it| Peer::ipv4(it)).collect::<Vec<_>>();
        let peers = peers.into_iter();
        let peers = peers.chain(
            list(&self.ipv6_cidr_blocks).iter().map(|it| Peer::ipv6(it)).collect::<Vec<_>>(),
        );
        let peers = peers.chain(list(&self.prefix_list_ids).into_iter().map(Peer::PrefixList));
        let groups = self.security_groups.clone().unwrap_or_default().0;
        let peers = peers.chain(groups.into_iter().map(Peer::Group));
        let peers = peers.chain(self.self_.then_some(Peer::Itself));
        let description = self.description.clone().unwrap_or_default();
        peers.map(|peer| (Grant { ports: ports.clone(), peer }, description.clone())).collect()
    }

    /// Rules that come to the grants, one for each description of a range of ports.
    pub(super) fn of(grants: Grants) -> Vec<Rule> {
        let mut rules: BTreeMap<(Ports, String), Rule> = BTreeMap::new();
        for (Grant { ports, peer }, description) in grants {
            let rule = rules.entry((ports.clone(), description.clone()));
            // What a rule does not name is empty, as hashicorp/aws writes it, rather than null.
            let rule = rule.or_insert_with(|| Rule {
                cidr_blocks: Some(AnyOrder::default()),
                description: Some(description),
                from_port: ports.from,
                ipv6_cidr_blocks: Some(AnyOrder::default()),
                prefix_list_ids: Some(AnyOrder::default()),
                protocol: Protocol(ports.protocol),
                security_groups: Some(Set::default()),
                self_: false,
                to_port: ports.to,
            });
            let push = |list: &mut Option<AnyOrder<String>>, it| {
                list.get_or_insert_default().0.push(it);
            };
            match peer {
                Peer::Ipv4(network) => push(&mut rule.cidr_blocks, network),
                Peer::Ipv6(network) => push(&mut rule.ipv6_cidr_blocks, network),
                Peer::PrefixList(id) => push(&mut rule.prefix_list_ids, id),
                Peer::Group(id) => rule.security_groups.get_or_insert_default().0.push(id),
                Peer::Itself => rule.self_ = true,
            }
        }
        rules.into_values().collect()
    }
}

/// What EC2 would refuse in the rules of a configuration, whatever the rest of it.
pub(super) fn problems(config: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for name in ["egress", "ingress"] {
        for rule in config.get(name).elements().unwrap_or_default() {
            let protocol = rule.get("protocol").as_str().unwrap_or_default();
            let is_all = Protocol(protocol.to_owned()).canonical() == ALL;
            let has_port = |it: &&str| rule.get(it).as_i64().is_some_and(|it| it != 0);
            if let Some(port) =
                ["from_port", "to_port"].into_iter().find(has_port).filter(|_| is_all)
            {
                let detail = format!(
                    "A rule for all protocols is for all ports: set `{port}` to 0, or name the \
                     protocol."
                );
                let path = path(name).element(rule).attribute(port);
                found.push(Diagnostic::error("Ports for all protocols", detail).at(path));
            }
        }
    }
    found
}

/// What all rules come to.
pub(super) fn grants(rules: &[Rule]) -> Grants {
    rules.iter().flat_map(Rule::grants).collect()
}

/// The rules that EC2 tells, put together as those that are known. A known rule that is there in
/// part only is that part.
pub(super) fn arrange(known: &[Value], remote: &[Value]) -> Vec<Value> {
    let (Some(rules), Some(found)) = (decode(known), decode(remote)) else {
        return remote.to_vec();
    };
    let found = grants(&found);
    let mut left = found.clone();
    let mut arranged = Vec::new();
    for (rule, value) in rules.iter().zip(known) {
        let grants = rule.grants();
        let is_there = |it: &(Grant, String)| found.get(&it.0) == Some(&it.1);
        let (there, gone): (Grants, Grants) = grants.into_iter().partition(is_there);
        left.retain(|grant, _| !there.contains_key(grant));
        match gone.is_empty() {
            true => arranged.push(value.clone()),
            false => arranged.extend(encode(there)),
        }
    }
    arranged.extend(encode(left));
    arranged
}

fn decode(elements: &[Value]) -> Option<Vec<Rule>> {
    elements.iter().map(|it| Rule::decode(&mut it.clone().into_entries()?).ok()).collect()
}

fn encode(grants: Grants) -> impl Iterator<Item = Value> {
    Rule::of(grants).into_iter().map(|it| Value::Object(it.encode()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Networks that are let in on a port, with a description.
    fn rule(port: i32, networks: &[&str], description: &str) -> Rule {
        Rule {
            cidr_blocks: Some(AnyOrder(networks.iter().map(|it| (*it).to_owned()).collect())),
            description: Some(description.to_owned()),
            from_port: port,
            ipv6_cidr_blocks: Some(AnyOrder::default()),
            prefix_list_ids: Some(AnyOrder::default()),
            protocol: Protocol("tcp".to_owned()),
            security_groups: Some(Set::default()),
            self_: false,
            to_port: port,
        }
    }

    fn values(rules: &[Rule]) -> Vec<Value> {
        rules.iter().map(|it| Value::Object(it.clone().encode())).collect()
    }

    /// EC2's rules as they are shown to somebody who knows others.
    fn arranged(known: &[Rule], remote: &[Rule]) -> Vec<Rule> {
        let remote = values(&Rule::of(grants(remote)));
        decode(&arrange(&values(known), &remote)).unwrap()
    }

    #[test]
    fn known_rules_stay_as_they_are() {
        let known = [
            rule(80, &["10.2.0.0/16", "10.1.0.0/16"], ""),
            rule(80, &["10.3.0.0/16"], ""),
            rule(443, &["10.1.0.0/16"], "office"),
        ];
        assert_eq!(arranged(&known, &known), known);
    }

    #[test]
    fn what_nobody_knows_is_added() {
        let known = [rule(80, &["10.1.0.0/16"], "")];
        let remote = [rule(80, &["10.1.0.0/16", "10.9.0.0/16"], "")];
        let expected = [rule(80, &["10.1.0.0/16"], ""), rule(80, &["10.9.0.0/16"], "")];
        assert_eq!(arranged(&known, &remote), expected);
    }

    #[test]
    fn what_is_gone_is_left_out() {
        let known = [rule(80, &["10.1.0.0/16", "10.2.0.0/16"], ""), rule(81, &["10.1.0.0/16"], "")];
        let remote = [rule(80, &["10.2.0.0/16"], "")];
        assert_eq!(arranged(&known, &remote), remote);
    }

    #[test]
    fn another_description_is_another_rule() {
        let known = [rule(80, &["10.1.0.0/16", "10.2.0.0/16"], "a")];
        let remote = [rule(80, &["10.1.0.0/16"], "a"), rule(80, &["10.2.0.0/16"], "b")];
        assert_eq!(arranged(&known, &remote), remote);
    }

    #[test]
    fn a_rule_for_nobody_stays() {
        let known = [rule(80, &[], "")];
        assert_eq!(arranged(&known, &[]), known);
    }

    #[test]
    fn descriptions() {
        let test = |text: &str| description().test(&text.into());
        assert_eq!(test("HTTPS from the office (1.2.3.4/32), #5"), Ok(()));
        assert_eq!(test(""), Ok(()));
        assert!(test("it's").is_err());
        assert!(test("größe").is_err());
        assert_eq!(test(&"x".repeat(255)), Ok(()));
        assert!(test(&"x".repeat(256)).is_err());
    }
}
