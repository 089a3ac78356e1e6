//! Networks: an address, a slash, and how many bits of it count.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use schemas::Check;
use schemas::check::rule;

/// A network, the same in any spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct Network(pub(super) String);

impl Network {
    /// The spelling of EC2.
    pub(super) fn canonical(&self) -> String {
        canonical(&self.0)
    }
}

schemas::text!(Network, None, same);

fn same(one: &str, other: &str) -> bool {
    canonical(one) == canonical(other)
}

/// A network in the spelling of EC2.
pub(super) fn canonical(network: &str) -> String {
    parse(network).map_or_else(
        || network.to_owned(),
        |(address, length)| format!("{}/{length}", first(address, length)),
    )
}

/// An IPv4 network. Bits of the address that do not count are 0.
pub(super) fn ipv4() -> Check {
    checked("An IPv4 CIDR block.", |text| check(text, false))
}

/// An IPv6 network. Bits of the address that do not count are 0.
pub(super) fn ipv6() -> Check {
    checked("An IPv6 CIDR block.", |text| check(text, true))
}

fn checked(docs: &'static str, test: fn(&str) -> Result<(), String>) -> Check {
    rule(docs, test).says(move |name, value| {
        // A list is shown whole, and what is wrong in it stands in the detail.
        format!("{name}: {value} is not a valid CIDR block")
    })
}

fn check(text: &str, is_ipv6: bool) -> Result<(), String> {
    let kind = if is_ipv6 { "IPv6" } else { "IPv4" };
    let wrong =
        || format!("must be an {kind} CIDR block such as `{}`, not {text:?}", example(is_ipv6));
    let (address, length) = parse(text).ok_or_else(wrong)?;
    if address.is_ipv6() != is_ipv6 {
        return Err(wrong());
    }
    match first(address, length) {
        network if network == address => Ok(()),
        network => Err(format!("must not have host bits set: {text:?} is in {network}/{length}")),
    }
}

fn example(is_ipv6: bool) -> &'static str {
    if is_ipv6 { "2001:db8::/32" } else { "10.0.0.0/8" }
}

/// An address and how many bits of it count.
fn parse(text: &str) -> Option<(IpAddr, u32)> {
    let (address, length) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let is_number = !length.is_empty() && length.bytes().all(|it| it.is_ascii_digit());
    let length: u32 = length.parse().ok().filter(|_| is_number)?;
    let most = if address.is_ipv6() { 128 } else { 32 };
    (length <= most).then_some((address, length))
}

/// The first address of the network that an address is in.
fn first(address: IpAddr, length: u32) -> IpAddr {
    match address {
        IpAddr::V4(it) => {
            let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
            Ipv4Addr::from_bits(it.to_bits() & mask).into()
        }
        IpAddr::V6(it) => {
            let mask = u128::MAX.checked_shl(128 - length).unwrap_or(0);
            Ipv6Addr::from_bits(it.to_bits() & mask).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks() {
        for (text, is_ipv4, is_ipv6) in [
            ("10.0.0.0/8", true, false),
            ("0.0.0.0/0", true, false),
            ("192.0.2.10/32", true, false),
            ("10.0.0.1/8", false, false),
            ("10.0.0.0", false, false),
            ("10.0.0.0/33", false, false),
            ("10.0.0.0/+8", false, false),
            ("10.0.0.0/8 ", false, false),
            ("2001:db8::/32", false, true),
            ("2001:DB8:0:0::/64", false, true),
            ("::/0", false, true),
            ("::1/128", false, true),
            ("2001:db8::1/32", false, false),
            ("2001:db8::/129", false, false),
            ("", false, false),
        ] {
            assert_eq!(check(text, false).is_ok(), is_ipv4, "{text}");
            assert_eq!(check(text, true).is_ok(), is_ipv6, "{text}");
        }
    }

    #[test]
    fn spellings_of_one_network_are_the_same() {
        for (one, other, expected) in [
            (
                "2001:DB8:aaaa::cccc:dddd:fe2b:7e9f/128",
                "2001:db8:aaaa:0:cccc:dddd:fe2b:7e9f/128",
                true,
            ),
            ("2001:0db8:0000:0000::/64", "2001:db8::/64", true),
            ("2001:db8::1/64", "2001:db8::/64", true),
            ("2001:db8::/64", "2001:db8::/63", false),
            ("2001:db8::/64", "2001:db8:0:1::/64", false),
            ("10.1.2.3/8", "10.0.0.0/8", true),
            ("10.0.0.0/8", "10.0.0.0/9", false),
            ("10.0.0.0", "10.0.0.0/32", false),
        ] {
            assert_eq!(same(one, other), expected, "{one} {other}");
        }
    }

    #[test]
    fn the_network_that_was_meant_is_named() {
        assert_eq!(
            check("10.0.0.1/8", false),
            Err("must not have host bits set: \"10.0.0.1/8\" is in 10.0.0.0/8".to_owned())
        );
    }
}
