import json
from typing import Any

from tests.clusters import Clusters


class Policies(Clusters):
    def policy(self, arn: str, **members: Any) -> str:
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
            "Action": ["kafka:CreateVpcConnection", "kafka:GetBootstrapBrokers"],
            "Resource": arn,
            **members,
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def test_a_policy_comes_back_as_it_was(self) -> None:
        arn = self.owner()
        self.refused("NotFoundException", self.kafka.get_cluster_policy, ClusterArn=arn)
        self.refused("NotFoundException", self.kafka.delete_cluster_policy, ClusterArn=arn)
        policy = self.policy(arn)
        version = self.kafka.put_cluster_policy(ClusterArn=arn, Policy=policy)["CurrentVersion"]
        read = self.kafka.get_cluster_policy(ClusterArn=arn)
        self.assertEqual((read["Policy"], read["CurrentVersion"]), (policy, version))
        self.kafka.delete_cluster_policy(ClusterArn=arn)
        self.refused("NotFoundException", self.kafka.get_cluster_policy, ClusterArn=arn)

    def test_each_change_is_a_version(self) -> None:
        arn, put = self.owner(), self.kafka.put_cluster_policy
        policy, other = self.policy(arn), self.policy(arn, Action="kafka:*")
        self.refused("BadRequestException", put, ClusterArn=arn, Policy=policy, CurrentVersion="K0")
        first = put(ClusterArn=arn, Policy=policy)["CurrentVersion"]
        second = put(ClusterArn=arn, Policy=other, CurrentVersion=first)["CurrentVersion"]
        self.assertNotEqual(first, second)
        self.refused("BadRequestException", put, ClusterArn=arn, Policy=policy, CurrentVersion=first)
        self.assertEqual(self.kafka.get_cluster_policy(ClusterArn=arn)["Policy"], other)
        message = self.refused("BadRequestException", put, ClusterArn=arn, Policy=policy)
        self.assertEqual(message, "Current cluster policy version needed for Update")

    def test_principals_are_there(self) -> None:
        arn, put = self.owner(), self.kafka.put_cluster_policy
        for principal in (
            {"AWS": "arn:aws:iam::123456789012:role/nobody"},
            {"AWS": ["*", "arn:aws:iam::123456789012:user/nobody"]},
            {"AWS": "nobody"},
        ):
            message = self.refused(
                "BadRequestException", put, ClusterArn=arn, Policy=self.policy(arn, Principal=principal)
            )
            self.assertEqual(message, "The cluster policy is not valid. The IAM Principal was not found.")
        version = None
        for principal in ("*", {"AWS": "210987654321"}, {"Service": "firehose.amazonaws.com"}):
            expected = {"CurrentVersion": version} if version else {}
            version = put(ClusterArn=arn, Policy=self.policy(arn, Principal=principal), **expected)["CurrentVersion"]

    def test_what_is_no_policy_is_refused(self) -> None:
        arn = self.owner()
        for policy in (
            "no JSON",
            "[]",
            "{}",
            '{"Statement": []}',
            self.policy(arn, Effect="Maybe"),
            self.policy(arn, Principal=None),
            self.policy(arn, Action=[]),
            self.policy(arn, Resource=None),
            self.policy(arn, Sid="s" * 20 * 1024),
        ):
            with self.subTest(policy):
                self.refused("BadRequestException", self.kafka.put_cluster_policy, ClusterArn=arn, Policy=policy)

    def test_without_a_cluster_there_is_none(self) -> None:
        gone = self.owner().replace("/orders/", "/gone/")
        self.refused("NotFoundException", self.kafka.get_cluster_policy, ClusterArn=gone)
        self.refused("NotFoundException", self.kafka.put_cluster_policy, ClusterArn=gone, Policy=self.policy(gone))
