"""The calls that allow, revoke and describe rules: all of what a call names, or nothing."""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import (
    InvalidParameterValue,
    InvalidPermissionNotFoundError,
    InvalidSecurityGroupNotFoundError,
    InvalidSecurityGroupRuleIdNotFoundError,
    MissingParameterError,
    RulesPerSecurityGroupLimitExceededError,
)
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ec2.responses.security_groups import SecurityGroups

from standin.patches.ec2.permissions import DuplicatePermission, peers_of, ports_of, protocol_of
from standin.replacing import replace

#: In each direction, and for each version of IP.
MOST_RULES = 60


def apply():
    replace(
        SecurityGroups,
        authorize_security_group_egress=_authorize(True),
        authorize_security_group_ingress=_authorize(False),
        revoke_security_group_egress=_revoke(True),
        revoke_security_group_ingress=_revoke(False),
        update_security_group_rule_descriptions_egress=_describe(True),
        update_security_group_rule_descriptions_ingress=_describe(False),
    )


def _group(self):
    name = self._get_param("GroupId") or self._get_param("GroupName")
    if not name:
        raise MissingParameterError("groupId")
    group = self.ec2_backend.get_security_group_by_name_or_id(name)
    if group is None:
        raise InvalidSecurityGroupNotFoundError(name)
    return group


def _list_of(group, is_egress):
    return group.egress_rules if is_egress else group.ingress_rules


def _asked(self, group, is_egress):
    """The rules that the request names, by what they let through."""
    members = self._get_params()
    permissions = members.get("IpPermissions") or ([members] if members.get("IpProtocol") else [])
    if not permissions:
        raise MissingParameterError("ipPermissions")
    rules = []
    for permission in permissions:
        protocol = protocol_of(permission.get("IpProtocol"))
        first, last = ports_of(protocol, permission.get("FromPort"), permission.get("ToPort"))
        for kind, named in peers_of(permission):
            ip_range, source, prefix_list = None, None, None
            if kind == "UserIdGroupPairs":
                [source] = self.ec2_backend._add_source_group([named], group.vpc_id)
            elif kind == "PrefixListIds":
                prefix_list = named
            else:
                ip_range = named
            rule = SecurityGroupRule(
                self.ec2_backend,
                protocol,
                group.id,
                first,
                last,
                ip_range,
                source_group=source,
                prefix_list_id=prefix_list,
                is_egress=is_egress,
            )
            if rule in rules:
                raise InvalidParameterValue("The same permission must not appear multiple times")
            rules.append(rule)
    return rules


def _authorize(is_egress):
    def authorize(self):
        self.error_on_dryrun()
        group = _group(self)
        there, rules = _list_of(group, is_egress), _asked(self, group, is_egress)
        for rule in rules:
            if rule in there:
                raise DuplicatePermission(rule)
        for other_version in ("cidr_ipv4", "cidr_ipv6"):
            if sum(not getattr(rule, other_version) for rule in (*there, *rules)) > MOST_RULES:
                raise RulesPerSecurityGroupLimitExceededError
        tags = self._parse_tag_specification().get("security-group-rule", {})
        for rule in rules:
            rule.add_tags(tags)
        there.extend(rules)
        return ActionResult({"Return": True, "SecurityGroupRules": rules})

    return authorize


def _revoke(is_egress):
    def revoke(self):
        self.error_on_dryrun()
        group = _group(self)
        there = _list_of(group, is_egress)
        ids = self._get_param("SecurityGroupRuleIds") or []
        for rule_id in ids:
            if all(rule.id != rule_id for rule in there):
                raise InvalidSecurityGroupRuleIdNotFoundError(rule_id)
        gone = [rule for rule in there if rule.id in ids] if ids else _asked(self, group, is_egress)
        if any(rule not in there for rule in gone):
            raise InvalidPermissionNotFoundError()
        there[:] = [rule for rule in there if rule not in gone]
        return ActionResult({"Return": True})

    return revoke


def _describe(is_egress):
    def describe(self):
        group = _group(self)
        there = _list_of(group, is_egress)
        wanted = _asked(self, group, is_egress)
        if any(rule not in there for rule in wanted):
            raise InvalidPermissionNotFoundError()
        for rule in wanted:
            there[there.index(rule)].describe(rule.description)
        return ActionResult({"Return": True})

    return describe
