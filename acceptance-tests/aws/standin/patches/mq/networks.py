"""Where a broker stands: its subnets, its security groups, and the interfaces that it has there.

What EC2 knows is held to MQ's rules. Subnets and groups that EC2 does not know are taken as they
come, so that a test of a broker needs no network; AWS refuses them.
"""

import ipaddress
import zlib

from moto.ec2.exceptions import InvalidSubnetIdError
from moto.ec2.models import ec2_backends

from standin.patches.mq.errors import bad

#: How many subnets a broker of this mode has; a cluster may have any number.
_SUBNETS = {"SINGLE_INSTANCE": 1, "ACTIVE_STANDBY_MULTI_AZ": 2}

#: A network interface has no more groups.
_MOST_GROUPS = 5


def _ec2(backend):
    return ec2_backends[backend.account_id][backend.region_name]


def _subnet(ec2, subnet):
    try:
        return ec2.get_subnet(subnet)
    except InvalidSubnetIdError:
        return None


def _known_groups(ec2, ids):
    found = (ec2.get_security_group_from_id(group) for group in ids)
    return [group for group in found if group is not None]


def place(backend, mode, subnet_ids, group_ids):
    """Returns the subnets and groups of a new broker; the default ones where none are asked for."""
    ec2, most = _ec2(backend), _SUBNETS.get(mode)
    check_number(group_ids)
    if subnet_ids and most is not None and len(subnet_ids) != most:
        raise bad("subnetIds", f"Brokers of deployment mode [{mode}] have exactly [{most}] of subnetIds.")
    if not subnet_ids:
        subnet_ids = [subnet.id for subnet in ec2.get_default_subnets().values()][:most]
    if not subnet_ids:
        raise bad("subnetIds", "There is no default VPC: specify subnetIds.")
    subnets = [it for it in (_subnet(ec2, subnet) for subnet in subnet_ids) if it is not None]
    if len({subnet.availability_zone for subnet in subnets}) < len(subnets):
        raise bad("subnetIds", "Subnets must be in different Availability Zones.")
    vpcs = {subnet.vpc_id for subnet in subnets}
    if not group_ids and vpcs:
        group_ids = [ec2.get_default_security_group(min(vpcs)).id]
    if len(vpcs | {group.vpc_id for group in _known_groups(ec2, group_ids or [])}) > 1:
        raise bad("subnetIds", "Subnets must belong to the same VPC.")
    return subnet_ids, group_ids or []


def check_number(group_ids):
    if len(group_ids or []) > _MOST_GROUPS:
        raise bad("securityGroups", f"A broker has at most [{_MOST_GROUPS}] security groups.")


def connect(backend, broker):
    """Gives a broker an interface in each of its subnets, for which its groups are in use."""
    ec2 = _ec2(backend)
    groups = [group.id for group in _known_groups(ec2, broker.security_groups)]
    for subnet in broker.subnet_ids:
        found = _subnet(ec2, subnet)
        if found is not None:
            address_there = _address(ec2, found, broker.name)
            made = {"group_ids": groups, "description": f"Amazon MQ {broker.id}"}
            interface = ec2.create_network_interface(found, address_there, **made)
            broker.interfaces.append(interface.id)


def _address(ec2, subnet, name):
    """An address that nobody has, and that the broker of this name has in each run of a test."""
    network = ipaddress.ip_network(subnet.cidr_block)
    taken = {interface.private_ip_address for interface in ec2.enis.values()}
    # The first four addresses and the last of a subnet are kept by AWS.
    usable = network.num_addresses - 5
    start = zlib.crc32(name.encode())
    addresses = (str(network[4 + (start + step) % usable]) for step in range(usable))
    return next((it for it in addresses if it not in taken), str(network[4]))


def disconnect(backend, broker):
    ec2 = _ec2(backend)
    for interface in broker.interfaces:
        # Whoever empties the account may have been faster.
        ec2.enis.pop(interface, None)
    broker.interfaces.clear()


def regroup(backend, broker):
    """Other groups are in force at once, without a reboot."""
    disconnect(backend, broker)
    connect(backend, broker)


def address(backend, broker, index):
    """Of an instance of ActiveMQ; one in a subnet that EC2 does not know has some address."""
    interfaces = [it for it in _ec2(backend).enis.values() if it.id in broker.interfaces]
    return interfaces[index].private_ip_address if index < len(interfaces) else f"192.168.0.{index + 1}"
