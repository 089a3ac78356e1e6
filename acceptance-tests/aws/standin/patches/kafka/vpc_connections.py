"""Connections from other VPCs to a cluster, as their owners and as the cluster's owner see them."""

from standin.control import CONTROL
from standin.life import Life
from standin.patches.kafka import authentication, checks, everywhere, network
from standin.patches.kafka.backend import BACKENDS, KafkaBackend, get, operation, page, there
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, not_found
from standin.patches.kafka.resource import Resource
from standin.patches.kafka.tags import check_tags
from standin.services import Members, now


class VpcConnection(Resource):
    def __init__(self, arn: str, owner: str, cluster: Cluster, parameters: Members) -> None:
        self.arn, self.owner, self.cluster = arn, owner, cluster
        self.authentication: str = parameters["Authentication"]
        self.vpc: str = parameters["VpcId"]
        self.subnets: list[str] = parameters["ClientSubnets"]
        self.security_groups: list[str] = parameters["SecurityGroups"]
        self.created = now()
        self.life = Life("CREATING")

    @property
    def state(self) -> str:
        state = super().state
        lost = self.cluster.state == "DELETED" or not authentication.takes_from_other_vpcs(
            self.cluster, self.authentication
        )
        return "INACTIVE" if state == "AVAILABLE" and lost else state

    def client(self) -> Members:
        """What the cluster's owner sees."""
        return {
            "Authentication": self.authentication,
            "CreationTime": self.created,
            "Owner": self.owner,
            "State": self.state,
            "VpcConnectionArn": self.arn,
        }

    def summary(self) -> Members:
        return {
            "Authentication": self.authentication,
            "CreationTime": self.created,
            "State": self.state,
            "TargetClusterArn": self.cluster.arn,
            "VpcConnectionArn": self.arn,
            "VpcId": self.vpc,
        }


def _all(backend: KafkaBackend) -> list[VpcConnection]:
    """Those that are still there."""
    return there(backend.vpc_connections)


def _get(backend: KafkaBackend, arn: str) -> VpcConnection:
    absent = not_found("The specified VPC connection does not exist.", "arn")
    found: VpcConnection = get(backend.vpc_connections, arn, "arn", absent)
    return found


def _to(cluster: Cluster) -> list[VpcConnection]:
    """Those of all accounts in the cluster's region."""
    accounts = list(BACKENDS.values())
    return [it for account in accounts for it in _all(account[_region(cluster)]) if it.cluster.arn == cluster.arn]


def _region(cluster: Cluster) -> str:
    return cluster.arn.split(":")[3]


@operation("CreateVpcConnection")
def create_vpc_connection(backend: KafkaBackend, parameters: Members) -> Members:
    kind = parameters["Authentication"]
    if kind not in authentication.KINDS:
        words = ", ".join(authentication.KINDS)
        raise bad_request(f"The authentication '{kind}' is not one of {words}.", "authentication")
    cluster = everywhere.cluster(parameters["TargetClusterArn"], "targetClusterArn")
    if _region(cluster) != backend.region_name:
        raise bad_request("The cluster is in another region.", "targetClusterArn")
    checks.active(cluster)
    if not authentication.takes_from_other_vpcs(cluster, kind):
        raise bad_request(f"The cluster does not have {kind} enabled for VPC connections.", "authentication")
    if not parameters["ClientSubnets"]:
        raise bad_request("The list of client subnets must not be empty.", "clientSubnets")
    if any(subnet.vpc_id != parameters["VpcId"] for subnet in network.subnets(backend, parameters["ClientSubnets"])):
        raise bad_request(f"The client subnets must belong to the VPC {parameters['VpcId']}.", "clientSubnets")
    check_tags(parameters.get("Tags", {}))
    network.security_groups(backend, parameters["SecurityGroups"], parameters["VpcId"])

    owner = cluster.arn.split(":")[4]
    arn = backend.arn("vpc-connection", owner, cluster.name)
    made = VpcConnection(arn, backend.account_id, cluster, parameters)
    backend.vpc_connections[made.arn] = made
    backend.tag(made.arn, parameters.get("Tags"))
    failed = CONTROL.failure("kafka.CreateVpcConnection")
    seconds = CONTROL.seconds("kafka.CreateVpcConnection")
    made.life.enter("CREATING", seconds, "FAILED" if failed else "AVAILABLE")
    return {
        "Authentication": kind,
        "ClientSubnets": made.subnets,
        "CreationTime": made.created,
        "SecurityGroups": made.security_groups,
        "State": "CREATING",
        "Tags": backend.tags_of(made.arn),
        "VpcConnectionArn": made.arn,
        "VpcId": made.vpc,
    }


@operation("DescribeVpcConnection")
def describe_vpc_connection(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["Arn"])
    return {
        **found.summary(),
        "SecurityGroups": found.security_groups,
        "Subnets": found.subnets,
        "Tags": backend.tags_of(found.arn),
    }


@operation("ListVpcConnections")
def list_vpc_connections(backend: KafkaBackend, parameters: Members) -> Members:
    return page(parameters, "VpcConnections", _all(backend), VpcConnection.summary)


@operation("ListClientVpcConnections")
def list_client_vpc_connections(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.cluster(parameters["ClusterArn"])
    return page(parameters, "ClientVpcConnections", _to(cluster), VpcConnection.client)


@operation("RejectClientVpcConnection")
def reject_client_vpc_connection(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.cluster(parameters["ClusterArn"])
    arn = parameters["VpcConnectionArn"]
    for found in _to(cluster):
        if found.arn == arn:
            break
    else:
        raise bad_request("The cluster has no such VPC connection.", "vpcConnectionArn")
    if found.state not in ("AVAILABLE", "INACTIVE"):
        raise bad_request(f"The VPC connection is in the state {found.state}.", "vpcConnectionArn")
    found.life.enter("REJECTING", CONTROL.seconds("kafka.RejectClientVpcConnection"), "REJECTED")
    return {}


@operation("DeleteVpcConnection")
def delete_vpc_connection(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["Arn"])
    if found.state in ("CREATING", "DELETING", "REJECTING"):
        raise bad_request(f"The VPC connection is in the state {found.state}.", "arn")

    def forget() -> None:
        backend.vpc_connections.pop(found.arn, None)
        backend.tags.pop(found.arn, None)

    found.life.enter("DELETING", CONTROL.seconds("kafka.DeleteVpcConnection"), "DELETED", forget)
    return {"State": "DELETING", "VpcConnectionArn": found.arn}
