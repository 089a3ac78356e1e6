"""What a cluster needs of EC2 and KMS: subnets, security groups, addresses and keys."""

import ipaddress
import random
import uuid
from typing import Any, NamedTuple

from moto.core.base_backend import BaseBackend

from standin.patches.kafka.errors import bad_request
from standin.services import Members


def _ec2(backend: BaseBackend) -> Any:
    from moto.ec2.models import ec2_backends

    return ec2_backends[backend.account_id][backend.region_name]


class Subnet(NamedTuple):
    id: str
    vpc_id: str
    zone: str
    cidr: str


def subnets(backend: BaseBackend, ids: list[str], zones: int | None = None) -> list[Subnet]:
    """They are there, in one VPC, and each in a zone of its own, or in so many zones at least."""
    from moto.ec2.exceptions import InvalidSubnetIdError

    found = []
    for subnet in ids:
        try:
            it = _ec2(backend).get_subnet(subnet)
        except InvalidSubnetIdError:
            raise bad_request(f"The subnet ID '{subnet}' does not exist.", "clientSubnets") from None
        found.append(Subnet(it.id, it.vpc_id, it.availability_zone_id, it.cidr_block))
    if len({subnet.vpc_id for subnet in found}) > 1:
        raise bad_request("All the subnets must belong to the same VPC.", "clientSubnets")
    their_zones = {subnet.zone for subnet in found}
    if zones is not None and len(their_zones) < zones:
        raise bad_request(f"The subnets must be in at least {zones} Availability Zones.", "clientSubnets")
    if zones is None and len(their_zones) < len(found):
        raise bad_request("Each client subnet must be in a different Availability Zone.", "clientSubnets")
    return found


def security_groups(backend: BaseBackend, ids: list[str] | None, vpc: str) -> list[str]:
    """These, if they are there and of the VPC; its default one where none is given."""
    ec2 = _ec2(backend)
    if not ids:
        return [ec2.get_default_security_group(vpc).id]
    for group in ids:
        found = ec2.get_security_group_from_id(group)
        if found is None:
            raise bad_request(f"The security group '{group}' does not exist.", "securityGroups")
        if found.vpc_id != vpc:
            raise bad_request(f"The security group '{group}' is not of the VPC {vpc}.", "securityGroups")
    return ids


def interface(subnet: Subnet) -> Members:
    """A network interface of a node. EC2 itself knows nothing of it."""
    network = ipaddress.IPv4Network(subnet.cidr, strict=False)
    # The first four addresses and the last of a subnet are kept by AWS.
    address = network.network_address + random.randrange(4, max(network.num_addresses - 1, 5))
    return {"AttachedENIId": f"eni-{uuid.uuid4().hex[:17]}", "ClientVpcIpAddress": str(address)}


def key(backend: BaseBackend, wanted: str) -> str:
    """The ARN of the key that is wanted by its id or ARN."""
    from moto.kms.models import kms_backends

    if wanted.startswith("arn:"):
        return wanted
    found = kms_backends[backend.account_id][backend.region_name].keys.get(wanted)
    if found is None:
        raise bad_request(f"The KMS key '{wanted}' does not exist.", "dataVolumeKMSKeyId")
    return str(found.arn)
