"""How AWS tells a cluster that was made in 2022: without what came later, which may be told any day."""

import copy

from standin.services import Members

_LATER = {"CustomerActionStatus", "Rebalancing", "StorageMode"}


def told(members: Members) -> Members:
    """`Provisioned` of such a cluster; its members are left alone."""
    found = copy.deepcopy({name: value for name, value in members.items() if name not in _LATER})
    group, schemes = found["BrokerNodeGroupInfo"], found.get("ClientAuthentication")
    del group["ZoneIds"], group["ConnectivityInfo"]["VpcConnectivity"], group["ConnectivityInfo"]["NetworkType"]
    if group["StorageInfo"]:
        group["StorageInfo"]["EbsStorageInfo"].setdefault("ProvisionedThroughput", {"Enabled": False})
    if schemes:
        del schemes["Unauthenticated"]
    return found
