//! The protocol of a rule.

use schemas::{Equality, Field, Mismatch, Type, Value};

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

impl PartialEq for Protocol {
    fn eq(&self, other: &Self) -> bool {
        self.canonical() == other.canonical()
    }
}

impl Field for Protocol {
    const EQUALITY: Equality = Equality { normalize: Some(normalize), same: Some(same) };

    fn ty() -> Type {
        Type::String
    }

    fn decode(value: Value) -> Result<Self, Mismatch> {
        String::decode(value).map(Protocol)
    }

    fn encode(self) -> Value {
        Value::String(self.0)
    }
}

/// Whether rules of a protocol have ports, or types and codes in their place.
pub(super) fn has_ports(canonical: &str) -> bool {
    matches!(canonical, "tcp" | "udp" | "icmp" | "icmpv6")
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
