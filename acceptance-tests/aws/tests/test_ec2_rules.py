from tests.test_ec2 import NETWORK, OfGroups


class Requests(OfGroups):
    """What may be said of rules, and what comes back."""

    def test_protocols_and_ports_that_ec2_refuses(self):
        group = self.create("g")
        ranges = {"IpRanges": [NETWORK]}
        for protocol, ports, text in [
            ("tcp", (), "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."),
            ("udp", (1,), "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."),
            ("17", (), "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."),
            ("icmp", (), "Must specify both type and code with ICMP."),
            ("icmpv6", (1,), "Must specify both type and code with ICMP."),
            ("TCP", (443, 80), "Invalid TCP/UDP port range (443:80)"),
            ("tcp", (1, 65536), "TCP/UDP (to) port (65536) out of range"),
            ("udp", (-1, -1), "TCP/UDP (from) port (-1) out of range"),
            ("icmp", (256, -1), "ICMP type (256) out of range"),
            ("icmp", (8, 65535), "ICMP code (65535) out of range"),
            ("icmpv6", (-2, -1), "ICMP type (-2) out of range"),
            ("icmp", (-1, 0), "Invalid value for ICMP code."),
            ("esp", (), "Invalid value 'esp' for IP protocol. Unknown protocol."),
            ("all", (), "Invalid value 'all' for IP protocol. Unknown protocol."),
            ("256", (), "Invalid value '256' for IP protocol. Unknown protocol."),
        ]:
            told = dict(zip(("FromPort", "ToPort"), ports))
            for way in "ingress", "egress":
                with self.subTest(protocol=protocol, ports=ports, way=way):
                    permission = {"IpProtocol": protocol, **told, **ranges}
                    message = self.unauthorized("InvalidParameterValue", group, permission, way=way)
                    self.assertIn(text, message)
        self.assertEqual(self.group(group)["IpPermissions"], [])
        rule = self.allow(group, **ranges)
        for protocol, told in [
            ("tcp", {}),
            ("esp", {}),
            ("tcp", {"FromPort": 2, "ToPort": 1}),
            ("-1", {"FromPort": 0, "ToPort": 0}),
            ("-1", {"FromPort": 0, "ToPort": 65535}),
        ]:
            with self.subTest(protocol=protocol, told=told):
                wanted = {"IpProtocol": protocol, "CidrIpv4": "10.0.0.0/8", **told}
                rules = [{"SecurityGroupRuleId": rule, "SecurityGroupRule": wanted}]
                call = self.ec2.modify_security_group_rules
                self.refused("InvalidParameterValue", call, GroupId=group, SecurityGroupRules=rules)

    def test_ports_that_mean_nothing_are_not_kept(self):
        group = self.create("g")
        for protocol, told, shown in [
            ("-1", {"FromPort": 0, "ToPort": 65535}, ("-1", -1, -1)),
            ("50", {"FromPort": 0, "ToPort": 0}, ("50", -1, -1)),
            ("51", {}, ("51", -1, -1)),
            ("58", {}, ("icmpv6", -1, -1)),
            ("1", {"FromPort": 3, "ToPort": 4}, ("icmp", 3, 4)),
        ]:
            with self.subTest(protocol):
                [rule] = self.authorize(group, {"IpProtocol": protocol, **told, "IpRanges": [NETWORK]})
                rule = self.rule(rule["SecurityGroupRuleId"])
                self.assertEqual((rule["IpProtocol"], rule["FromPort"], rule["ToPort"]), shown)
                of_group = [it for it in self.group(group)["IpPermissions"] if it["IpProtocol"] == shown[0]]
                self.assertEqual("FromPort" in of_group[0], shown[0].startswith("icmp"))

    def test_a_call_allows_all_its_rules_or_none(self):
        group = self.create("g")
        first, second = self.permission(1, IpRanges=[NETWORK]), self.permission(2, Ipv6Ranges=[{"CidrIpv6": "::/0"}])
        rules = self.authorize(group, first, second)
        self.assertEqual([it["FromPort"] for it in rules], [1, 2])
        self.assertEqual({it["GroupOwnerId"] for it in rules}, {"123456789012"})
        self.assertEqual(self.rule(rules[0]["SecurityGroupRuleId"])["GroupOwnerId"], "123456789012")
        self.unauthorized("InvalidPermission.Duplicate", group, self.permission(3, IpRanges=[NETWORK]), first)
        tagged = {"ResourceType": "security-group-rule", "Tags": [{"Key": "a", "Value": "1"}]}
        for way in "ingress", "egress":
            answer = getattr(self.ec2, f"authorize_security_group_{way}")(
                GroupId=group, IpPermissions=[self.permission(9, IpRanges=[NETWORK])], TagSpecifications=[tagged]
            )
            [rule] = answer["SecurityGroupRules"]
            self.assertEqual(self.rule(rule["SecurityGroupRuleId"])["Tags"], tagged["Tags"])
        self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[self.permission(9, IpRanges=[NETWORK])])
        self.unauthorized("InvalidParameterValue", group, self.permission(3, IpRanges=[NETWORK]), {"IpProtocol": "esp"})
        self.assertEqual(len(self.group(group)["IpPermissions"]), 2)
        revoke = self.ec2.revoke_security_group_ingress
        gone = [first, self.permission(4, IpRanges=[NETWORK])]
        self.refused("InvalidPermission.NotFound", revoke, GroupId=group, IpPermissions=gone)
        ids = [rules[0]["SecurityGroupRuleId"], "sgr-0123456789abcdef0"]
        self.refused("InvalidSecurityGroupRuleId.NotFound", revoke, GroupId=group, SecurityGroupRuleIds=ids)
        describe = self.ec2.update_security_group_rule_descriptions_ingress
        self.refused("InvalidPermission.NotFound", describe, GroupId=group, IpPermissions=gone)
        self.assertEqual(len(self.group(group)["IpPermissions"]), 2)
        self.refused("MissingParameter", revoke, GroupId=group)

    def test_one_rule_may_be_told_without_a_list(self):
        group = self.create("g")
        given = {"GroupId": group, "IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "CidrIp": "10.0.0.1/8"}
        [rule] = self.ec2.authorize_security_group_ingress(**given)["SecurityGroupRules"]
        self.assertEqual(rule["CidrIpv4"], "10.0.0.0/8")
        call = self.ec2.authorize_security_group_ingress
        self.refused("InvalidPermission.Duplicate", call, **given)
        self.refused("InvalidParameterValue", call, **{**given, "ToPort": 21})
        self.ec2.revoke_security_group_ingress(**given)
        self.assertEqual(self.group(group)["IpPermissions"], [])

    def test_duplicates_are_named(self):
        group, other = self.create("g"), self.create("other")
        icmp = {"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1}
        for permission, named, shown in [
            (
                self.permission(22),
                {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
                "0.0.0.0/0, TCP, from port: 22, to port: 22",
            ),
            (self.permission(22), {"Ipv6Ranges": [{"CidrIpv6": "::/0"}]}, "::/0, TCP, from port: 22, to port: 22"),
            ({"IpProtocol": "-1"}, {"UserIdGroupPairs": [{"GroupId": other}]}, f"{other}, ALL"),
            (icmp, {"PrefixListIds": [{"PrefixListId": "pl-63a5400a"}]}, "pl-63a5400a, ICMP, type: 8, code: ALL"),
        ]:
            [(kind, [item])] = named.items()
            described = {**permission, kind: [{**item, "Description": "another"}]}
            for way in "ingress", "egress":
                with self.subTest(shown, way=way):
                    twice = self.unauthorized(
                        "InvalidParameterValue", group, {**permission, **named}, described, way=way
                    )
                    self.assertEqual(twice, "The same permission must not appear multiple times")
                    self.authorize(group, {**permission, **named}, way=way)
                    message = self.unauthorized("InvalidPermission.Duplicate", group, described, way=way)
                    self.assertEqual(message, f'the specified rule "peer: {shown}, ALLOW" already exists')

    def test_networks_come_back_in_ec2s_spelling(self):
        group = self.create("g")
        for number, (kind, name, given, shown) in enumerate(
            [
                ("IpRanges", "CidrIp", "100.68.0.18/18", "100.68.0.0/18"),
                ("Ipv6Ranges", "CidrIpv6", "2001:DB8:0:0::/64", "2001:db8::/64"),
                ("Ipv6Ranges", "CidrIpv6", "2001:DB8::ABCD/64", "2001:db8::/64"),
                ("Ipv6Ranges", "CidrIpv6", "2001:0db8:0000::1/128", "2001:db8::1/128"),
            ]
        ):
            with self.subTest(given):
                port = 100 + number
                [rule] = self.authorize(group, self.permission(port, **{kind: [{name: given}]}))
                self.assertEqual(rule["CidrIpv4" if name == "CidrIp" else name], shown)
                for again in given, shown:
                    permission = self.permission(port, **{kind: [{name: again}]})
                    self.unauthorized("InvalidPermission.Duplicate", group, permission)
                wanted = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port}
                wanted["CidrIpv4" if name == "CidrIp" else name] = given
                rules = [{"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": wanted}]
                self.ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=rules)
                found = self.ec2.describe_security_groups(
                    Filters=[
                        {"Name": f"ip-permission.{'cidr' if name == 'CidrIp' else 'ipv6-cidr'}", "Values": [shown]}
                    ]
                )
                self.assertEqual([it["GroupId"] for it in found["SecurityGroups"]], [group])
                permissions = [self.permission(port, **{kind: [{name: given}]})]
                self.ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=permissions)
        for kind, name, given in [
            ("IpRanges", "CidrIp", "10.0.0.0"),
            ("IpRanges", "CidrIp", "10.0.0.0/33"),
            ("IpRanges", "CidrIp", "10.0.0.0/255.0.0.0"),
            ("IpRanges", "CidrIp", "::/0"),
            ("Ipv6Ranges", "CidrIpv6", "10.0.0.0/8"),
            ("Ipv6Ranges", "CidrIpv6", "2001::g/64"),
        ]:
            with self.subTest(given):
                message = self.unauthorized(
                    "InvalidParameterValue", group, self.permission(1, **{kind: [{name: given}]})
                )
                self.assertEqual(message, f"CIDR block {given} is malformed")

    def test_a_direction_has_sixty_rules_of_each_version(self):
        group = self.create("g")
        fours = [self.permission(port, IpRanges=[NETWORK]) for port in range(61)]
        sixes = [self.permission(port, Ipv6Ranges=[{"CidrIpv6": "::/0"}]) for port in range(60)]
        self.unauthorized("RulesPerSecurityGroupLimitExceeded", group, *fours)
        self.authorize(group, *fours[:60], *sixes)
        self.unauthorized("RulesPerSecurityGroupLimitExceeded", group, fours[60])
