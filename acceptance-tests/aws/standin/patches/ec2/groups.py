"""Groups: their names and descriptions, how they are found, and what keeps them from being deleted."""

from moto.ec2.exceptions import (
    DependencyViolationError,
    EC2ClientError,
    InvalidParameterValue,
    InvalidSecurityGroupNotFoundError,
    InvalidVPCIdError,
)
from moto.ec2.models.security_groups import SecurityGroupBackend

from standin.patches.ec2.permissions import CHARACTERS, LONGEST, check_description, is_text
from standin.replacing import replace


def apply():
    create = SecurityGroupBackend.create_security_group
    describe = SecurityGroupBackend.describe_security_groups
    delete = SecurityGroupBackend._delete_security_group

    def checked(self, name, description, vpc_id=None, is_default=False, force=False, **members):
        # A VPC's own group is called what no other may be.
        if not (force or is_default):
            vpc_id = vpc_id or self.default_vpc.id
            _check_name(name)
            check_description("security group", description or "")
            if vpc_id not in self.vpcs:
                raise InvalidVPCIdError(vpc_id)
            if any(it.name == name for it in self.groups[vpc_id].values()):
                raise DuplicateGroup(name, vpc_id)
        return create(self, name, description, vpc_id=vpc_id, is_default=is_default, force=True, **members)

    def found(self, group_ids=None, groupnames=None, filters=None):
        groups = [it for groups in list(self.groups.values()) for it in groups.values()]
        for wanted, there in ((group_ids, {it.id for it in groups}), (groupnames, {it.name for it in groups})):
            for name in wanted or []:
                if name not in there:
                    raise InvalidSecurityGroupNotFoundError(name)
        return describe(self, group_ids, groupnames, filters)

    def unless_in_use(self, vpc_id, group_id):
        group = self.get_security_group_from_id(group_id)
        if group.is_default:
            raise EC2ClientError(
                "CannotDelete", f'the specified group: "{group_id}" name: "default" cannot be deleted by a user'
            )
        if _is_in_use(self, group_id):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return delete(self, vpc_id, group_id)

    replace(
        SecurityGroupBackend,
        _delete_security_group=unless_in_use,
        create_security_group=checked,
        describe_security_groups=found,
    )


class DuplicateGroup(EC2ClientError):
    def __init__(self, name, vpc_id):
        super().__init__("InvalidGroup.Duplicate", f"The security group '{name}' already exists for VPC '{vpc_id}'")


def _check_name(name):
    if name.startswith("sg-"):
        raise InvalidParameterValue(
            f"Value ({name}) for parameter GroupName is invalid. Group names may not be in the format sg-*."
        )
    if name == "default":
        raise InvalidParameterValue("Cannot use reserved security group name: default")
    if not name or not is_text(name):
        raise InvalidParameterValue(
            f"Invalid security group name. Valid names are non-empty strings less than {LONGEST + 1} characters "
            f"from the following set:  {CHARACTERS}"
        )


def _is_in_use(backend, group_id):
    """Whether another group, an interface, or a broker, which has interfaces that moto does not show, has the group."""
    from moto.mq.models import mq_backends

    others = [it for groups in backend.groups.values() for it in groups.values() if it.id != group_id]
    rules = [rule for it in others for rule in (*it.ingress_rules, *it.egress_rules)]
    interfaces = [group.id for it in backend.enis.values() for group in it.group_set]
    brokers = mq_backends[backend.account_id][backend.region_name].brokers.values()
    return (
        any(it.source_group.get("GroupId") == group_id for it in rules)
        or group_id in interfaces
        or any(group_id in (it.security_groups or []) for it in brokers)
    )
