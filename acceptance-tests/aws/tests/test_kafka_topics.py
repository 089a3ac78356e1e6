import base64
import json
from typing import Any

from tests.clusters import Clusters


def configs(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def told(read: dict[str, Any]) -> dict[str, str]:
    """All properties of a topic, the cluster's included."""
    properties: dict[str, str] = json.loads(base64.b64decode(read["Configs"]))
    return properties


class Topics(Clusters):
    def setUp(self) -> None:
        super().setUp()
        self.arn = self.owner()

    def topic(self, name: str = "t", **members: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.kafka.create_topic(**self.members(name, **members))
        return answer

    def members(self, name: str = "t", **members: Any) -> dict[str, Any]:
        return {"ClusterArn": self.arn, "TopicName": name, "PartitionCount": 4, "ReplicationFactor": 2, **members}

    def read(self, name: str = "t") -> dict[str, Any]:
        read: dict[str, Any] = self.kafka.describe_topic(ClusterArn=self.arn, TopicName=name)
        return read

    def test_a_topic_comes_back_as_it_was_asked_for(self) -> None:
        given = configs("retention.ms=1000\n")
        answer = self.topic(Configs=given)
        self.assertEqual(answer["Status"], "CREATING")
        self.assertEqual(answer["TopicArn"], self.arn.replace(":cluster/", ":topic/") + "/t")
        read = self.read()
        self.assertEqual((read["Status"], told(read)["retention.ms"]), ("ACTIVE", "1000"))
        self.assertEqual(told(read)["cleanup.policy"], "delete")
        self.assertEqual((read["PartitionCount"], read["ReplicationFactor"]), (4, 2))

    def test_partitions_go_round_the_brokers(self) -> None:
        self.topic()
        first = self.kafka.describe_topic_partitions(ClusterArn=self.arn, TopicName="t", MaxResults=3)
        rest = self.kafka.describe_topic_partitions(ClusterArn=self.arn, TopicName="t", NextToken=first["NextToken"])
        partitions = first["Partitions"] + rest["Partitions"]
        self.assertEqual([it["Replicas"] for it in partitions], [[1, 2], [2, 3], [3, 1], [1, 2]])
        for each in partitions:
            self.assertEqual((each["Leader"], each["Isr"]), (each["Replicas"][0], each["Replicas"]))

    def test_what_is_refused(self) -> None:
        create = self.kafka.create_topic
        refused: tuple[dict[str, Any], ...] = (
            {"name": "a b"},
            {"name": ".."},
            {"PartitionCount": 0},
            {"ReplicationFactor": 4},
            {"Configs": "no base64!"},
            {"Configs": configs("retention.days=1")},
            {"Configs": configs("retention.ms=long")},
        )
        for wrong in refused:
            with self.subTest(wrong):
                self.refused("BadRequestException", create, **self.members(**wrong))
        self.topic()
        self.refused("TopicExistsException", create, **self.members())
        gone = self.arn.replace("/orders/", "/gone/")
        self.refused("NotFoundException", create, **self.members(ClusterArn=gone))

    def test_an_update_adds_partitions_and_replaces_configurations(self) -> None:
        self.topic()
        update = self.kafka.update_topic
        for count in (3, 4):
            self.refused("BadRequestException", update, ClusterArn=self.arn, TopicName="t", PartitionCount=count)
        given = configs(json.dumps({"cleanup.policy": "compact", "retention.ms": 1000}))
        update(ClusterArn=self.arn, TopicName="t", PartitionCount=6, Configs=given)
        read = self.read()
        self.assertEqual((read["PartitionCount"], told(read)["cleanup.policy"]), (6, "compact"))
        self.assertEqual(told(read)["retention.ms"], "1000")
        update(ClusterArn=self.arn, TopicName="t", PartitionCount=7)
        self.assertEqual(told(self.read()), told(read))

    def test_the_states_go_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        self.operations(kafka_CreateTopic=takes, kafka_UpdateTopic=takes, kafka_DeleteTopic=takes)
        self.topic()
        self.assertEqual(self.read()["Status"], "CREATING")
        self.later(60)
        self.kafka.update_topic(ClusterArn=self.arn, TopicName="t", PartitionCount=5)
        self.assertEqual(self.read()["Status"], "UPDATING")
        self.bad("topicName", self.kafka.update_topic, ClusterArn=self.arn, TopicName="t", PartitionCount=6)
        self.later(60)
        self.assertEqual(self.read()["Status"], "ACTIVE")
        self.assertEqual(self.kafka.delete_topic(ClusterArn=self.arn, TopicName="t")["Status"], "DELETING")
        self.assertEqual(self.read()["Status"], "DELETING")
        self.bad("topicName", self.kafka.delete_topic, ClusterArn=self.arn, TopicName="t")
        self.later(60)
        self.refused("NotFoundException", self.kafka.describe_topic, ClusterArn=self.arn, TopicName="t")

    def test_changes_of_a_topic_that_is_not_there(self) -> None:
        for call in (self.kafka.update_topic, self.kafka.delete_topic):
            self.refused("UnknownTopicOrPartitionException", call, ClusterArn=self.arn, TopicName="t")

    def test_lists_are_by_the_beginning_of_the_name(self) -> None:
        for name in ("a1", "a2", "b1"):
            self.topic(name)
        listed = self.kafka.list_topics(ClusterArn=self.arn, TopicNameFilter="a", MaxResults=1)
        (topic,) = listed["Topics"]
        self.assertEqual((topic["TopicName"], topic["OutOfSyncReplicaCount"]), ("a1", 0))
        rest = self.kafka.list_topics(ClusterArn=self.arn, TopicNameFilter="a", NextToken=listed["NextToken"])
        self.assertEqual([it["TopicName"] for it in rest["Topics"]], ["a2"])
