"""Associations of security groups with other VPCs, of which moto knows nothing."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    DependencyViolationError,
    EC2ClientError,
    InvalidParameterValue,
    InvalidSecurityGroupNotFoundError,
    InvalidVPCIdError,
)
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend
from moto.ec2.responses.security_groups import SecurityGroups

from standin.control import CONTROL
from standin.life import Life
from standin.replacing import add, replace

ASSOCIATE = "ec2.AssociateSecurityGroupVpc"
DISASSOCIATE = "ec2.DisassociateSecurityGroupVpc"


class Association:
    """An association that begins, fails or holds, and ends."""

    def __init__(self, group: SecurityGroup, vpc_id: str) -> None:
        self.group, self.vpc_id = group, vpc_id
        failure = CONTROL.failure(ASSOCIATE)
        self.reason = failure.message if failure else ""
        self.life = Life("associating")
        then = "association-failed" if failure else "associated"
        self.life.enter("associating", CONTROL.seconds(ASSOCIATE), then)

    def disassociate(self) -> None:
        failure = CONTROL.failure(DISASSOCIATE)
        self.reason = failure.message if failure else ""
        then = "disassociation-failed" if failure else "disassociated"
        self.life.enter("disassociating", CONTROL.seconds(DISASSOCIATE), then)

    def told(self) -> dict[str, str]:
        state = self.life.state
        told = {
            "GroupId": self.group.id,
            "GroupOwnerId": self.group.owner_id,
            "State": state,
            "VpcId": self.vpc_id,
            "VpcOwnerId": self.group.owner_id,
        }
        return told | ({"StateReason": self.reason} if state.endswith("-failed") else {})


def _of(backend: SecurityGroupBackend) -> dict[tuple[str, str], Association]:
    """The associations that there are, by group and VPC."""
    there: dict[tuple[str, str], Association] = backend.__dict__.setdefault("_associations", {})
    for key in [key for key, it in there.items() if it.life.state == "disassociated"]:
        del there[key]
    return there


def _asked(self: SecurityGroups) -> tuple[SecurityGroup, str]:
    group_id, vpc_id = self._get_param("GroupId"), self._get_param("VpcId")
    group = self.ec2_backend.get_security_group_from_id(group_id)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(group_id)
    if vpc_id not in self.ec2_backend.vpcs:
        raise InvalidVPCIdError(vpc_id)
    return group, vpc_id


def associate_security_group_vpc(self: SecurityGroups) -> ActionResult:
    group, vpc_id = _asked(self)
    if group.vpc_id == vpc_id:
        raise InvalidParameterValue(f"The security group {group.id} belongs to VPC {vpc_id}.")
    there = _of(self.ec2_backend)
    association = there.get((group.id, vpc_id))
    if association is None or association.life.state.endswith("-failed"):
        association = there[group.id, vpc_id] = Association(group, vpc_id)
    return ActionResult({"State": association.life.state})


def disassociate_security_group_vpc(self: SecurityGroups) -> ActionResult:
    group, vpc_id = _asked(self)
    association = _of(self.ec2_backend).get((group.id, vpc_id))
    if association is None:
        raise EC2ClientError("InvalidGroup.NotFound", f"The security group {group.id} is not associated with {vpc_id}.")
    association.disassociate()
    return ActionResult({"State": association.life.state})


def describe_security_group_vpc_associations(self: SecurityGroups) -> ActionResult:
    names = {
        "group-id": "GroupId",
        "group-owner-id": "GroupOwnerId",
        "state": "State",
        "vpc-id": "VpcId",
        "vpc-owner-id": "VpcOwnerId",
    }
    told = [it.told() for it in _of(self.ec2_backend).values()]
    for name, values in self._filters_from_querystring().items():
        if name not in names:
            raise InvalidParameterValue(f"The filter '{name}' is invalid")
        told = [it for it in told if it[names[name]] in values]
    return ActionResult({"SecurityGroupVpcAssociations": told})


def apply() -> None:
    delete = SecurityGroupBackend._delete_security_group

    def unless_associated(self, vpc_id, group_id):
        if any(group == group_id for group, _ in _of(self)):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return delete(self, vpc_id, group_id)

    replace(SecurityGroupBackend, _delete_security_group=unless_associated)
    add(
        SecurityGroups,
        associate_security_group_vpc=associate_security_group_vpc,
        describe_security_group_vpc_associations=describe_security_group_vpc_associations,
        disassociate_security_group_vpc=disassociate_security_group_vpc,
    )
