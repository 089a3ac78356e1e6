//! Security groups and their rules.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for type_name in ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"] {
        let rule = json!({ "security_group_id": "sg-0a1b2c3d", "ip_protocol": "tcp",
            "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/16" });
        let wrong = |more: Json| case(type_name, "Invalid ports", with(&rule, more), rule.clone());
        cases.extend([
            wrong(json!({ "from_port": 443, "to_port": 80 })),
            wrong(json!({ "ip_protocol": "icmp", "from_port": 8, "to_port": 300 }))
                .about("to_port"),
            wrong(json!({ "from_port": null, "to_port": 443 })),
        ]);
    }
    let rule = json!({ "security_group_id": "sg-0a1b2c3d", "type": "ingress", "protocol": "tcp",
        "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/16"] });
    cases.push(case(
        "aws_security_group_rule",
        "Invalid ports",
        with(&rule, json!({ "from_port": 444 })),
        rule,
    ));
    for type_name in ["aws_security_group", "aws_default_security_group"] {
        let rule = json!({ "cidr_blocks": ["10.0.0.0/8"], "description": "", "from_port": 22,
            "to_port": 22, "ipv6_cidr_blocks": null, "prefix_list_ids": null, "protocol": "tcp",
            "security_groups": null, "self": null });
        let group = |rules: &[Json]| {
            let name = if type_name == "aws_security_group" {
                json!({ "name": "orders" })
            } else {
                json!({})
            };
            with(&name, json!({ "ingress": rules }))
        };
        let other = |more: Json| with(&rule, more);
        let right = || group(std::slice::from_ref(&rule));
        cases.extend([
            case(type_name, "Invalid ports", group(&[other(json!({ "from_port": 23 }))]), right()),
            case(
                type_name,
                "Ports for all protocols",
                group(&[other(json!({ "protocol": "-1" }))]),
                group(&[other(json!({ "protocol": "-1", "from_port": 0, "to_port": 0 }))]),
            ),
            case(
                type_name,
                "One rule with two descriptions",
                group(&[rule.clone(), other(json!({ "description": "ssh" }))]),
                right(),
            ),
        ]);
    }
    cases
}
