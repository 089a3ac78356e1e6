"""Rules: what makes one another, their descriptions, and how they are changed in their place."""

from moto.ec2.exceptions import (
    InvalidParameterCombination,
    InvalidParameterValue,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
)
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend, SecurityGroupRule

from standin.patches.ec2.permissions import ALL, PROTOCOLS, check_description, network_of, ports_of, protocol_of
from standin.replacing import add, replace

#: What a rule names, as ModifySecurityGroupRules calls it.
PEERS = ("CidrIpv4", "CidrIpv6", "PrefixListId", "ReferencedGroupId")


def apply():
    _identity()
    _members()
    _descriptions()
    replace(SecurityGroupBackend, modify_security_group_rules=modify)


def key(rule):
    """What a rule lets through."""
    ports = rule.from_port, rule.to_port
    group = rule.source_group.get("GroupId"), rule.source_group.get("UserId")
    return rule.ip_protocol, ports, rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id, group


def _identity():
    replace(SecurityGroupRule, __eq__=lambda self, other: key(self) == key(other))


def _members():
    make = SecurityGroupRule.__init__

    def init(self, backend, protocol, group_id, from_port, to_port, *args, **members):
        # moto asks for ports where EC2 knows none.
        some_port = "-1" if from_port is None else from_port
        make(self, backend, protocol, group_id, some_port, some_port if to_port is None else to_port, *args, **members)
        given = members.get("prefix_list_id") or (args[2] if len(args) > 2 else None)
        self.prefix_list = dict(given or {})
        self.ip_protocol = PROTOCOLS.get(self.ip_protocol, self.ip_protocol)
        if from_port is None:
            self.from_port = self.to_port = None

    replace(SecurityGroupRule, __init__=init)
    add(SecurityGroupRule, group_owner_id=property(lambda self: self.ec2_backend.account_id))


def _descriptions():
    def part(rule):
        """The part of a rule that has its description."""
        return rule.ip_range or rule.source_group or rule.prefix_list

    def describe(self, description):
        part(self).pop("Description", None)
        if description:
            part(self)["Description"] = description

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

    replace(SecurityGroupRule, description=property(lambda self: part(self).get("Description")))
    replace(SecurityGroup, _flattened_rules=with_descriptions)
    add(SecurityGroupRule, describe=describe)


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
        if named[0] != _kind(rule):
            raise InvalidParameterValue(
                f"Invalid rule type for security group rule '{rule_id}'. "
                f"You may not specify {named[0]} for an existing {_kind(rule)} rule."
            )
        _change(self, rule, wanted, named[0])


def _kind(rule):
    if rule.cidr_ipv4:
        return "CidrIpv4"
    if rule.cidr_ipv6:
        return "CidrIpv6"
    return "PrefixListId" if rule.prefix_list else "ReferencedGroupId"


def _change(backend, rule, wanted, kind):
    """Makes a rule another one with the same id and the same tags."""
    protocol = protocol_of(wanted.get("IpProtocol"))
    ports = wanted.get("FromPort"), wanted.get("ToPort")
    # Where a rule is made EC2 overlooks them.
    if protocol == ALL and any(int(it) != -1 for it in ports if it is not None):
        raise InvalidParameterValue(
            "You may not specify all protocols and specific ports. Please specify each protocol and port range "
            "combination individually, or all protocols and no port range."
        )
    check_description("rule", wanted.get("Description") or "")
    description = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    ip_range, group, prefix_list = None, None, None
    if kind == "CidrIpv4":
        ip_range = {"CidrIp": network_of(wanted[kind], 4), **description}
    elif kind == "CidrIpv6":
        ip_range = {kind: network_of(wanted[kind], 6), **description}
    elif kind == "PrefixListId":
        prefix_list = {kind: wanted[kind], **description}
    else:
        [group] = backend._add_source_group([{"GroupId": wanted[kind], **description}], None)
    first, last = ports_of(protocol, *ports)
    made = SecurityGroupRule(
        backend,
        protocol,
        rule.group_id,
        first,
        last,
        ip_range,
        source_group=group,
        prefix_list_id=prefix_list,
        is_egress=rule.is_egress,
    )
    for name in (
        "ip_protocol",
        "from_port",
        "to_port",
        "ip_range",
        "source_group",
        "prefix_list_id",
        "prefix_list",
    ):
        setattr(rule, name, getattr(made, name))
