from standin.control import CONTROL
from tests.test_ec2 import OfGroups


class Associations(OfGroups):
    def setUp(self):
        super().setUp()
        self.one = self.create("orders")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]

    def shown(self, **filters):
        filters = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]
        answer = self.ec2.describe_security_group_vpc_associations(Filters=filters)
        return [(it["GroupId"], it["VpcId"], it["State"]) for it in answer["SecurityGroupVpcAssociations"]]

    def test_a_group_is_associated_and_disassociated(self):
        self.ec2.associate_security_group_vpc(GroupId=self.one, VpcId=self.vpc)
        associated = [(self.one, self.vpc, "associated")]
        self.assertEqual(self.shown(group_id=self.one, vpc_id=self.vpc), associated)
        self.assertEqual(self.shown(group_id=self.create("shop")), [])
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=self.one)
        self.ec2.disassociate_security_group_vpc(GroupId=self.one, VpcId=self.vpc)
        self.assertEqual(self.shown(), [])
        self.ec2.delete_security_group(GroupId=self.one)

    def test_it_takes_its_time(self):
        CONTROL.demand({"ec2.AssociateSecurityGroupVpc": {"seconds": 60}})
        self.addCleanup(CONTROL.reset)
        answer = self.ec2.associate_security_group_vpc(GroupId=self.one, VpcId=self.vpc)
        self.assertEqual(answer["State"], "associating")
        self.assertEqual(self.shown(state="associating"), [(self.one, self.vpc, "associating")])

    def test_it_may_fail_and_be_tried_again(self):
        ends_badly = {"code": "X", "message": "No such network."}
        CONTROL.demand({"ec2.AssociateSecurityGroupVpc": {"ends_badly": ends_badly}})
        self.ec2.associate_security_group_vpc(GroupId=self.one, VpcId=self.vpc)
        (failed,) = self.ec2.describe_security_group_vpc_associations()["SecurityGroupVpcAssociations"]
        self.assertEqual((failed["State"], failed["StateReason"]), ("association-failed", "No such network."))
        self.ec2.associate_security_group_vpc(GroupId=self.one, VpcId=self.vpc)
        self.assertEqual(self.shown(), [(self.one, self.vpc, "associated")])

    def test_what_is_not_there_is_refused(self):
        associate, disassociate = self.ec2.associate_security_group_vpc, self.ec2.disassociate_security_group_vpc
        self.refused("InvalidGroup.NotFound", associate, GroupId="sg-0a1b2c3d4e5f60003", VpcId=self.vpc)
        self.refused("InvalidVpcID.NotFound", associate, GroupId=self.one, VpcId="vpc-0a1b2c3d4e5f60003")
        self.refused("InvalidGroup.NotFound", disassociate, GroupId=self.one, VpcId=self.vpc)
        own = self.group(self.one)["VpcId"]
        self.refused("InvalidParameterValue", associate, GroupId=self.one, VpcId=own)
