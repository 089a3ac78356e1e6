import re

from tests.running import Running

NETWORK = {"CidrIp": "10.0.0.0/8"}


class OfGroups(Running):
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


class SecurityGroups(OfGroups):
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

    def test_a_vpc_tells_where_its_ipv6_network_is_from(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.9.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
        [vpc] = self.ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
        [told] = vpc["Ipv6CidrBlockAssociationSet"]
        names = ("IpSource", "Ipv6AddressAttribute", "Ipv6Pool", "NetworkBorderGroup", "Ipv6CidrBlockState")
        expected = ["amazon", "public", "Amazon", "us-east-1", {"State": "associated"}]
        self.assertEqual([told[name] for name in names], expected)

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
