import json
from typing import Any

from tests.clusters import Clusters

PROPERTIES = b"auto.create.topics.enable = true\nlog.retention.hours=24\n"


class Configurations(Clusters):
    def configuration(self, name: str = "c", text: bytes = PROPERTIES, **members: Any) -> str:
        arn: str = self.kafka.create_configuration(Name=name, ServerProperties=text, **members)["Arn"]
        return arn

    def complaints(self, text: bytes) -> dict[str, str]:
        """What is said of each property."""
        message = self.refused("BadRequestException", self.kafka.create_configuration, Name="c", ServerProperties=text)
        return {it["name"]: " ".join(it["errorMessages"]) for it in json.loads(message)}

    def test_complaints_are_laid_out_as_those_of_aws(self) -> None:
        message = self.refused(
            "BadRequestException",
            self.kafka.create_configuration,
            Name="c",
            ServerProperties=b"nosuch=1\nauto.create.topics.enable=maybe",
            KafkaVersions=["3.6.0", "3.8.x"],
        )
        self.assertTrue(
            message.startswith(
                '[ {\n  "name" : "nosuch",\n  "value" : "1",\n'
                '  "errorMessages" : [ "Key \'nosuch\' is not supported by at least one Apache Kafka version. '
                'Key checked against versions: [3.6.0, 3.8.x]" ]\n}, {\n  "name" : "auto.create.topics.enable",'
            ),
            message,
        )

    def test_a_configuration_has_a_first_revision(self) -> None:
        arn = self.configuration(Description="text", KafkaVersions=["3.6.0"])
        self.assertRegex(arn, r"^arn:aws:kafka:us-east-1:123456789012:configuration/c/[0-9a-f-]{36}-\d+$")
        read = self.kafka.describe_configuration(Arn=arn)
        self.assertEqual((read["Name"], read["State"], read["KafkaVersions"]), ("c", "ACTIVE", ["3.6.0"]))
        latest = read["LatestRevision"]
        self.assertEqual((latest["Revision"], latest["Description"]), (1, "text"))
        revision = self.kafka.describe_configuration_revision(Arn=arn, Revision=1)
        self.assertEqual(revision["ServerProperties"], PROPERTIES)

    def test_an_update_is_a_new_revision(self) -> None:
        arn = self.configuration(Description="one")
        answer = self.kafka.update_configuration(Arn=arn, Description="two", ServerProperties=b"num.partitions=3")
        self.assertEqual(answer["LatestRevision"]["Revision"], 2)
        first, second = self.kafka.list_configuration_revisions(Arn=arn)["Revisions"]
        self.assertEqual((first["Description"], second["Description"]), ("one", "two"))
        for number, text in ((1, PROPERTIES), (2, b"num.partitions=3")):
            read = self.kafka.describe_configuration_revision(Arn=arn, Revision=number)
            self.assertEqual(read["ServerProperties"], text)
        self.refused("BadRequestException", self.kafka.describe_configuration_revision, Arn=arn, Revision=3)

    def test_unknown_properties_are_refused_each_by_its_name(self) -> None:
        complaints = self.complaints(b"num.partitions=1\nbroker.id=1\nlog.retention.hour=1\n")
        self.assertEqual(set(complaints), {"broker.id", "log.retention.hour"})

    def test_wrong_values_are_refused(self) -> None:
        for text, words in (
            (b"auto.create.topics.enable=yes", "true or false"),
            (b"num.partitions=many", "Not a number of type INT"),
            (b"num.partitions=0", "at least 1"),
            (b"num.partitions=2147483648", "Not a number of type INT"),
            (b"log.cleaner.min.cleanable.ratio=1.5", "between 0 and 1"),
            (b"compression.type=zip", "String must be one of"),
            (b"log.cleanup.policy=compact,keep", "subset"),
        ):
            with self.subTest(text):
                (message,) = self.complaints(text).values()
                self.assertIn(words, message)
        self.configuration(text=b"log.retention.ms=-1\nlog.cleanup.policy=compact,delete\n")

    def test_properties_are_text(self) -> None:
        self.bad("serverProperties", self.kafka.create_configuration, Name="c", ServerProperties=b"\xff\xfe")

    def test_properties_are_javas(self) -> None:
        self.configuration(text=b"# a comment\n! another\n\n num.partitions : 3\ncompression.type = \\\n   gzip\n")

    def test_an_update_is_checked_too(self) -> None:
        arn = self.configuration()
        self.refused("BadRequestException", self.kafka.update_configuration, Arn=arn, ServerProperties=b"a=b")
        self.assertEqual(len(self.kafka.list_configuration_revisions(Arn=arn)["Revisions"]), 1)

    def test_versions_are_of_kafka(self) -> None:
        create = self.kafka.create_configuration
        message = self.bad(
            "kafkaVersions", create, Name="c", ServerProperties=PROPERTIES, KafkaVersions=["3.6.0", "9.9"]
        )
        self.assertIn("Unsupported KafkaVersion [9.9]. Valid values: [", message)

    def test_names(self) -> None:
        arn = self.configuration()
        message = self.refused(
            "ConflictException", self.kafka.create_configuration, Name="c", ServerProperties=PROPERTIES
        )
        self.assertEqual(message, "A resource with this name already exists.")
        for name in ("a_b", "-a", "a b"):
            self.refused("BadRequestException", self.kafka.create_configuration, Name=name, ServerProperties=PROPERTIES)
        self.kafka.delete_configuration(Arn=arn)
        self.configuration()

    def test_deletion_goes_by_the_clock(self) -> None:
        self.operations(kafka_DeleteConfiguration={"seconds": 60})
        arn = self.configuration()
        self.assertEqual(self.kafka.delete_configuration(Arn=arn)["State"], "DELETING")
        self.assertEqual(self.kafka.describe_configuration(Arn=arn)["State"], "DELETING")
        self.refused("BadRequestException", self.kafka.update_configuration, Arn=arn, ServerProperties=PROPERTIES)
        self.refused("BadRequestException", self.kafka.delete_configuration, Arn=arn)
        self.later(60)
        message = self.refused("BadRequestException", self.kafka.describe_configuration, Arn=arn)
        self.assertEqual(message, "Configuration ARN does not exist")
        self.assertEqual(self.kafka.list_configurations()["Configurations"], [])

    def test_a_deletion_fails_where_a_test_demands_it(self) -> None:
        self.operations(kafka_DeleteConfiguration={"ends_badly": {"code": "a", "message": "b"}})
        arn = self.configuration()
        self.kafka.delete_configuration(Arn=arn)
        self.assertEqual(self.kafka.describe_configuration(Arn=arn)["State"], "DELETE_FAILED")
        self.kafka.delete_configuration(Arn=arn)
        self.assertEqual(self.kafka.list_configurations()["Configurations"], [])

    def test_a_configuration_in_use_stays(self) -> None:
        arn = self.configuration(KafkaVersions=["3.6.0"])
        cluster = self.owner(ConfigurationInfo={"Arn": arn, "Revision": 1})
        message = self.refused("BadRequestException", self.kafka.delete_configuration, Arn=arn)
        self.assertEqual(
            message, "Configuration is in use by one or more clusters. Dissociate the configuration from the clusters."
        )
        self.kafka.delete_cluster(ClusterArn=cluster)
        self.kafka.delete_configuration(Arn=arn)

    def test_lists_are_in_pages(self) -> None:
        for name in ("a", "b", "c"):
            self.configuration(name)
        first = self.kafka.list_configurations(MaxResults=2)
        rest = self.kafka.list_configurations(MaxResults=2, NextToken=first["NextToken"])
        names = [[it["Name"] for it in page["Configurations"]] for page in (first, rest)]
        self.assertEqual(names, [["a", "b"], ["c"]])
        self.assertNotIn("NextToken", rest)
