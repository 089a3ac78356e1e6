"""What a request may say of a rule, and EC2's own spelling of it.

EC2's words are kept where they are known, and the code of the error where they are not.
"""

import ipaddress
import re

from moto.ec2.exceptions import EC2ClientError, InvalidParameterValue

#: EC2 answers with the names of the protocols that it has names for.
PROTOCOLS = {"1": "icmp", "6": "tcp", "17": "udp", "58": "icmpv6"}
ICMP = ("icmp", "icmpv6")
PORTS = ("tcp", "udp")
ALL = "-1"

LONGEST = 255
CHARACTERS = "a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*"
_TEXT = re.compile(rf"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{{}}!$*]{{0,{LONGEST}}}")


def is_text(text):
    """Whether EC2 takes a text as a name or as a description."""
    return bool(_TEXT.fullmatch(text))


def check_description(what, text):
    if not is_text(text):
        raise InvalidParameterValue(
            f"Invalid {what} description. Valid descriptions are strings less than {LONGEST + 1} characters "
            f"from the following set:  {CHARACTERS}"
        )


def protocol_of(text):
    """The protocol in EC2's spelling."""
    if text is None:
        raise InvalidParameterValue(
            "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly."
        )
    name = PROTOCOLS.get(str(text), str(text).lower())
    known = name in (ALL, *PROTOCOLS.values()) or (re.fullmatch(r"\d{1,3}", name) and int(name) <= 255)
    if not known:
        raise InvalidParameterValue(f"Invalid value '{text}' for IP protocol. Unknown protocol.")
    return name


def ports_of(protocol, first, last):
    """The ports, or the type and the code, that a rule of this protocol has; (None, None) where it has none."""
    first, last = (None if it is None else int(it) for it in (first, last))
    if protocol in PORTS:
        if first is None or last is None:
            raise InvalidParameterValue(
                "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange."
            )
        for end, port in (("from", first), ("to", last)):
            if not 0 <= port <= 65_535:
                raise InvalidParameterValue(f"TCP/UDP ({end}) port ({port}) out of range")
        if first > last:
            raise InvalidParameterValue(f"Invalid TCP/UDP port range ({first}:{last})")
        return first, last
    if protocol not in ICMP:
        # Whatever was told, all ports are let through.
        return None, None
    if protocol == "icmpv6" and first is None and last is None:
        return -1, -1
    if first is None or last is None:
        raise InvalidParameterValue("Invalid value 'Must specify both type and code with ICMP.' for icmpTypeCode.")
    for part, number in (("type", first), ("code", last)):
        if not -1 <= number <= 255:
            raise InvalidParameterValue(f"ICMP {part} ({number}) out of range")
    if first == -1 and last != -1:
        raise InvalidParameterValue("Invalid value for ICMP code. All ICMP types go with all ICMP codes.")
    return first, last


def network_of(text, version):
    """The network that an address with a length is in, in EC2's spelling."""
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError:
        network = None
    # Python would take an address alone, and a mask in the place of a length.
    if network is None or network.version != version or not re.search(r"/\d+$", text):
        raise InvalidParameterValue(f"CIDR block {text} is malformed")
    return str(network)


def peers_of(permission):
    """[(kind, what is named)] of a permission, as EC2 spells it."""
    found = []
    for kind, name, version in (("IpRanges", "CidrIp", 4), ("Ipv6Ranges", "CidrIpv6", 6)):
        alone = [{name: permission[name]}] if permission.get(name) else []
        for named in [*permission.get(kind, []), *alone]:
            found.append((kind, {**named, name: network_of(named.get(name), version)}))
    for kind in ("UserIdGroupPairs", "PrefixListIds"):
        found += [(kind, dict(named)) for named in permission.get(kind, [])]
    for _, named in found:
        check_description("rule", named.get("Description") or "")
    return found


def shown(rule):
    """A rule as EC2 names it in what it says."""
    peer = rule.cidr_ipv4 or rule.cidr_ipv6 or rule.prefix_list_id or rule.source_group.get("GroupId")
    what = rule.ip_protocol.upper()
    if rule.ip_protocol == ALL:
        what = "ALL"
    elif rule.ip_protocol in PORTS:
        what += f", from port: {rule.from_port}, to port: {rule.to_port}"
    elif rule.ip_protocol in ICMP:
        kind, code = ("ALL" if it == -1 else it for it in (rule.from_port, rule.to_port))
        what += f", type: {kind}, code: {code}"
    return f"peer: {peer}, {what}, ALLOW"


class DuplicatePermission(EC2ClientError):
    def __init__(self, rule):
        super().__init__("InvalidPermission.Duplicate", f'the specified rule "{shown(rule)}" already exists')
