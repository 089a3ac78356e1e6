import re

from tests.running import Running

NETWORK = {"CidrIp": "10.0.0.0/8"}


class SecurityGroups(Running):
    def setUp(self):
        super().setUp()
        self.ec2 = self.client("ec2")

    def create(self, name):
        return self.ec2.create_security_group(GroupName=name, Description="of a test")["GroupId"]

    def group(self, group):
        return self.ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]

    def permission(self, port=80, **members):
        return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **members}

    def allow(self, group, **members):
        permissions = [self.permission(**members)]
        answer = self.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=permissions)
        return answer["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    def authorize(self, group, *permissions, way="ingress"):
        call = getattr(self.ec2, f"authorize_security_group_{way}")
        return call(GroupId=group, IpPermissions=list(permissions))["SecurityGroupRules"]

    def unauthorized(self, code, group, *permissions, way="ingress"):
        call = getattr(self.ec2, f"authorize_security_group_{way}")
        return self.refused(code, call, GroupId=group, IpPermissions=list(permissions))

    def rule(self, rule):
        answer = self.ec2.describe_security_group_rules(SecurityGroupRuleIds=[rule])
        return answer["SecurityGroupRules"][0]

    def kinds(self):
        return [
            ("IpRanges", NETWORK),
            ("Ipv6Ranges", {"CidrIpv6": "2001:db8::/32"}),
            ("PrefixListIds", {"PrefixListId": "pl-63a5400a"}),
            ("UserIdGroupPairs", {"GroupId": self.create("other")}),
        ]

    def test_descriptions_of_every_kind_are_kept_changed_and_taken_away(self):
        group = self.create("g")
        for kind, named in self.kinds():
            rule = self.allow(group, **{kind: [{**named, "Description": "one"}]})

            def shown(kind=kind, rule=rule):
                told = self.group(group)["IpPermissions"][0][kind][0].get("Description")
                self.assertEqual(told, self.rule(rule).get("Description"))
                return told

            self.assertEqual(shown(), "one", kind)
            for description in ({"Description": "two"}, {}):
                permissions = [self.permission(**{kind: [{**named, **description}]})]
                self.ec2.update_security_group_rule_descriptions_ingress(GroupId=group, IpPermissions=permissions)
                self.assertEqual(shown(), description.get("Description"), kind)

    def test_a_rule_is_found_without_its_description(self):
        group = self.create("g")
        for kind, named in self.kinds():
            for way in "ingress", "egress":
                given = [self.permission(**{kind: [{**named, "Description": "one"}]})]
                wanted = [self.permission(**{kind: [named]})]
                getattr(self.ec2, f"authorize_security_group_{way}")(GroupId=group, IpPermissions=given)
                getattr(self.ec2, f"revoke_security_group_{way}")(GroupId=group, IpPermissions=wanted)
                revoke = getattr(self.ec2, f"revoke_security_group_{way}")
                self.refused("InvalidPermission.NotFound", revoke, GroupId=group, IpPermissions=wanted)
        self.assertEqual(self.group(group)["IpPermissions"], [])
        # EC2's own rule: everything goes out.
        self.assertEqual(len(self.group(group)["IpPermissionsEgress"]), 1)

    def test_a_rule_becomes_another_of_the_same_kind(self):
        group = self.create("g")
        third = self.create("third")
        names = {
            "IpRanges": ("CidrIpv4", "10.1.0.0/16"),
            "Ipv6Ranges": ("CidrIpv6", "2001:db8:1::/48"),
            "PrefixListIds": ("PrefixListId", "pl-02cd2c6b"),
            "UserIdGroupPairs": ("ReferencedGroupId", third),
        }
        for kind, named in self.kinds():
            rule = self.allow(group, **{kind: [{**named, "Description": "one"}]})
            name, value = names[kind]
            changed = {"IpProtocol": "udp", "FromPort": 53, "ToPort": 53, name: value}

            def modify(wanted, rule=rule):
                rules = [{"SecurityGroupRuleId": rule, "SecurityGroupRule": wanted}]
                return self.ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=rules)

            modify(changed)
            told = self.rule(rule)
            self.assertEqual((told["IpProtocol"], told["FromPort"]), ("udp", 53), kind)
            self.assertEqual(told.get(name) or told["ReferencedGroupInfo"]["GroupId"], value)
            self.assertNotIn("Description", told)
            other = (
                {"IpProtocol": "-1", "CidrIpv4": "10.0.0.0/8"}
                if kind != "IpRanges"
                else {
                    "IpProtocol": "-1",
                    "CidrIpv6": "::/0",
                }
            )
            self.refused("InvalidParameterValue", modify, wanted=other)

    def test_a_group_in_use_is_not_deleted(self):
        group, other = self.create("g"), self.create("other")
        self.allow(group, UserIdGroupPairs=[{"GroupId": group}])
        self.allow(other, UserIdGroupPairs=[{"GroupId": group}])
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=group)
        self.ec2.delete_security_group(GroupId=other)
        subnet = self.ec2.describe_subnets()["Subnets"][0]["SubnetId"]
        interface = self.ec2.create_network_interface(SubnetId=subnet, Groups=[group])
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=group)
        interface = interface["NetworkInterface"]["NetworkInterfaceId"]
        self.ec2.delete_network_interface(NetworkInterfaceId=interface)
        self.ec2.delete_security_group(GroupId=group)
        self.refused("InvalidGroup.NotFound", self.ec2.describe_security_groups, GroupIds=[group])

    def test_names_have_certain_characters(self):
        for name, text in [
            (
                "sg-mine",
                "Value (sg-mine) for parameter GroupName is invalid. Group names may not be in the format sg-*",
            ),
            ("default", "Cannot use reserved security group name: default"),
            ("gr\u00fcn", "Invalid security group name"),
            ("a'b", "Invalid security group name"),
            ("x" * 256, "Invalid security group name"),
        ]:
            with self.subTest(name):
                call = self.ec2.create_security_group
                message = self.refused("InvalidParameterValue", call, GroupName=name, Description="of a test")
                self.assertIn(text, message)
        self.create("x" * 255)
        self.create("a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*")
        call = self.ec2.create_security_group
        message = self.refused("InvalidGroup.Duplicate", call, GroupName="x" * 255, Description="of a test")
        self.assertRegex(message, r"^The security group 'x+' already exists for VPC 'vpc-\w+'$")

    def test_descriptions_have_certain_characters(self):
        group = self.create("g")
        good = ["a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*", "x" * 255]
        for number, description in enumerate([*good, "it's", "a -> b", 'a "b"', "gr\u00fcn", "x" * 256, "a\nb"]):
            permissions = [
                self.permission(number + 1, **{kind: [{**named, "Description": description}]})
                for kind, named in (("IpRanges", NETWORK), ("UserIdGroupPairs", {"GroupId": group}))
            ]
            wanted = {"CidrIpv4": "10.0.0.0/8", "IpProtocol": "tcp", "FromPort": 1, "ToPort": 1}
            of_rule = re.compile("^Invalid rule description. Valid descriptions are strings less than 256 characters")
            with self.subTest(description):
                if description in good:
                    self.ec2.create_security_group(GroupName=f"g{number}", Description=description)
                    self.authorize(group, *permissions)
                    self.authorize(group, *permissions, way="egress")
                    continue
                call = self.ec2.create_security_group
                message = self.refused("InvalidParameterValue", call, GroupName="bad", Description=description)
                self.assertIn("Invalid security group description.", message)
                for way in "ingress", "egress":
                    for permission in permissions:
                        message = self.unauthorized("InvalidParameterValue", group, permission, way=way)
                        self.assertRegex(message, of_rule)
                        call = getattr(self.ec2, f"update_security_group_rule_descriptions_{way}")
                        self.refused("InvalidParameterValue", call, GroupId=group, IpPermissions=[permission])
                rule = self.allow(group, port=1000 + number, IpRanges=[NETWORK])
                rules = [{"SecurityGroupRuleId": rule, "SecurityGroupRule": {**wanted, "Description": description}}]
                call = self.ec2.modify_security_group_rules
                self.refused("InvalidParameterValue", call, GroupId=group, SecurityGroupRules=rules)

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

    def test_what_does_not_exist_is_named(self):
        missing = "sg-0123456789abcdef0"
        for call in (
            lambda **it: self.ec2.describe_security_groups(GroupIds=[missing], **it),
            lambda **it: self.ec2.delete_security_group(GroupId=missing, **it),
            lambda **it: self.authorize(missing, self.permission(1, IpRanges=[NETWORK]), **it),
        ):
            message = self.refused("InvalidGroup.NotFound", call)
            self.assertEqual(message, f"The security group '{missing}' does not exist")

    def test_what_is_told_matches_each_filter(self):
        one, both = self.create("one"), self.create("both")
        self.ec2.create_tags(Resources=[one, both], Tags=[{"Key": "a", "Value": "1"}])
        self.ec2.create_tags(Resources=[both], Tags=[{"Key": "b", "Value": "1"}])

        def found(*filters):
            filters = [{"Name": name, "Values": values} for name, values in filters]
            return {it["GroupName"] for it in self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"]}

        self.assertEqual(found(("tag:a", ["1"]), ("tag:b", ["1"])), {"both"})
        self.assertEqual(found(("group-name", ["one", "both"]), ("group-name", ["one", "two"])), {"one"})
        self.assertEqual(found(("group-name", ["one"]), ("group-name", ["both"])), set())
        call = self.ec2.describe_security_groups
        message = self.refused("InvalidParameterValue", call, Filters=[{"Name": "colour", "Values": ["red"]}])
        self.assertEqual(message, "The filter 'colour' is invalid")
        rules = self.ec2.describe_security_group_rules(
            Filters=[{"Name": "group-id", "Values": [one, both]}, {"Name": "group-id", "Values": [one]}]
        )
        self.assertEqual({it["GroupId"] for it in rules["SecurityGroupRules"]}, {one})

    def test_zones_have_ids(self):
        zones = self.ec2.describe_availability_zones()["AvailabilityZones"]
        zone = next(it for it in zones if it["ZoneName"] == "us-east-1b")
        for name, values in [("zone-id", [zone["ZoneId"]]), ("zone-name", ["us-east-1b"])]:
            filters = [{"Name": name, "Values": values}, {"Name": name, "Values": [*values, "other"]}]
            found = self.ec2.describe_availability_zones(Filters=filters)["AvailabilityZones"]
            self.assertEqual([it["ZoneName"] for it in found], ["us-east-1b"])
        for name in "availability-zone-id", "availabilityZoneId":
            subnets = self.ec2.describe_subnets(Filters=[{"Name": name, "Values": [zone["ZoneId"]]}])["Subnets"]
            self.assertEqual({it["AvailabilityZone"] for it in subnets}, {"us-east-1b"})
            self.assertEqual({it["AvailabilityZoneId"] for it in subnets}, {zone["ZoneId"]})

    def test_the_group_of_a_broker_and_that_of_a_network_are_not_deleted(self):
        group = self.create("g")
        mq = self.client("mq")
        broker = mq.create_broker(
            BrokerName="b",
            DeploymentMode="SINGLE_INSTANCE",
            EngineType="ACTIVEMQ",
            EngineVersion="5.18",
            HostInstanceType="mq.t3.micro",
            PubliclyAccessible=False,
            AutoMinorVersionUpgrade=True,
            SecurityGroups=[group],
            Users=[{"Username": "admin", "Password": "0123456789ab"}],
        )["BrokerId"]
        message = self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=group)
        self.assertEqual(message, f"resource {group} has a dependent object")
        mq.delete_broker(BrokerId=broker)
        self.ec2.delete_security_group(GroupId=group)
        filters = [{"Name": "group-name", "Values": ["default"]}]
        own = self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"][0]["GroupId"]
        self.refused("CannotDelete", self.ec2.delete_security_group, GroupId=own)
