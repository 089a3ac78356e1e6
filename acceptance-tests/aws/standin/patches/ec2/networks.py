"""VPCs: where their IPv6 networks are from, of which moto tells a part."""

from moto.ec2.models.vpcs import VPC

from standin.replacing import replace


def apply():
    replace(VPC, ipv6_cidr_block_association_set=property(_associations))


def _associations(self):
    return [
        {
            "associationId": it["association_id"],
            "ipSource": "amazon",
            "ipv6AddressAttribute": "public",
            "ipv6CidrBlock": it["cidr_block"],
            "ipv6CidrBlockState": it["cidr_block_state"],
            "ipv6Pool": it["ipv6_pool"],
            "networkBorderGroup": it["ipv6_cidr_block_network_border_group"],
        }
        for it in self.get_cidr_block_association_set(ipv6=True)
    ]
