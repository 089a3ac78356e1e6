import json
from typing import Any

import boto3

from tests.clusters import BOTH, Clusters

CREDENTIALS = {"aws_access_key_id": "testing", "aws_secret_access_key": "testing"}


class Replicators(Clusters):
    def setUp(self) -> None:
        super().setUp()
        self.source, self.target = self.owner("source"), self.owner("target")

    def members(self, **members: Any) -> dict[str, Any]:
        network = {"SubnetIds": ["subnet-1", "subnet-2"], "SecurityGroupIds": ["sg-1"]}
        return {
            "ReplicatorName": "r",
            "Description": "text",
            "ServiceExecutionRoleArn": "arn:aws:iam::123456789012:role/replicator",
            "KafkaClusters": [
                {"AmazonMskCluster": {"MskClusterArn": arn}, "VpcConfig": network} for arn in (self.source, self.target)
            ],
            "ReplicationInfoList": [self.info()],
            **members,
        }

    def info(self, **members: Any) -> dict[str, Any]:
        return {
            "SourceKafkaClusterArn": self.source,
            "TargetKafkaClusterArn": self.target,
            "TargetCompressionType": "NONE",
            "TopicReplication": {"TopicsToReplicate": [".*"]},
            "ConsumerGroupReplication": {"ConsumerGroupsToReplicate": [".*"]},
            **members,
        }

    def replicator(self, **members: Any) -> str:
        arn: str = self.kafka.create_replicator(**self.members(**members))["ReplicatorArn"]
        return arn

    def read(self, arn: str) -> dict[str, Any]:
        read: dict[str, Any] = self.kafka.describe_replicator(ReplicatorArn=arn)
        return read

    def change(self, arn: str, **members: Any) -> dict[str, Any]:
        members = {
            "CurrentVersion": self.read(arn)["CurrentVersion"],
            "SourceKafkaClusterArn": self.source,
            "TargetKafkaClusterArn": self.target,
            **members,
        }
        answer: dict[str, Any] = self.kafka.update_replication_info(ReplicatorArn=arn, **members)
        return answer

    def alias(self, arn: str) -> str:
        return arn.partition(":cluster/")[2].replace("/", "-")

    def test_clusters_are_described_by_aliases(self) -> None:
        read = self.read(self.replicator(Tags={"a": "1"}))
        self.assertEqual((read["ReplicatorName"], read["ReplicatorState"]), ("r", "RUNNING"))
        self.assertEqual((read["ReplicatorDescription"], read["Tags"]), ("text", {"a": "1"}))
        self.assertEqual(read["ReplicatorResourceArn"], read["ReplicatorArn"])
        aliases = {it["AmazonMskCluster"]["MskClusterArn"]: it["KafkaClusterAlias"] for it in read["KafkaClusters"]}
        self.assertEqual(aliases, {arn: self.alias(arn) for arn in (self.source, self.target)})
        (info,) = read["ReplicationInfoList"]
        self.assertEqual(info["SourceKafkaClusterAlias"], self.alias(self.source))
        self.assertEqual(info["TargetKafkaClusterAlias"], self.alias(self.target))
        self.assertNotIn("StateInfo", read)

    def test_what_is_not_said_is_filled_in(self) -> None:
        (info,) = self.read(self.replicator())["ReplicationInfoList"]
        self.assertEqual(
            info["TopicReplication"],
            {
                "CopyAccessControlListsForTopics": True,
                "CopyTopicConfigurations": True,
                "DetectAndCopyNewTopics": True,
                "StartingPosition": {"Type": "LATEST"},
                "TopicNameConfiguration": {"Type": "PREFIXED_WITH_SOURCE_CLUSTER_ALIAS"},
                "TopicsToExclude": [],
                "TopicsToReplicate": [".*"],
            },
        )
        self.assertEqual(
            info["ConsumerGroupReplication"],
            {
                "ConsumerGroupsToExclude": [],
                "ConsumerGroupsToReplicate": [".*"],
                "DetectAndCopyNewConsumerGroups": True,
                "SynchroniseConsumerGroupOffsets": True,
            },
        )

    def test_what_is_said_stays(self) -> None:
        topics = {
            "CopyTopicConfigurations": False,
            "StartingPosition": {"Type": "EARLIEST"},
            "TopicNameConfiguration": {"Type": "IDENTICAL"},
            "TopicsToReplicate": ["a", "b"],
        }
        (info,) = self.read(self.replicator(ReplicationInfoList=[self.info(TopicReplication=topics)]))[
            "ReplicationInfoList"
        ]
        self.assertEqual({name: info["TopicReplication"][name] for name in topics}, topics)

    def test_a_cluster_that_is_not_of_msk(self) -> None:
        other = {"ApacheKafkaCluster": {"ApacheKafkaClusterId": "abc", "BootstrapBrokerString": "b:9094"}}
        clusters = [other, self.members()["KafkaClusters"][1]]
        info = self.info(SourceKafkaClusterId="abc")
        del info["SourceKafkaClusterArn"]
        read = self.read(self.replicator(KafkaClusters=clusters, ReplicationInfoList=[info]))
        self.assertEqual(read["ReplicationInfoList"][0]["SourceKafkaClusterAlias"], "abc")

    def test_the_source_may_be_in_another_region(self) -> None:
        west = boto3.client("kafka", region_name="us-west-2", endpoint_url=self.url, **CREDENTIALS)
        places = boto3.client("ec2", region_name="us-west-2", endpoint_url=self.url, **CREDENTIALS).describe_subnets()
        zones = {subnet["AvailabilityZone"]: subnet["SubnetId"] for subnet in places["Subnets"]}
        group = {"ClientSubnets": list(zones.values())[:3]}
        asked = self.asked("far", ClientAuthentication=BOTH, BrokerNodeGroupInfo=group)
        near, self.source = self.source, west.create_cluster(**asked)["ClusterArn"]
        read = self.read(self.replicator())
        self.assertEqual(read["ReplicationInfoList"][0]["SourceKafkaClusterAlias"], self.alias(self.source))
        self.source, self.target = near, self.source
        self.refused("BadRequestException", self.kafka.create_replicator, **self.members(ReplicatorName="other"))
        self.target = self.target.replace("us-west-2", "nowhere")
        self.refused("NotFoundException", self.kafka.create_replicator, **self.members(ReplicatorName="other"))

    def test_what_is_refused(self) -> None:
        create, clusters = self.kafka.create_replicator, self.members()["KafkaClusters"]
        without_iam = self.owner("closed", ClientAuthentication={"Sasl": {"Scram": {"Enabled": True}}})
        closed = {**clusters[0], "AmazonMskCluster": {"MskClusterArn": without_iam}}
        refused: tuple[dict[str, Any], ...] = (
            {"KafkaClusters": clusters[:1]},
            {"KafkaClusters": [{"VpcConfig": clusters[0]["VpcConfig"]}, clusters[1]]},
            {"KafkaClusters": [{"AmazonMskCluster": clusters[0]["AmazonMskCluster"]}, clusters[1]]},
            {"KafkaClusters": [clusters[0], *clusters]},
            {
                "KafkaClusters": [closed, clusters[1]],
                "ReplicationInfoList": [self.info(SourceKafkaClusterArn=without_iam)],
            },
            {"ReplicationInfoList": []},
            {"ReplicationInfoList": [self.info(), self.info()]},
            {"ReplicationInfoList": [self.info(SourceKafkaClusterArn=self.target)]},
            {"ReplicatorName": "a_b"},
        )
        for wrong in refused:
            with self.subTest(wrong):
                self.refused("BadRequestException", create, **self.members(**wrong))
        gone = {**clusters[0], "AmazonMskCluster": {"MskClusterArn": self.source.replace("source", "gone")}}
        self.refused("NotFoundException", create, **self.members(KafkaClusters=[gone, clusters[1]]))
        self.replicator()
        self.refused("ConflictException", create, **self.members())

    def test_small_clusters_are_not_replicated(self) -> None:
        t3 = self.owner("t3", BrokerNodeGroupInfo={"InstanceType": "kafka.t3.small"})
        two = self.owner("two", BrokerNodeGroupInfo={"ClientSubnets": self.subnets[:2]}, NumberOfBrokerNodes=2)
        for self.source in (t3, two):
            self.bad("kafkaClusters", self.kafka.create_replicator, **self.members())

    def test_its_clusters_have_to_be_active(self) -> None:
        self.raw("POST", "/moto-api/standin/states", json.dumps({self.target: {"state": "HEALING"}}))
        self.bad("kafkaClusters", self.kafka.create_replicator, **self.members())

    def test_an_update_of_topics_keeps_the_rest(self) -> None:
        arn = self.replicator()
        before = self.read(arn)
        topics = {
            "CopyAccessControlListsForTopics": False,
            "CopyTopicConfigurations": False,
            "DetectAndCopyNewTopics": False,
            "TopicsToExclude": ["x"],
            "TopicsToReplicate": ["y"],
        }
        self.assertEqual(self.change(arn, TopicReplication=topics)["ReplicatorState"], "UPDATING")
        after = self.read(arn)
        self.assertNotEqual(after["CurrentVersion"], before["CurrentVersion"])
        info, earlier = after["ReplicationInfoList"][0], before["ReplicationInfoList"][0]
        kept = {name: earlier["TopicReplication"][name] for name in ("StartingPosition", "TopicNameConfiguration")}
        self.assertEqual(info["TopicReplication"], {**topics, **kept})
        self.assertEqual(info["ConsumerGroupReplication"], earlier["ConsumerGroupReplication"])

    def test_an_update_is_of_the_current_version_and_of_this_replication(self) -> None:
        arn = self.replicator()
        groups = {
            "ConsumerGroupsToExclude": [],
            "ConsumerGroupsToReplicate": ["a"],
            "DetectAndCopyNewConsumerGroups": True,
            "SynchroniseConsumerGroupOffsets": True,
        }
        refused: tuple[dict[str, Any], ...] = (
            {},
            {"ConsumerGroupReplication": groups, "CurrentVersion": "K0"},
            {"ConsumerGroupReplication": groups, "SourceKafkaClusterArn": self.target},
        )
        for wrong in refused:
            with self.subTest(wrong), self.assertRaises(self.kafka.exceptions.BadRequestException):
                self.change(arn, **wrong)
        self.change(arn, ConsumerGroupReplication=groups)
        with self.assertRaises(self.kafka.exceptions.BadRequestException) as raised:
            self.change(arn, ConsumerGroupReplication=groups)
        self.assertEqual(
            raised.exception.response["Error"]["Message"],
            "The specified replication info is identical to the current value. Specify a different value, then try again.",
        )

    def test_the_states_go_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        self.operations(kafka_CreateReplicator=takes, kafka_UpdateReplicationInfo=takes, kafka_DeleteReplicator=takes)
        arn = self.replicator()
        self.assertEqual(self.read(arn)["ReplicatorState"], "CREATING")
        self.refused("BadRequestException", self.kafka.delete_replicator, ReplicatorArn=arn)
        self.later(60)
        logs = {"ReplicatorLogDelivery": {"S3": {"Enabled": True, "Bucket": "b"}}}
        self.change(arn, LogDelivery=logs)
        read = self.read(arn)
        self.assertEqual(read["ReplicatorState"], "UPDATING")
        with self.assertRaises(self.kafka.exceptions.BadRequestException):
            self.change(arn, LogDelivery=logs)
        self.assertNotIn("LogDelivery", read)
        self.later(60)
        read = self.read(arn)
        self.assertEqual((read["ReplicatorState"], read["LogDelivery"]), ("RUNNING", logs))
        self.refused("BadRequestException", self.kafka.delete_replicator, ReplicatorArn=arn, CurrentVersion="K0")
        self.kafka.delete_replicator(ReplicatorArn=arn, CurrentVersion=read["CurrentVersion"])
        self.assertEqual(self.read(arn)["ReplicatorState"], "DELETING")
        self.later(60)
        self.refused("NotFoundException", self.kafka.describe_replicator, ReplicatorArn=arn)

    def test_a_creation_fails_where_a_test_demands_it(self) -> None:
        self.operations(kafka_CreateReplicator={"ends_badly": {"code": "a", "message": "b"}})
        read = self.read(self.replicator())
        self.assertEqual((read["ReplicatorState"], read["StateInfo"]), ("FAILED", {"Code": "a", "Message": "b"}))
        self.kafka.delete_replicator(ReplicatorArn=read["ReplicatorArn"])

    def test_lists_are_by_the_beginning_of_the_name(self) -> None:
        for name in ("a1", "a2", "b1"):
            self.replicator(ReplicatorName=name)
        listed = self.kafka.list_replicators(ReplicatorNameFilter="a", MaxResults=1)
        (summary,) = listed["Replicators"]
        self.assertEqual(summary["ReplicatorName"], "a1")
        ends = {"SourceKafkaClusterAlias": self.alias(self.source), "TargetKafkaClusterAlias": self.alias(self.target)}
        self.assertEqual(summary["ReplicationInfoSummaryList"], [ends])
        rest = self.kafka.list_replicators(ReplicatorNameFilter="a", NextToken=listed["NextToken"])
        self.assertEqual([it["ReplicatorName"] for it in rest["Replicators"]], ["a2"])
