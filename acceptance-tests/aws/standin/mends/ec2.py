"""EC2: the rules of security groups.

A rule is what it lets through: neither its description nor whether the VPC has IPv6 networks
counts when one is looked for; moto compares descriptions of groups, and finds no IPv6 rule of
what goes out. Every rule has a description, which can be changed, and taken away by leaving it
out; moto forgets those of prefix lists, and keeps what is left out. A rule can be made to name
another network, prefix list or group, but not another kind of them; moto knows IPv4 networks
only. A group that a network interface has, or that rules of another group name, is not deleted.
"""

from moto.ec2.exceptions import (
    DependencyViolationError,
    InvalidParameterCombination,
    InvalidParameterValue,
    InvalidPermissionNotFoundError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule

from standin.replacing import replace

#: What a rule names, as ModifySecurityGroupRules calls it.
PEERS = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


def apply():
    _identity()
    _descriptions()
    _revocation()
    _modification()
    _deletion()


def key(rule):
    """What a rule lets through."""
    ports = (None, None) if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
    group = rule.source_group.get("GroupId"), rule.source_group.get("UserId")
    return rule.ip_protocol, ports, rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, group


def _identity():
    replace(SecurityGroupRule, __eq__=lambda self, other: key(self) == key(other))


def _descriptions():
    make = SecurityGroupRule.__init__

    def init(self, *args, **members):
        make(self, *args, **members)
        given = members.get("prefix_list_id") or (args[7] if len(args) > 7 else None)
        self.prefix_list = dict(given or {})

    def part(rule):
        """The part of a rule that has its description."""
        return rule.ip_range or rule.source_group or rule.prefix_list

    def describe(self, wanted, rule):
        part(rule).pop("Description", None)
        if "Description" in part(wanted):
            part(rule)["Description"] = part(wanted)["Description"]

    flattened = SecurityGroup._flattened_rules

    def with_descriptions(self, rules):
        views = flattened(self, rules)
        for view in views:
            of_view = (view.ip_protocol, view.from_port, view.to_port)
            view.prefix_list_ids = [
                rule.prefix_list
                for rule in rules
                if rule.prefix_list and (rule.ip_protocol, rule.from_port, rule.to_port) == of_view
            ]
        return views

    description = property(lambda self: part(self).get("Description"))
    replace(SecurityGroupRule, __init__=init, description=description)
    replace(SecurityGroup, _flattened_rules=with_descriptions)
    replace(SecurityGroupBackend, _sg_update_description=describe)


def _revocation():
    by_id = SecurityGroupBackend.revoke_security_group_egress

    def revoke(self, group_name_or_id, security_rule_ids=None, vpc_id=None, **members):
        if security_rule_ids:
            by_id(self, group_name_or_id, security_rule_ids=security_rule_ids, vpc_id=vpc_id, **members)
            return
        group = self.get_security_group_by_name_or_id(group_name_or_id, vpc_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_name_or_id)
        members["source_groups"] = self._add_source_group(members.get("source_groups"), vpc_id)
        members["prefix_list_ids"] = members.get("prefix_list_ids") or []
        gone = list(self._iterate_security_rules(group_id=group.id, is_egress=True, **members))
        if any(rule not in group.egress_rules for rule in gone):
            raise InvalidPermissionNotFoundError()
        group.egress_rules = [rule for rule in group.egress_rules if rule not in gone]

    replace(SecurityGroupBackend, revoke_security_group_egress=revoke)


def _modification():
    def modify(self, group_id, rules):
        group = self.get_security_group_by_name_or_id(group_id)
        if group is None:
            raise InvalidSecurityGroupNotFoundError(group_id)
        for rule_id, wanted in rules.items():
            rule = group.get_rule(rule_id)
            if rule is None:
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
            named = [it for it in PEERS if wanted.get(it)]
            if len(named) != 1:
                raise InvalidParameterCombination(
                    "Exactly one of cidrIp, cidrIpv6, prefixListId, or referencedGroupId must be specified"
                )
            if not wanted.get("IpProtocol"):
                raise InvalidParameterValue(
                    "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly."
                )
            if named[0] != _kind(rule):
                raise InvalidParameterValue(
                    f"Invalid rule type for security group rule '{rule_id}'. "
                    f"You may not specify {named[0]} for an existing {_kind(rule)} rule."
                )
            _change(self, rule, wanted, named[0])

    replace(SecurityGroupBackend, modify_security_group_rules=modify)


def _kind(rule):
    if rule.cidr_ipv4:
        return "CidrIpv4"
    if rule.cidr_ipv6:
        return "CidrIpv6"
    return "PrefixListId" if rule.prefix_list else "ReferencedGroupId"


def _change(backend, rule, wanted, kind):
    """Makes a rule another one with the same id and the same tags."""
    description = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    ip_range, group, prefix_list = None, None, None
    if kind in ("CidrIpv4", "CidrIpv6"):
        ip_range = {"CidrIp" if kind == "CidrIpv4" else kind: wanted[kind], **description}
    elif kind == "PrefixListId":
        prefix_list = {kind: wanted[kind], **description}
    else:
        [group] = backend._add_source_group([{"GroupId": wanted[kind], **description}], None)
    ports = wanted.get("FromPort", -1), wanted.get("ToPort", -1)
    made = SecurityGroupRule(
        backend,
        wanted["IpProtocol"],
        rule.group_id,
        *ports,
        ip_range,
        source_group=group,
        prefix_list_id=prefix_list,
        is_egress=rule.is_egress,
    )
    for name in ("ip_protocol", "from_port", "to_port", "ip_range", "source_group", "prefix_list_id", "prefix_list"):
        setattr(rule, name, getattr(made, name))


def _deletion():
    delete = SecurityGroupBackend._delete_security_group

    def unless_in_use(self, vpc_id, group_id):
        others = [it for groups in self.groups.values() for it in groups.values() if it.id != group_id]
        rules = [rule for it in others for rule in (*it.ingress_rules, *it.egress_rules)]
        groups = [group for it in self.enis.values() for group in it.group_set]
        if any(it.source_group.get("GroupId") == group_id for it in rules) or any(it.id == group_id for it in groups):
            raise DependencyViolationError(f"resource {group_id} has a dependent object")
        return delete(self, vpc_id, group_id)

    replace(SecurityGroupBackend, _delete_security_group=unless_in_use)
