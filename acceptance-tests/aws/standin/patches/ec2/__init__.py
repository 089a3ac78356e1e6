"""EC2: security groups, their rules, and what is asked about networks.

A rule is what it lets through: neither its description nor whether the VPC has IPv6 networks
counts when one is looked for; moto compares descriptions of groups, and finds no IPv6 rule of
what goes out. Every rule has a description, which can be changed, and taken away by leaving it
out; moto forgets those of prefix lists, and keeps what is left out. A rule can be made to name
another network, prefix list or group, but not another kind of them; moto knows IPv4 networks
only. A group that a network interface has, or that rules of another group name, is not deleted.

What a request says of rules is checked, put into EC2's own spelling, and done as a whole or not at
all; moto takes nearly anything, fails on some of it, and does one part before it refuses the next.
"""

from standin.patches.ec2 import associations, filters, groups, networks, requests, rules


def apply():
    rules.apply()
    requests.apply()
    groups.apply()
    associations.apply()
    filters.apply()
    networks.apply()
