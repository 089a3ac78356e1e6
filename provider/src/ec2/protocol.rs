//! The protocol of a rule.

use schemas::Value;

use crate::checks::check;
use crate::prelude::*;

/// A protocol by name or by number: `tcp`, `TCP` and `6` are the same.
#[derive(Debug, Clone, Default)]
pub(super) struct Protocol(pub(super) String);

/// What stands for all protocols.
pub(super) const ALL: &str = "-1";

impl Protocol {
    /// The one spelling of it, which is the one of EC2 where it has a name for the protocol.
    pub(super) fn canonical(&self) -> String {
        let text = self.0.to_ascii_lowercase();
        let name = match text.as_str() {
            "all" => ALL,
            "1" => "icmp",
            "6" => "tcp",
            "17" => "udp",
            "58" => "icmpv6",
            _ => return text,
        };
        name.to_owned()
    }
}

schemas::text!(Protocol, Some(normalize), same);

/// Whether rules of a protocol have ports, or types and codes in their place.
pub(super) fn has_ports(canonical: &str) -> bool {
    matches!(canonical, "tcp" | "udp" | "icmp" | "icmpv6")
}

/// What is said of ports that EC2 refuses.
pub(super) const WRONG_PORTS: &str = "Invalid ports";

/// What AWS says of the rules of security groups.
pub(super) const RULES: &str =
    "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html";

/// The check of the ports of a resource that is one rule.
pub(super) fn ports_check(protocol: &'static str) -> Check {
    check(
        Class::Invariant,
        WRONG_PORTS,
        "from_port",
        "Ports that the protocol does not have, or a range whose end is before its start.",
        RULES,
        move |config| {
            let wrong = wrong_ports(config, protocol);
            let told = wrong.map(|(port, wrong)| Finding::at(port, format!("`{port}`: {wrong}.")));
            told.into_iter().collect()
        },
    )
}

/// What EC2 refuses of the ports of a rule: the argument, and what is wrong with it. What is not
/// known is not wrong.
pub(super) fn wrong_ports(rule: &Value, protocol: &str) -> Option<(&'static str, String)> {
    let Value::String(protocol) = rule.get(protocol) else { return None };
    let protocol = Protocol(protocol.clone()).canonical();
    let ports = ["from_port", "to_port"].map(|name| (name, rule.get(name)));
    let is_icmp = protocol.starts_with("icmp");
    if !has_ports(&protocol) {
        return None;
    }
    // All messages of ICMPv6 are meant where none are named.
    let missing = ports.iter().find(|(_, it)| it.is_null() && protocol != "icmpv6");
    if let Some((name, _)) = missing {
        let what = if is_icmp { "type and code of messages" } else { "a range of ports" };
        return Some((name, format!("a rule for {protocol} needs {what}")));
    }
    let (least, most) = if is_icmp { (-1, 255) } else { (0, 65_535) };
    for (name, value) in ports {
        if let Some(port) = value.as_i64().filter(|it| !(least..=most).contains(it)) {
            return Some((name, format!("must be {least} to {most} for {protocol}, not {port}")));
        }
    }
    let (Some(from), Some(to)) = (ports[0].1.as_i64(), ports[1].1.as_i64()) else { return None };
    match is_icmp {
        true if from == -1 && to != -1 => {
            Some(("to_port", format!("must be -1 where all types are meant, not {to}")))
        }
        false if from > to => {
            Some(("to_port", format!("must not be less than {from}, as {to} is")))
        }
        _ => None,
    }
}

fn normalize(text: &str) -> Option<String> {
    Some(Protocol(text.to_owned()).canonical())
}

fn same(one: &str, other: &str) -> bool {
    normalize(one) == normalize(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_what_ec2_takes() {
        let wrong = |protocol: &str, from: Value, to: Value| {
            let rule = [
                ("ip_protocol".to_owned(), Value::from(protocol)),
                ("from_port".to_owned(), from),
                ("to_port".to_owned(), to),
            ];
            wrong_ports(&Value::Object(rule.into()), "ip_protocol").map(|(name, _)| name)
        };
        let number = |it: i64| Value::from(it);
        for (protocol, from, to, expected) in [
            ("tcp", number(80), number(80), None),
            ("UDP", number(0), number(65_535), None),
            ("6", number(81), number(80), Some("to_port")),
            ("tcp", number(-1), number(80), Some("from_port")),
            ("udp", number(80), number(65_536), Some("to_port")),
            ("tcp", Value::Null, number(80), Some("from_port")),
            ("tcp", number(80), Value::Null, Some("to_port")),
            ("tcp", Value::Unknown, number(80), None),
            ("tcp", Value::Unknown, number(-1), Some("to_port")),
            ("icmp", number(8), number(-1), None),
            ("icmp", number(-1), number(-1), None),
            ("icmp", number(-1), number(0), Some("to_port")),
            ("1", number(256), number(0), Some("from_port")),
            ("icmp", Value::Null, Value::Null, Some("from_port")),
            ("icmpv6", Value::Null, Value::Null, None),
            ("58", number(128), Value::Null, None),
            ("58", number(-1), number(0), Some("to_port")),
            ("-1", number(80), number(22), None),
            ("50", Value::Null, Value::Null, None),
        ] {
            let ports = format!("{protocol} {from} {to}");
            assert_eq!(wrong(protocol, from, to), expected, "{ports}");
        }
    }

    #[test]
    fn names_and_numbers_are_one() {
        for (text, expected) in [
            ("TCP", "tcp"),
            ("6", "tcp"),
            ("17", "udp"),
            ("1", "icmp"),
            ("58", "icmpv6"),
            ("ICMPv6", "icmpv6"),
            ("all", "-1"),
            ("-1", "-1"),
            ("50", "50"),
            ("esp", "esp"),
        ] {
            assert_eq!(Protocol(text.to_owned()).canonical(), expected, "{text}");
        }
    }
}
