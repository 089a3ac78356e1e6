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
