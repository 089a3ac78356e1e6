from typing import Any

import boto3

from tests.clusters import Clusters

CREDENTIALS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


class VpcConnections(Clusters):
    def members(self, cluster: str, **members: Any) -> dict[str, Any]:
        subnets = self.subnets[:3]
        vpc = self.ec2.describe_subnets(SubnetIds=subnets)["Subnets"][0]["VpcId"]
        filters = [{"Name": "vpc-id", "Values": [vpc]}]
        groups = self.ec2.describe_security_groups(Filters=filters)["SecurityGroups"]
        return {
            "TargetClusterArn": cluster,
            "Authentication": "SASL_IAM",
            "VpcId": vpc,
            "ClientSubnets": subnets,
            "SecurityGroups": [groups[0]["GroupId"]],
            **members,
        }

    def connect(self, cluster: str, **members: Any) -> str:
        answer = self.kafka.create_vpc_connection(**self.members(cluster, **members))
        arn: str = answer["VpcConnectionArn"]
        return arn

    def open_cluster(self, name: str = "orders") -> str:
        arn = self.owner(name)
        self.let_in(arn, Iam=True)
        return arn

    def state(self, arn: str) -> str:
        state: str = self.kafka.describe_vpc_connection(Arn=arn)["State"]
        return state

    def test_a_connection_comes_back_as_it_was_asked_for(self) -> None:
        cluster = self.open_cluster()
        arn = self.connect(cluster, Tags={"a": "1"})
        self.assertRegex(arn, r":vpc-connection/123456789012/orders/[0-9a-f-]{36}-\d+$")
        read, asked = self.kafka.describe_vpc_connection(Arn=arn), self.members(cluster)
        self.assertEqual(read["State"], "AVAILABLE")
        self.assertEqual((read["Subnets"], read["Tags"]), (asked["ClientSubnets"], {"a": "1"}))
        for name in ("TargetClusterArn", "Authentication", "VpcId", "SecurityGroups"):
            self.assertEqual(read[name], asked[name])
        (listed,) = self.kafka.list_vpc_connections()["VpcConnections"]
        self.assertEqual((listed["VpcConnectionArn"], listed["TargetClusterArn"]), (arn, cluster))
        (seen,) = self.kafka.list_client_vpc_connections(ClusterArn=cluster)["ClientVpcConnections"]
        self.assertEqual((seen["VpcConnectionArn"], seen["Owner"]), (arn, "123456789012"))

    def test_the_authentication_has_to_be_on_for_vpc_connections(self) -> None:
        cluster, create = self.owner(), self.kafka.create_vpc_connection
        self.refused("BadRequestException", create, **self.members(cluster))
        self.let_in(cluster, Scram=True)
        self.refused("BadRequestException", create, **self.members(cluster))
        self.connect(cluster, Authentication="SASL_SCRAM")

    def test_what_is_refused(self) -> None:
        cluster, create = self.open_cluster(), self.kafka.create_vpc_connection
        for wrong in (
            {"Authentication": "PASSWORD"},
            {"TargetClusterArn": "orders"},
            {"ClientSubnets": []},
            {"ClientSubnets": ["subnet-0"]},
            {"VpcId": "vpc-0"},
            {"SecurityGroups": ["sg-0"]},
        ):
            with self.subTest(wrong):
                self.refused("BadRequestException", create, **self.members(cluster, **wrong))
        # From a VPC of another region.
        west = boto3.client("ec2", region_name="us-west-2", endpoint_url=self.url, **CREDENTIALS)
        far = boto3.client("kafka", region_name="us-west-2", endpoint_url=self.url, **CREDENTIALS)
        subnet = west.describe_subnets()["Subnets"][0]
        there = {"VpcId": subnet["VpcId"], "ClientSubnets": [subnet["SubnetId"]], "SecurityGroups": []}
        message = self.refused("BadRequestException", far.create_vpc_connection, **self.members(cluster, **there))
        self.assertIn("another region", message)
        gone = cluster.replace("/orders/", "/gone/")
        self.refused("NotFoundException", create, **self.members(gone))
        self.refused("NotFoundException", self.kafka.describe_vpc_connection, Arn=gone)

    def test_the_states_go_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        cluster = self.open_cluster()
        self.operations(kafka_CreateVpcConnection=takes, kafka_DeleteVpcConnection=takes)
        arn = self.connect(cluster)
        self.assertEqual(self.state(arn), "CREATING")
        self.refused("BadRequestException", self.kafka.delete_vpc_connection, Arn=arn)
        self.later(60)
        self.assertEqual(self.state(arn), "AVAILABLE")
        self.assertEqual(self.kafka.delete_vpc_connection(Arn=arn)["State"], "DELETING")
        self.assertEqual(self.state(arn), "DELETING")
        self.later(60)
        self.refused("NotFoundException", self.kafka.describe_vpc_connection, Arn=arn)
        self.assertEqual(self.kafka.list_vpc_connections()["VpcConnections"], [])

    def test_a_creation_fails_where_a_test_demands_it(self) -> None:
        cluster = self.open_cluster()
        self.operations(kafka_CreateVpcConnection={"ends_badly": {"code": "a", "message": "b"}})
        arn = self.connect(cluster)
        self.assertEqual(self.state(arn), "FAILED")
        self.kafka.delete_vpc_connection(Arn=arn)
        self.refused("NotFoundException", self.kafka.describe_vpc_connection, Arn=arn)

    def test_without_its_authentication_a_connection_is_inactive(self) -> None:
        cluster = self.open_cluster()
        arn = self.connect(cluster)
        self.let_in(cluster, Scram=True)
        self.assertEqual(self.state(arn), "INACTIVE")
        self.let_in(cluster, Iam=True)
        self.assertEqual(self.state(arn), "AVAILABLE")

    def test_the_owner_of_the_cluster_may_reject(self) -> None:
        cluster = self.open_cluster()
        other = self.open_cluster("other")
        self.operations(kafka_RejectClientVpcConnection={"seconds": 60})
        arn, reject = self.connect(cluster), self.kafka.reject_client_vpc_connection
        self.refused("BadRequestException", reject, ClusterArn=other, VpcConnectionArn=arn)
        reject(ClusterArn=cluster, VpcConnectionArn=arn)
        self.assertEqual(self.state(arn), "REJECTING")
        self.later(60)
        self.assertEqual(self.state(arn), "REJECTED")
        self.refused("BadRequestException", reject, ClusterArn=cluster, VpcConnectionArn=arn)
        self.kafka.delete_vpc_connection(Arn=arn)

    def test_a_client_of_another_account(self) -> None:
        cluster = self.open_cluster()
        stranger = self.of_account("210987654321", "kafka")
        vpc = self.of_account("210987654321", "ec2").describe_subnets()["Subnets"][0]
        group = self.of_account("210987654321", "ec2").describe_security_groups()["SecurityGroups"][0]["GroupId"]
        own = {"VpcId": vpc["VpcId"], "ClientSubnets": [vpc["SubnetId"]], "SecurityGroups": [group]}
        arn = stranger.create_vpc_connection(**self.members(cluster, **own))["VpcConnectionArn"]
        self.assertIn(":210987654321:vpc-connection/123456789012/orders/", arn)
        self.assertEqual(stranger.describe_vpc_connection(Arn=arn)["State"], "AVAILABLE")
        self.assertEqual(self.kafka.list_vpc_connections()["VpcConnections"], [])
        (seen,) = self.kafka.list_client_vpc_connections(ClusterArn=cluster)["ClientVpcConnections"]
        self.assertEqual((seen["VpcConnectionArn"], seen["Owner"]), (arn, "210987654321"))
        self.kafka.reject_client_vpc_connection(ClusterArn=cluster, VpcConnectionArn=arn)
        self.assertEqual(stranger.describe_vpc_connection(Arn=arn)["State"], "REJECTED")

    def of_account(self, account: str, service: str) -> Any:
        def name_account(request: Any, **_: Any) -> None:
            request.headers["X-Moto-Account-Id"] = account

        client = self.client(service)
        client.meta.events.register("before-sign", name_account)
        return client

    def test_lists_are_in_pages(self) -> None:
        cluster = self.open_cluster()
        arns = [self.connect(cluster) for _ in range(3)]
        first = self.kafka.list_client_vpc_connections(ClusterArn=cluster, MaxResults=2)
        rest = self.kafka.list_client_vpc_connections(ClusterArn=cluster, NextToken=first["NextToken"])
        pages = [[it["VpcConnectionArn"] for it in page["ClientVpcConnections"]] for page in (first, rest)]
        self.assertEqual(pages, [arns[:2], arns[2:]])
