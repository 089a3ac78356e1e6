//! The text by which a rule is imported: group, direction, protocol, ports, and where traffic comes
//! from or goes to, with an underscore between them.

use schemas::AnyOrder;

use super::super::group_id::GroupId;
use super::super::network;
use super::super::protocol::{Protocol, has_ports};
use super::traffic::Traffic;
use crate::prelude::*;

const LIKE_THIS: &str = "Give the group's id, `ingress` or `egress`, the protocol, the ports, and one \
                         or more networks, prefix lists, `self` or a group, as in \
                         `sg-0123456789abcdef0_ingress_tcp_443_443_10.0.0.0/8`.";

/// What stands for the group itself.
const ITSELF: &str = "self";

pub(super) fn parse(text: &str) -> Result<Traffic> {
    let wrong = |what: String| {
        Error::new(format!("{text:?} does not name a rule: {what}")).remedy(LIKE_THIS)
    };
    let parts: Vec<&str> = text.split('_').collect();
    let [group, type_, protocol, from, to, sources @ ..] = parts.as_slice() else {
        return Err(wrong("it has too few parts".to_owned()));
    };
    if !group.starts_with("sg-") {
        return Err(wrong(format!("{group:?} is not the id of a security group")));
    }
    if !["ingress", "egress"].contains(type_) {
        return Err(wrong(format!("{type_:?} is neither ingress nor egress")));
    }
    let protocol = Protocol((*protocol).to_owned());
    let canonical = protocol.canonical();
    let is_number = canonical.parse::<u8>().is_ok();
    if !has_ports(&canonical) && canonical != super::ALL && !is_number {
        return Err(wrong(format!("{canonical:?} is not a protocol")));
    }
    let port = |it: &str| {
        let port = it.parse::<i32>().map_err(|_| wrong(format!("{it:?} is not a port")))?;
        // Those that mean nothing are as EC2 has them.
        Ok::<_, Error>(if has_ports(&canonical) { port } else { 0 })
    };
    let mut found = Traffic {
        cidr_blocks: None,
        from_port: port(from)?,
        ipv6_cidr_blocks: None,
        prefix_list_ids: None,
        protocol: Protocol(canonical.clone()),
        security_group_id: (*group).to_owned(),
        self_: Some(false),
        source_security_group_id: None,
        to_port: port(to)?,
        type_: (*type_).to_owned(),
    };
    let push = |list: &mut Option<AnyOrder<String>>, it: &str| {
        list.get_or_insert_default().0.push(it.to_owned());
    };
    for source in sources {
        let is_group = source.rsplit('/').next().is_some_and(|it| it.starts_with("sg-"));
        match *source {
            ITSELF => found.self_ = Some(true),
            it if is_group => found.source_security_group_id = Some(GroupId(it.to_owned())),
            it if it.starts_with("pl-") => push(&mut found.prefix_list_ids, it),
            it if network::ipv4().test(&it.into()).is_ok() => push(&mut found.cidr_blocks, it),
            it if network::ipv6().test(&it.into()).is_ok() => push(&mut found.ipv6_cidr_blocks, it),
            it => return Err(wrong(format!("{it:?} is not a network, a prefix list or a group"))),
        }
    }
    match found.permissions().is_empty() {
        true => Err(wrong("it names no source or destination".to_owned())),
        false => Ok(found),
    }
}

/// The text that names a rule.
pub(super) fn text(traffic: &Traffic) -> String {
    let Traffic { security_group_id, type_, protocol, from_port, to_port, .. } = traffic;
    let protocol = protocol.canonical();
    let mut text = format!("{security_group_id}_{type_}_{protocol}_{from_port}_{to_port}");
    let lists = [&traffic.cidr_blocks, &traffic.ipv6_cidr_blocks, &traffic.prefix_list_ids];
    let mut sources: Vec<&str> =
        lists.into_iter().flatten().flat_map(|it| it.iter()).map(String::as_str).collect();
    match traffic.self_ {
        Some(true) => sources.push(ITSELF),
        _ => sources.extend(traffic.group()),
    }
    for source in sources {
        text.push_str(&format!("_{source}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_names_its_rule() {
        for form in [
            "sg-1_ingress_tcp_8000_8000_10.0.3.0/24",
            "sg-1_ingress_udp_53_53_2001:db8::/32",
            "sg-1_egress_tcp_443_443_pl-1",
            "sg-1_ingress_-1_0_0_self",
            "sg-1_ingress_tcp_22_22_sg-2",
            "sg-1_ingress_tcp_22_22_123456789012/sg-2",
            "sg-1_ingress_tcp_443_443_192.0.2.0/29_198.51.100.93/32_2001:db8::/32_pl-1",
            "sg-1_ingress_icmp_8_0_0.0.0.0/0",
            "sg-1_ingress_icmpv6_-1_-1_::/0",
            "sg-1_egress_50_0_0_10.0.0.0/8",
        ] {
            assert_eq!(text(&parse(form).unwrap()), form);
        }
    }

    #[test]
    fn ports_that_mean_nothing_are_zero() {
        for form in ["sg-1_ingress_all_0_65536_self", "sg-1_ingress_-1_-1_-1_self"] {
            assert_eq!(text(&parse(form).unwrap()), "sg-1_ingress_-1_0_0_self");
        }
    }

    #[test]
    fn what_names_no_rule_is_refused() {
        for wrong in [
            "",
            "sgr-0123456789abcdef0",
            "sgrule-1234567890",
            "group_ingress_tcp_80_80_10.0.0.0/8",
            "sg-1_inward_tcp_80_80_10.0.0.0/8",
            "sg-1_ingress_http_80_80_10.0.0.0/8",
            "sg-1_ingress_tcp_http_80_10.0.0.0/8",
            "sg-1_ingress_tcp_80_80",
            "sg-1_ingress_tcp_80_80_",
            "sg-1_ingress_tcp_80_80_10.0.0.0/33",
            "sg-1_ingress_tcp_80_80_office",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
