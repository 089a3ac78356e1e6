from typing import Any

from tests.kafka import Kafka

BUCKET = "arn:aws:s3:::orders"
ROLE = "arn:aws:iam::123456789012:role/delivers"
SCHEMA = "arn:aws:glue:us-east-1:123456789012:schema/registry/order"


class Channels(Kafka):
    def setUp(self) -> None:
        super().setUp()
        self.arn = self.create_express("orders")
        for name in ("t", "u"):
            self.topic(name)

    def topic(self, name: str) -> None:
        self.kafka.create_topic(ClusterArn=self.arn, TopicName=name, PartitionCount=1, ReplicationFactor=3)

    def topic_arn(self, name: str) -> str:
        return self.arn.replace(":cluster/", ":topic/") + f"/{name}"

    def s3(self, **members: Any) -> dict[str, Any]:
        return {
            "DeadLetterQueueS3": {"BucketArn": BUCKET},
            "ServiceExecutionRoleArn": ROLE,
            "Storage": {"BucketArn": BUCKET, "StorageClass": "STANDARD", "CompressionType": "GZIP"},
            **members,
        }

    def iceberg(self, **members: Any) -> dict[str, Any]:
        table = {"DestinationDatabaseName": "shop", "DestinationTableName": "orders"}
        return {
            "AppendOnly": True,
            "DeadLetterQueueS3": {"BucketArn": BUCKET},
            "DestinationTableList": [table],
            "SchemaEvolution": {"EnableSchemaEvolution": False},
            "ServiceExecutionRoleArn": ROLE,
            "TableCreation": {"EnableTableCreation": True},
            **members,
        }

    def source(self, topic: str = "t", converter: str = "JSON", schema: str | None = None) -> list[dict[str, Any]]:
        source = {"TopicArn": self.topic_arn(topic), "RecordConverter": {"ValueConverter": converter}}
        return [{**source, "RecordSchema": {"GsrArn": schema}} if schema else source]

    def members(self, name: str = "c", **members: Any) -> dict[str, Any]:
        """A request for a channel to S3, where no other destination is given."""
        asked = {"ClusterArn": self.arn, "ChannelName": name, "TopicConfigurationList": self.source(), **members}
        return (
            asked if "IcebergDestinationConfiguration" in asked else {"S3DestinationConfiguration": self.s3()} | asked
        )

    def channel(self, name: str = "c", **members: Any) -> str:
        return str(self.kafka.create_channel(**self.members(name, **members))["ChannelArn"])

    def read(self, arn: str) -> dict[str, Any]:
        answer: dict[str, Any] = self.kafka.describe_channel(ClusterArn=self.arn, ChannelArn=arn)
        del answer["ResponseMetadata"]
        return answer

    def test_one_to_s3_comes_back_as_it_was_asked_for(self) -> None:
        given = {
            "EncryptionConfiguration": {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/k"},
            "LoggingInfo": {"CloudWatchLogs": {"Enabled": True, "LogGroup": "channels"}},
            "S3DestinationConfiguration": self.s3(DataFreshnessInSeconds=300),
            "Tags": {"team": "orders"},
            "TopicConfigurationList": self.source(converter="STRING"),
        }
        arn = self.channel(**given)
        self.assertEqual(arn, self.arn.replace(":cluster/", ":channel/") + "/c")
        read = self.read(arn)
        del read["CreationTime"]
        common = {"ChannelArn": arn, "ChannelName": "c", "DestinationType": "S3", "Status": "ACTIVE"}
        self.assertEqual(read, {**given, **common})

    def test_what_nobody_said_is_answered_as_it_is(self) -> None:
        s3 = self.read(self.channel("s3"))["S3DestinationConfiguration"]
        self.assertEqual(s3, self.s3(DataFreshnessInSeconds=600))
        made = self.channel(
            "iceberg",
            IcebergDestinationConfiguration=self.iceberg(),
            TopicConfigurationList=self.source(schema=SCHEMA),
        )
        read = self.read(made)
        self.assertEqual((read["DestinationType"], read["Tags"]), ("ICEBERG", {}))
        self.assertNotIn("S3DestinationConfiguration", read)
        self.assertEqual(
            read["IcebergDestinationConfiguration"],
            self.iceberg(CompressionType="ZSTD", DataFreshnessInSeconds=600),
        )

    def test_what_is_refused(self) -> None:
        by_hour: dict[str, Any] = {"PartitionStrategy": "TIME_HOUR"}
        refused: tuple[tuple[str | None, dict[str, Any]], ...] = (
            ("channelName", {"name": "a b"}),
            ("channelName", {"name": "a" * 65}),
            (None, {"IcebergDestinationConfiguration": self.iceberg(), "S3DestinationConfiguration": self.s3()}),
            ("dataFreshnessInSeconds", {"S3DestinationConfiguration": self.s3(DataFreshnessInSeconds=299)}),
            ("dataFreshnessInSeconds", {"S3DestinationConfiguration": self.s3(DataFreshnessInSeconds=901)}),
            ("topicConfigurationList", {"TopicConfigurationList": self.source() + self.source("u")}),
            ("topicConfigurationList", {"TopicConfigurationList": []}),
            ("valueConverter", {"TopicConfigurationList": self.source(converter="JSON_SCHEMA_GSR", schema=SCHEMA)}),
            ("recordSchema", {"IcebergDestinationConfiguration": self.iceberg()}),
            ("appendOnly", {"IcebergDestinationConfiguration": self.iceberg(AppendOnly=False)}),
            ("enableTableCreation", {"IcebergDestinationConfiguration": self.iceberg(TableCreation={})}),
            (
                "enableSchemaEvolution",
                {"IcebergDestinationConfiguration": self.iceberg(SchemaEvolution={"EnableSchemaEvolution": True})},
            ),
            ("destinationTableList", {"IcebergDestinationConfiguration": self.iceberg(DestinationTableList=[])}),
            (
                "sourceList",
                {"IcebergDestinationConfiguration": self.iceberg(DestinationTableList=[{"PartitionSpec": by_hour}])},
            ),
            ("tags", {"Tags": {"aws:x": "y"}}),
        )
        for parameter, wrong in refused:
            with self.subTest(wrong):
                self.bad(parameter, self.kafka.create_channel, **self.members(**wrong))
        absent = self.source("absent")
        self.bad(
            "topicArn", self.kafka.create_channel, "NotFoundException", **self.members(TopicConfigurationList=absent)
        )
        self.channel()
        self.bad("channelName", self.kafka.create_channel, "ConflictException", **self.members())

    def test_only_clusters_of_express_brokers_have_them(self) -> None:
        for cluster in (self.create("standard"), self.create_serverless()):
            self.bad("clusterArn", self.kafka.create_channel, **self.members(ClusterArn=cluster))

    def test_names_are_of_a_cluster(self) -> None:
        first = self.channel()
        other = self.arn = self.create_express("other")
        self.topic("t")
        second = self.channel()
        self.assertNotEqual(first, second)
        self.assertEqual([it["ChannelArn"] for it in self.list()["Channels"]], [second])
        self.bad("channelArn", self.kafka.describe_channel, "NotFoundException", ClusterArn=other, ChannelArn=first)
        self.bad("channelArn", self.kafka.describe_channel, ClusterArn=other, ChannelArn="c")

    def list(self, **members: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.kafka.list_channels(ClusterArn=self.arn, **members)
        return answer

    def test_lists_are_by_topic_and_by_pages(self) -> None:
        for name, topic in (("a", "t"), ("b", "u"), ("c", "t")):
            self.channel(name, TopicConfigurationList=self.source(topic))
        first = self.list(TopicNameFilter="t", MaxResults=1)
        rest = self.list(TopicNameFilter="t", NextToken=first["NextToken"])
        channels = first["Channels"] + rest["Channels"]
        self.assertEqual([it["ChannelName"] for it in channels], ["a", "c"])
        read = self.read(channels[0]["ChannelArn"])
        self.assertEqual(channels[0], {name: read[name] for name in channels[0]})
        self.assertEqual(len(self.list()["Channels"]), 3)

    def test_the_states_go_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        self.operations(kafka_CreateChannel=takes, kafka_UpdateChannel=takes, kafka_DeleteChannel=takes)
        made = self.kafka.create_channel(**self.members())
        arn = made["ChannelArn"]
        change = {"ClusterArn": self.arn, "ChannelArn": arn, "S3DestinationUpdate": {"DataFreshnessInSeconds": 900}}
        self.during("CREATING", "CREATE_CHANNEL", made)
        self.bad("channelArn", self.kafka.update_channel, **change)
        self.later(60)
        self.after(made)
        updated = self.kafka.update_channel(**change)
        self.during("UPDATING", "UPDATE_CHANNEL", updated)
        self.assertEqual(self.freshness(arn), 600)
        self.bad("channelArn", self.kafka.delete_channel, ClusterArn=self.arn, ChannelArn=arn)
        self.later(60)
        self.after(updated)
        self.assertEqual(self.freshness(arn), 900)
        deleted = self.kafka.delete_channel(ClusterArn=self.arn, ChannelArn=arn)
        self.during("DELETING", "DELETE_CHANNEL", deleted)
        self.later(60)
        self.assertEqual(self.operation(deleted["ClusterOperationArn"])["OperationState"], "UPDATE_COMPLETE")
        self.bad("channelArn", self.kafka.describe_channel, "NotFoundException", ClusterArn=self.arn, ChannelArn=arn)
        self.assertEqual(self.list()["Channels"], [])
        self.channel()

    def during(self, state: str, kind: str, answer: dict[str, Any]) -> None:
        read = self.read(answer["ChannelArn"])
        self.assertEqual((read["Status"], read["ClusterOperationArn"]), (state, answer["ClusterOperationArn"]))
        operation = self.operation(answer["ClusterOperationArn"])
        self.assertEqual((operation["OperationType"], operation["OperationState"]), (kind, "PENDING"))
        newest = self.kafka.list_cluster_operations(ClusterArn=self.arn)["ClusterOperationInfoList"][0]
        self.assertEqual(newest["OperationArn"], answer["ClusterOperationArn"])
        # It is the cluster's operation, and yet the cluster is free for others.
        self.assertEqual(self.cluster(self.arn)["State"], "ACTIVE")

    def after(self, answer: dict[str, Any]) -> None:
        newest = self.kafka.list_cluster_operations(ClusterArn=self.arn)["ClusterOperationInfoList"][0]
        self.assertEqual(newest["OperationState"], "UPDATE_COMPLETE")
        read = self.read(answer["ChannelArn"])
        self.assertEqual(read["Status"], "ACTIVE")
        self.assertNotIn("ClusterOperationArn", read)

    def freshness(self, arn: str) -> int:
        return int(self.read(arn)["S3DestinationConfiguration"]["DataFreshnessInSeconds"])

    def test_an_update_is_of_the_destination_that_is_there(self) -> None:
        arn = self.channel()
        update = self.kafka.update_channel
        fresh = {"DataFreshnessInSeconds": 300}
        self.bad("channelArn", update, ClusterArn=self.arn, ChannelArn=arn, IcebergDestinationUpdate=fresh)
        self.bad(None, update, ClusterArn=self.arn, ChannelArn=arn)
        wrong = {"DataFreshnessInSeconds": 60}
        self.bad("dataFreshnessInSeconds", update, ClusterArn=self.arn, ChannelArn=arn, S3DestinationUpdate=wrong)

    def test_one_that_fails_says_why(self) -> None:
        badly = {"ends_badly": {"code": "NoSuchBucket", "message": "no bucket"}}
        self.operations(kafka_CreateChannel=badly, kafka_UpdateChannel=badly)
        made = self.kafka.create_channel(**self.members("failed"))
        read = self.read(made["ChannelArn"])
        self.assertEqual(
            (read["Status"], read["StateInfo"]), ("FAILED", {"Code": "NoSuchBucket", "Message": "no bucket"})
        )
        operation = self.operation(made["ClusterOperationArn"])
        self.assertEqual(operation["ErrorInfo"], {"ErrorCode": "NoSuchBucket", "ErrorString": "no bucket"})
        self.kafka.delete_channel(ClusterArn=self.arn, ChannelArn=made["ChannelArn"])
        arn = self.channel()
        change = {"DataFreshnessInSeconds": 300}
        self.kafka.update_channel(ClusterArn=self.arn, ChannelArn=arn, S3DestinationUpdate=change)
        read = self.read(arn)
        self.assertEqual((read["Status"], self.freshness(arn)), ("ACTIVE", 600))
        self.assertNotIn("StateInfo", read)

    def test_one_whose_topic_is_deleted_is_suspended(self) -> None:
        arn = self.channel()
        self.kafka.delete_topic(ClusterArn=self.arn, TopicName="t")
        self.assertEqual(self.read(arn)["Status"], "SUSPENDED")
        # Another topic of this name is not the one it delivered from.
        self.topic("t")
        self.assertEqual(self.read(arn)["Status"], "SUSPENDED")
        self.kafka.delete_channel(ClusterArn=self.arn, ChannelArn=arn)

    def test_they_are_tagged_and_end_with_their_cluster(self) -> None:
        arn = self.channel(Tags={"a": "1"})
        self.kafka.tag_resource(ResourceArn=arn, Tags={"b": "2"})
        self.kafka.untag_resource(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual(self.kafka.list_tags_for_resource(ResourceArn=arn)["Tags"], {"b": "2"})
        self.assertEqual(self.read(arn)["Tags"], {"b": "2"})
        self.kafka.delete_cluster(ClusterArn=self.arn)
        self.bad("clusterArn", self.kafka.describe_channel, "NotFoundException", ClusterArn=self.arn, ChannelArn=arn)
        self.bad("resourceArn", self.kafka.list_tags_for_resource, "NotFoundException", ResourceArn=arn)
