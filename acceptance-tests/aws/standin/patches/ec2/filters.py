"""Filters of what is described.

What is told has to match each filter, those of one name too; moto knows the last of them only. An
unknown name is refused; moto fails on it, or takes no notice.
"""

from moto.core.utils import aws_api_matches
from moto.ec2.exceptions import InvalidParameterValue
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.responses._base_response import EC2BaseResponse
from moto.ec2.utils import is_tag_filter

from standin.replacing import replace


class Filters(dict):
    """Each filter by its name. `more` are those whose name was there already."""

    def __init__(self, pairs):
        super().__init__()
        self.more = []
        for name, values in pairs:
            if name in self:
                self.more.append((name, values))
            else:
                self[name] = values

    def items(self):
        return [*super().items(), *self.more]

    def get(self, name, default=None):
        """The values that an attribute with one value has to be among."""
        if name not in self:
            return default
        allowed = [values for its_name, values in self.items() if its_name == name]
        return [it for it in allowed[0] if all(it in values for values in allowed)]


def _filters(self):
    filters = self._get_param("Filters") or self._get_param("Filter") or []
    if any("Name" not in it for it in filters):
        raise InvalidParameterValue("The filter 'null' is invalid.")
    return Filters((it["Name"], it.get("Values", [])) for it in filters)


def _known(matches):
    def matches_filter(self, name, values):
        if not is_tag_filter(name) and name not in self.filters:
            raise InvalidParameterValue(f"The filter '{name}' is invalid")
        return matches(self, name, values)

    return matches_filter


def _of_rules(is_egress, told):
    """Whether one of a group's rules is as a filter says."""

    def matches(self, values):
        rules = self.egress_rules if is_egress else self.ingress_rules
        return any(aws_api_matches(value, told(rule) or "") for value in values for rule in rules)

    return matches


def apply():
    attribute = Subnet.get_filter_value

    def of_subnet(self, name, method_name=None):
        if name in ("availabilityZoneId", "availability-zone-id"):
            return self.availability_zone_id
        return attribute(self, name, method_name)

    replace(EC2BaseResponse, _filters_from_querystring=_filters)
    replace(Subnet, get_filter_value=of_subnet)
    replace(SecurityGroupRule, matches_filter=_known(SecurityGroupRule.matches_filter))
    replace(
        SecurityGroup,
        filter_egress__ip_permission__ipv6_cidr=_of_rules(True, lambda rule: rule.cidr_ipv6),
        filter_egress__ip_permission__prefix_list_id=_of_rules(True, lambda rule: rule.prefix_list_id),
        filter_ip_permission__ipv6_cidr=_of_rules(False, lambda rule: rule.cidr_ipv6),
        filter_ip_permission__prefix_list_id=_of_rules(False, lambda rule: rule.prefix_list_id),
        matches_filter=_known(SecurityGroup.matches_filter),
    )
