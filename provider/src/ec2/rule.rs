//! The rules that stand in a security group itself.

use std::collections::BTreeMap;

use schemas::{AnyOrder, Fields, Path, Value};
use tfplugin::path;

use super::permission::{Itself, Peer, Permission, Permissions, Ports};
use super::protocol::{ALL, Protocol, RULES, WRONG_PORTS, wrong_ports};
use super::{network, text};
use crate::checks::check;
use crate::prelude::*;

/// A rule of the security group. Several sources or destinations in one block are as many rules
/// with the same protocol and ports.
#[derive(Debug, Clone, PartialEq, Model)]
pub(super) struct Rule {
    /// IPv4 CIDR blocks, such as `10.0.0.0/8`.
    #[attr(check = each(network::ipv4()))]
    pub(super) cidr_blocks: Option<AnyOrder<String>>,
    /// Description: up to 255 letters, digits, spaces and `_.:/()#,@[]+=&;{}!$*-`. EC2 stores one
    /// description for each source or destination and port range.
    #[attr(check = text::description())]
    pub(super) description: Option<String>,
    /// First port, or the ICMP type; `-1` is all types. 0 with `protocol = "-1"`. Ignored for
    /// protocols without ports.
    pub(super) from_port: i32,
    /// IPv6 CIDR blocks, such as `2001:db8::/32`.
    #[attr(check = each(network::ipv6()))]
    pub(super) ipv6_cidr_blocks: Option<AnyOrder<String>>,
    /// IDs of managed prefix lists.
    pub(super) prefix_list_ids: Option<AnyOrder<String>>,
    /// Protocol: `tcp`, `udp`, `icmp`, `icmpv6` or a protocol number. `-1` is all protocols and
    /// ports.
    pub(super) protocol: Protocol,
    /// IDs of security groups. For a group in another account: `account-id/sg-...`.
    pub(super) security_groups: Option<Set<String>>,
    /// Whether the rule also applies to the security group itself.
    #[attr(default = false)]
    pub(super) self_: bool,
    /// Last port, not less than `from_port`, or the ICMP code; `-1` is all codes, and required if
    /// `from_port` is `-1`. 0 with `protocol = "-1"`. Ignored for protocols without ports.
    pub(super) to_port: i32,
}

impl Rule {
    /// What the rule comes to, in its order.
    fn permissions(&self) -> impl Iterator<Item = (Permission, String)> {
        let ports = Ports::new(&self.protocol, self.from_port, self.to_port);
        let list = |list: &Option<AnyOrder<String>>| list.clone().unwrap_or_default().0.into_iter();
        let ipv4 = list(&self.cidr_blocks).map(|it| Peer::ipv4(&it));
        let ipv6 = list(&self.ipv6_cidr_blocks).map(|it| Peer::ipv6(&it));
        let lists = list(&self.prefix_list_ids).map(Peer::PrefixList);
        let groups = self.security_groups.clone().unwrap_or_default().0.into_iter();
        let peers = ipv4.chain(ipv6).chain(lists).chain(groups.map(Peer::Group));
        let peers = peers.chain(self.self_.then_some(Peer::Itself));
        let description = self.description.clone().unwrap_or_default();
        peers.map(move |peer| (Permission { ports: ports.clone(), peer }, description.clone()))
    }

    /// Rules that come to the permissions, one for each description of a range of ports.
    pub(super) fn of(permissions: impl IntoIterator<Item = (Permission, String)>) -> Vec<Rule> {
        let mut rules: BTreeMap<(Ports, String), Rule> = BTreeMap::new();
        for (Permission { ports, peer }, description) in permissions {
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

    /// A rule of a configuration, as far as it is known whom it is for. `None` where it is not known
    /// what for.
    fn known(rule: &Value) -> Option<Rule> {
        let mut entries = rule.clone().into_entries()?;
        for name in ["cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups"] {
            if let Some(list) = entries.get_mut(name) {
                let elements = list.elements().unwrap_or_default().iter();
                let known = elements.filter(|it| it.as_str().is_some()).cloned();
                *list = match name {
                    "security_groups" => Value::set(known),
                    _ => Value::List(known.collect()),
                };
            }
        }
        let is_itself = rule.get("self").as_bool().unwrap_or_default();
        entries.insert("self".to_owned(), is_itself.into());
        Rule::decode(&mut entries).ok()
    }
}

/// The checks of the rules within a group.
pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            Class::Invariant,
            WRONG_PORTS,
            "ingress",
            "Ports that a rule's protocol does not have, or a range whose end is before its start.",
            RULES,
            |config| {
                each(config, |at, rule| {
                    let wrong = wrong_ports(rule, "protocol").map(|(port, wrong)| {
                        let path = at.clone().attribute(port);
                        let detail = format!("`{path}`: {wrong}.");
                        Finding { path, detail }
                    });
                    wrong.into_iter().collect()
                })
            },
        ),
        check(
            Class::Invariant,
            "Ports for all protocols",
            "ingress",
            "Ports of a rule for all protocols, which applies to all ports.",
            RULES,
            |config| {
                each(config, |at, rule| {
                    let protocol = rule.get("protocol").as_str().unwrap_or_default();
                    let is_all = Protocol(protocol.to_owned()).canonical() == ALL;
                    let has_port = |it: &&str| rule.get(it).as_i64().is_some_and(|it| it != 0);
                    let port = ["from_port", "to_port"].into_iter().find(has_port);
                    let told = port.filter(|_| is_all).map(|port| {
                        let detail = format!(
                            "A rule for all protocols applies to all ports: set `{port}` to 0, or \
                         choose a protocol."
                        );
                        Finding { path: at.clone().attribute(port), detail }
                    });
                    told.into_iter().collect()
                })
            },
        ),
        check(
            Class::Invariant,
            "One rule with two descriptions",
            "ingress",
            "Two rules for the same peer and ports with other descriptions, of which EC2 keeps one.",
            RULES,
            |config| {
                let rules =
                    DIRECTIONS.map(|name| (name, config.get(name).elements().unwrap_or_default()));
                rules.into_iter().filter_map(|(name, rules)| described_twice(name, rules)).collect()
            },
        ),
    ]
}

const DIRECTIONS: [&str; 2] = ["egress", "ingress"];

/// What is found in each rule, with its place.
fn each(config: &Value, find: impl Fn(&Path, &Value) -> Vec<Finding>) -> Vec<Finding> {
    let rules = DIRECTIONS.into_iter().flat_map(|name| {
        let rules = config.get(name).elements().unwrap_or_default();
        rules.iter().map(move |rule| (path(name).element(rule), rule))
    });
    rules.flat_map(|(at, rule)| find(&at, rule)).collect()
}

/// EC2 has one rule, with one description, for each peer and range of ports.
fn described_twice(name: &str, rules: &[Value]) -> Option<Finding> {
    let mut seen = Permissions::new();
    rules.iter().find_map(|value| {
        Rule::known(value)?.permissions().find_map(|(permission, description)| {
            let other = seen.insert(permission.clone(), description.clone())?;
            (other != description).then(|| {
                let detail = format!(
                    "Two rules in `{name}` are for {permission}, with the descriptions {other:?} and \
                     {description:?}. EC2 keeps one rule for it: remove it from one of them, or \
                     use the same description."
                );
                Finding { path: path(name).element(value), detail }
            })
        })
    })
}

/// What all rules come to.
pub(super) fn permissions(rules: &[Rule]) -> Permissions {
    rules.iter().flat_map(Rule::permissions).collect()
}

/// The rules that EC2 tells of a group, put together as those that are known.
pub(super) fn respell(known: &Value, remote: &mut Fields) {
    let text = |name: &str| remote.get(name).and_then(Value::as_str).map(str::to_owned);
    let (arn, account) = (text("arn").unwrap_or_default(), text("owner_id"));
    let group = arn.rsplit('/').next().unwrap_or_default();
    let itself = Itself { group, account: account.as_deref() };
    for name in ["egress", "ingress"] {
        let known = known.get(name).elements().unwrap_or_default();
        let found = remote.get(name).and_then(Value::elements).unwrap_or_default();
        if let Some(arranged) = arrange(itself, known, found) {
            remote.insert(name.to_owned(), Value::set(arranged));
        }
    }
}

/// A known rule that is there in part only is that part. `None` where the rules are not known.
fn arrange(itself: Itself<'_>, known: &[Value], remote: &[Value]) -> Option<Vec<Value>> {
    let mut left: Vec<_> = decode(remote)?.iter().flat_map(Rule::permissions).collect();
    let found: Permissions = left.iter().cloned().collect();
    let mut arranged = Vec::new();
    for (rule, value) in decode(known)?.iter().zip(known) {
        let permissions =
            rule.permissions().map(|(permission, text)| (itself.permission(permission), text));
        let is_there = |it: &(Permission, String)| found.get(&it.0) == Some(&it.1);
        let (there, gone): (Vec<_>, Vec<_>) = permissions.partition(is_there);
        left.retain(|it| !there.contains(it));
        match gone.is_empty() {
            true => arranged.push(value.clone()),
            false => arranged.extend(encode(there)),
        }
    }
    arranged.extend(encode(left));
    Some(arranged)
}

fn decode(elements: &[Value]) -> Option<Vec<Rule>> {
    elements.iter().map(|it| Rule::decode(&mut it.clone().into_entries()?).ok()).collect()
}

fn encode(permissions: Vec<(Permission, String)>) -> impl Iterator<Item = Value> {
    Rule::of(permissions).into_iter().map(|it| Value::Object(it.encode()))
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
        let itself = Itself { group: "sg-1", account: Some("123456789012") };
        let remote = values(&Rule::of(remote.iter().flat_map(Rule::permissions)));
        decode(&arrange(itself, &values(known), &remote).unwrap()).unwrap()
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
    fn the_group_itself_is_known_by_its_id() {
        let groups = |names: &[&str], is_itself| Rule {
            security_groups: Some(Set(names.iter().map(|it| (*it).to_owned()).collect())),
            self_: is_itself,
            ..rule(9092, &[], "")
        };
        let remote = [groups(&["sg-2"], true)];
        for known in [
            groups(&["sg-1", "sg-2"], false),
            groups(&["123456789012/sg-1", "123456789012/sg-2"], false),
            groups(&["sg-2"], true),
            groups(&["sg-1", "sg-2"], true),
        ] {
            assert_eq!(arranged(std::slice::from_ref(&known), &remote), [known]);
        }
        let other = groups(&["210987654321/sg-2"], true);
        assert_ne!(arranged(std::slice::from_ref(&other), &remote), [other]);
    }

    #[test]
    fn an_unknown_order_is_that_of_ec2() {
        let remote = [rule(80, &["10.2.0.0/16", "10.1.0.0/16"], "")];
        assert_eq!(arranged(&[], &remote), remote);
    }

    #[test]
    fn a_rule_has_one_description() {
        let problems = |rules: &[Rule]| {
            let config = [("ingress".to_owned(), Value::set(values(rules)))];
            crate::checks::found(&checks(), &Value::Object(config.into())).len()
        };
        let one = rule(80, &["10.0.0.0/8", "11.0.0.0/8"], "a");
        assert_eq!(problems(&[one.clone(), rule(80, &["10.0.0.0/8", "11.0.0.0/8"], "b")]), 1);
        assert_eq!(problems(&[one.clone(), rule(80, &["11.0.0.0/8", "12.0.0.0/8"], "")]), 1);
        // Which EC2 puts together.
        assert_eq!(problems(&[one.clone(), rule(80, &["11.0.0.0/8", "12.0.0.0/8"], "a")]), 0);
        assert_eq!(problems(&[one.clone(), rule(81, &["10.0.0.0/8", "11.0.0.0/8"], "b")]), 0);
        let tcp = Rule { protocol: Protocol("6".to_owned()), ..rule(80, &["10.0.0.0/8"], "b") };
        assert_eq!(problems(&[one, tcp]), 1);
    }

    #[test]
    fn what_is_not_known_is_not_the_same() {
        let element = |network: Value, description: Value| {
            let Value::Object(mut entries) = values(&[rule(80, &[], "")]).remove(0) else {
                unreachable!("a rule is an object");
            };
            let networks = Value::List(vec!["10.0.0.0/8".into(), network]);
            entries.insert("cidr_blocks".to_owned(), networks);
            entries.insert("description".to_owned(), description);
            entries.insert("self".to_owned(), Value::Null);
            Value::Object(entries)
        };
        let problems = |description: Value| {
            let rules = [element(Value::Unknown, "a".into()), element(Value::Unknown, description)];
            let config = [("ingress".to_owned(), Value::set(rules))];
            crate::checks::found(&checks(), &Value::Object(config.into())).len()
        };
        assert_eq!(problems("b".into()), 1);
        assert_eq!(problems("a".into()), 0);
        assert_eq!(problems(Value::Unknown), 0);
    }
}
