import json
import re
import time
from typing import Any

from tests.kafka import Kafka

OFF = {"Enabled": False}
ON = {"Enabled": True}


class Creation(Kafka):
    def test_aws_fills_in_what_nobody_asked_for(self) -> None:
        arn = self.create()
        self.assertRegex(arn, r"^arn:aws:kafka:us-east-1:\d{12}:cluster/c/[0-9a-f-]{36}-\d+$")
        cluster = self.cluster(arn)
        self.assertRegex(cluster["CurrentVersion"], "^K[0-9A-Z]{13}$")
        self.assertEqual(cluster["State"], "ACTIVE")
        self.assertEqual(cluster["EnhancedMonitoring"], "DEFAULT")
        self.assertEqual(cluster["StorageMode"], "LOCAL")
        self.assertEqual(cluster["CustomerActionStatus"], "NONE")
        self.assertEqual(cluster["Tags"], {})
        self.assertEqual(
            cluster["OpenMonitoring"],
            {"Prometheus": {"JmxExporter": {"EnabledInBroker": False}, "NodeExporter": {"EnabledInBroker": False}}},
        )
        self.assertEqual(cluster["EncryptionInfo"]["EncryptionInTransit"], {"ClientBroker": "TLS", "InCluster": True})
        key = cluster["EncryptionInfo"]["EncryptionAtRest"]["DataVolumeKMSKeyId"]
        self.assertRegex(key, r"^arn:aws:kms:us-east-1:\d{12}:key/[0-9a-f-]{36}$")
        for absent in ("LoggingInfo", "ClientAuthentication", "StateInfo", "ActiveOperationArn", "Rebalancing"):
            self.assertNotIn(absent, cluster)
        group = cluster["BrokerNodeGroupInfo"]
        self.assertEqual(group["BrokerAZDistribution"], "DEFAULT")
        self.assertEqual(group["ConnectivityInfo"]["PublicAccess"], {"Type": "DISABLED"})
        self.assertEqual(
            group["ConnectivityInfo"]["VpcConnectivity"]["ClientAuthentication"],
            {"Sasl": {"Scram": OFF, "Iam": OFF}, "Tls": OFF},
        )
        vpc = self.ec2.describe_subnets(SubnetIds=self.subnets[:1])["Subnets"][0]["VpcId"]
        default = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "group-name", "Values": ["default"]}]
        groups = self.ec2.describe_security_groups(Filters=default)["SecurityGroups"]
        self.assertEqual(group["SecurityGroups"], [groups[0]["GroupId"]])

    def test_what_was_asked_for_comes_back(self) -> None:
        key = self.client("kms").create_key()["KeyMetadata"]
        arn = self.create(
            EnhancedMonitoring="PER_BROKER",
            ClientAuthentication={"Sasl": {"Iam": ON}},
            EncryptionInfo={"EncryptionAtRest": {"DataVolumeKMSKeyId": key["KeyId"]}},
            LoggingInfo={"BrokerLogs": {"S3": {"Enabled": True, "Bucket": "logs"}}},
            OpenMonitoring={"Prometheus": {"JmxExporter": {"EnabledInBroker": True}}},
            BrokerNodeGroupInfo={"StorageInfo": {"EbsStorageInfo": {"VolumeSize": 10}}},
            Tags={"a": "1"},
        )
        cluster = self.cluster(arn)
        self.assertEqual(cluster["EnhancedMonitoring"], "PER_BROKER")
        self.assertEqual(cluster["ClientAuthentication"], {"Sasl": {"Scram": OFF, "Iam": ON}, "Unauthenticated": OFF})
        self.assertEqual(cluster["EncryptionInfo"]["EncryptionAtRest"]["DataVolumeKMSKeyId"], key["Arn"])
        self.assertEqual(
            cluster["LoggingInfo"]["BrokerLogs"],
            {"CloudWatchLogs": OFF, "Firehose": OFF, "S3": {"Enabled": True, "Bucket": "logs"}},
        )
        self.assertEqual(
            cluster["OpenMonitoring"]["Prometheus"],
            {"JmxExporter": {"EnabledInBroker": True}, "NodeExporter": {"EnabledInBroker": False}},
        )
        self.assertEqual(cluster["BrokerNodeGroupInfo"]["StorageInfo"], {"EbsStorageInfo": {"VolumeSize": 10}})
        self.assertEqual(cluster["Tags"], {"a": "1"})

    def test_both_versions_of_the_api_see_the_same_cluster(self) -> None:
        asked = self.asked("v2")
        del asked["ClusterName"]
        answer = self.kafka.create_cluster_v2(ClusterName="v2", Provisioned=asked, Tags={"a": "1"})
        self.assertEqual((answer["State"], answer["ClusterType"]), ("CREATING", "PROVISIONED"))
        first = self.cluster(answer["ClusterArn"])
        second = self.kafka.describe_cluster_v2(ClusterArn=answer["ClusterArn"])["ClusterInfo"]
        provisioned = second.pop("Provisioned")
        self.assertEqual(second.pop("ClusterType"), "PROVISIONED")
        self.assertEqual(first, {**second, **provisioned})

    def test_it_is_created_by_the_clock(self) -> None:
        self.operations(kafka_CreateCluster={"seconds": 30})
        arn = self.create()
        self.assertEqual(self.cluster(arn)["State"], "CREATING")
        self.assertNotIn("ZookeeperConnectString", self.cluster(arn))
        self.assertEqual(self.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"], [])
        message = self.bad(None, self.kafka.get_bootstrap_brokers, ClusterArn=arn)
        self.assertEqual(message, "You can't get bootstrap broker nodes for a cluster in CREATING state.")
        self.assertIn("CREATING", self.bad("clusterArn", self.kafka.delete_cluster, ClusterArn=arn))
        self.until(arn, "ACTIVE")
        self.assertIn("ZookeeperConnectString", self.cluster(arn))

    def test_its_security_groups_are_of_its_vpc(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
        group = self.ec2.create_security_group(GroupName="other", Description="other", VpcId=vpc)["GroupId"]
        asked = self.asked(BrokerNodeGroupInfo={"SecurityGroups": [group]})
        self.assertIn(group, self.bad("securityGroups", self.kafka.create_cluster, **asked))

    def test_it_has_thirty_brokers_at_most_and_sixty_without_zookeeper(self) -> None:
        for version, most in (("3.6.0", 30), ("3.9.x.kraft", 60)):
            arn = self.create(f"most-{most}", KafkaVersion=version, NumberOfBrokerNodes=most - 3)
            self.update(arn, "broker_count", TargetNumberOfBrokerNodes=most)
            self.assertEqual(self.cluster(arn)["NumberOfBrokerNodes"], most)
            self.bad_update(arn, "broker_count", "targetNumberOfBrokerNodes", TargetNumberOfBrokerNodes=most + 3)
            asked = self.asked("more", KafkaVersion=version, NumberOfBrokerNodes=most + 3)
            self.bad("numberOfBrokerNodes", self.kafka.create_cluster, **asked)

    def test_it_fails_where_a_test_demands_it_and_can_be_deleted(self) -> None:
        self.operations(kafka_CreateCluster={"ends_badly": {"code": "Limit", "message": "no more addresses"}})
        arn = self.create()
        cluster = self.cluster(arn)
        self.assertEqual(cluster["State"], "FAILED")
        self.assertEqual(cluster["StateInfo"], {"Code": "Limit", "Message": "no more addresses"})
        self.assertIn("in FAILED state", self.bad(None, self.kafka.get_bootstrap_brokers, ClusterArn=arn))
        self.kafka.delete_cluster(ClusterArn=arn)
        self.refused("NotFoundException", self.kafka.describe_cluster, ClusterArn=arn)

    def test_what_aws_refuses(self) -> None:
        volume = {"EbsStorageInfo": {"VolumeSize": 9}}
        fast = {"ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 250}}
        too_fast = {"Enabled": True, "VolumeThroughput": 900}
        group: dict[str, Any]
        for parameter, words, members in (
            ("clusterName", "characters that are not valid", {"name": "a_b"}),
            ("kafkaVersion", "Unsupported KafkaVersion [9.9]. Valid values: [", {"KafkaVersion": "9.9"}),
            ("kafkaVersion", "Standard instance types are not supported for", {"KafkaVersion": "2.2.1"}),
            ("numberOfBrokerNodes", "must be a multiple of Availability Zones", {"NumberOfBrokerNodes": 4}),
            (
                "clientAuthentication",
                "Unauthenticated cannot be set to false without enabling any authentication mechanisms",
                {"ClientAuthentication": {"Unauthenticated": OFF}},
            ),
            (
                "clientAuthentication",
                "enable unauthenticated traffic explicitly",
                {
                    "ClientAuthentication": {"Sasl": {"Iam": ON}},
                    "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}},
                },
            ),
            (
                "clientAuthentication",
                "must be set to either TLS or TLS_PLAINTEXT",
                {
                    "ClientAuthentication": {"Sasl": {"Iam": ON}},
                    "EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "PLAINTEXT"}},
                },
            ),
            (
                "clientAuthentication",
                "must also turn on in-cluster encryption",
                {
                    "ClientAuthentication": {"Sasl": {"Iam": ON}},
                    "EncryptionInfo": {"EncryptionInTransit": {"InCluster": False}},
                },
            ),
            (
                "clientAuthentication",
                "certificate authority ARNs",
                {"ClientAuthentication": {"Tls": {"CertificateAuthorityArnList": ["arn:aws:acm:x"]}}},
            ),
            ("configurationInfo", "Invalid Configuration ARN", {"ConfigurationInfo": {"Arn": "arn:x", "Revision": 1}}),
            ("brokerLogs", "one or more of the following", {"LoggingInfo": {"BrokerLogs": {}}}),
            ("brokerLogs", "a CloudWatch log group", {"LoggingInfo": {"BrokerLogs": {"CloudWatchLogs": ON}}}),
            ("openMonitoring", "at least one type of exporter", {"OpenMonitoring": {"Prometheus": {}}}),
            ("rebalancing", "Express", {"Rebalancing": {"Status": "ACTIVE"}}),
            ("tags", "reserved", {"Tags": {"aws:x": "1"}}),
        ):
            with self.subTest(words):
                self.assertIn(words, self.bad(parameter, self.create, **members))
        for parameter, words, group in (
            ("instanceType", "Unsupported InstanceType", {"InstanceType": "m5.large"}),
            ("brokerNodeGroupInfo", "two or three client subnets", {"ClientSubnets": self.subnets[:1]}),
            ("clientSubnets", "duplicate", {"ClientSubnets": [*self.subnets[:2], self.subnets[0]]}),
            ("clientSubnets", "does not exist", {"ClientSubnets": [*self.subnets[:2], "subnet-1"]}),
            ("securityGroups", "does not exist", {"SecurityGroups": ["sg-1"]}),
            (
                "publicAccess",
                "the only valid value for the Type parameter in PublicAccess is DISABLED",
                {"ConnectivityInfo": {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}},
            ),
            (
                "vpcConnectivity.clientAuthentication",
                "all vpcConnectivity auth schemes must be disabled",
                {"ConnectivityInfo": {"VpcConnectivity": {"ClientAuthentication": {"Sasl": {"Iam": ON}}}}},
            ),
            ("networkType", "only IPV4", {"ConnectivityInfo": {"NetworkType": "DUAL"}}),
            ("provisionedThroughput", "not supported", {"StorageInfo": {"EbsStorageInfo": fast}}),
            (
                "volumeSize",
                "greater than or equal to 10",
                {
                    "InstanceType": "kafka.m5.4xlarge",
                    "StorageInfo": {"EbsStorageInfo": {**volume["EbsStorageInfo"], **fast}},
                },
            ),
            (
                "volumeThroughput",
                "cannot exceed 593.75 MiB/s",
                {
                    "InstanceType": "kafka.m5.4xlarge",
                    "StorageInfo": {"EbsStorageInfo": {"ProvisionedThroughput": too_fast}},
                },
            ),
            (
                "volumeThroughput",
                "you must enable ProvisionedThroughput",
                {"StorageInfo": {"EbsStorageInfo": {"ProvisionedThroughput": {"VolumeThroughput": 250}}}},
            ),
        ):
            with self.subTest(words):
                self.assertIn(words, self.bad(parameter, self.create, BrokerNodeGroupInfo=group))
        small = {"BrokerNodeGroupInfo": {"InstanceType": "kafka.t3.small"}, "StorageMode": "TIERED"}
        self.bad("instanceType", self.create, **small)
        self.bad("storageMode", self.create, StorageMode="TIERED", KafkaVersion="3.5.1")
        self.assertEqual(self.kafka.list_clusters()["ClusterInfoList"], [])

    def test_a_name_is_taken_until_its_cluster_is_gone(self) -> None:
        arn = self.create("one")
        self.bad("clusterName", self.create, "ConflictException", name="one")
        self.operations(kafka_DeleteCluster={"seconds": 30})
        self.assertEqual(self.kafka.delete_cluster(ClusterArn=arn)["State"], "DELETING")
        self.bad("clusterName", self.create, "ConflictException", name="one")
        self.later(30)
        self.assertNotEqual(self.create("one"), arn)

    def test_deletion_may_ask_for_a_version(self) -> None:
        arn = self.create()
        message = self.bad("currentVersion", self.kafka.delete_cluster, ClusterArn=arn, CurrentVersion="K1")
        self.assertIn("isn\u2019t current", message)
        self.kafka.delete_cluster(ClusterArn=arn, CurrentVersion=self.cluster(arn)["CurrentVersion"])
        self.bad("clusterArn", self.kafka.describe_cluster, "NotFoundException", ClusterArn=arn)
        self.bad("clusterArn", self.kafka.describe_cluster_v2, "NotFoundException", ClusterArn=arn)

    def test_an_arn_that_is_none_is_a_bad_request(self) -> None:
        self.bad("clusterArn", self.kafka.describe_cluster, ClusterArn="c")


class Express(Kafka):
    def test_it_has_no_storage_and_balances_itself(self) -> None:
        cluster = self.cluster(self.create_express())
        self.assertNotIn("StorageInfo", cluster["BrokerNodeGroupInfo"])
        self.assertNotIn("StorageMode", cluster)
        self.assertEqual(cluster["Rebalancing"], {"Status": "ACTIVE"})

    def test_what_aws_refuses(self) -> None:
        instance = {"InstanceType": "express.m7g.large"}
        size = {"StorageInfo": {"EbsStorageInfo": {"VolumeSize": 10}}}
        self.bad("brokerNodeGroupInfo", self.create, BrokerNodeGroupInfo={**instance, **size})
        message = self.bad("storageMode", self.create_express, StorageMode="LOCAL")
        self.assertIn("not supported for Express instance types", message)
        message = self.bad("kafkaVersion", self.create_express, KafkaVersion="3.9.x")
        self.assertIn("Express instance types are not supported for Kafka version 3.9.x.", message)
        two = {**instance, "ClientSubnets": self.subnets[:2]}
        message = self.bad("brokerNodeGroupInfo", self.create, BrokerNodeGroupInfo=two, NumberOfBrokerNodes=2)
        self.assertIn("require 3 subnets", message)


class Serverless(Kafka):
    def test_it_has_one_address_and_no_brokers(self) -> None:
        arn = self.create_serverless()
        self.assertRegex(arn, r":cluster/s/[0-9a-f-]{36}-s\d$")
        cluster = self.kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
        self.assertEqual((cluster["ClusterType"], cluster["State"]), ("SERVERLESS", "ACTIVE"))
        self.assertNotIn("Provisioned", cluster)
        (config,) = cluster["Serverless"]["VpcConfigs"]
        self.assertEqual(config["SubnetIds"], self.subnets[:2])
        self.assertEqual(len(config["SecurityGroupIds"]), 1)
        brokers = self.brokers(arn)
        self.assertEqual(list(brokers), ["SaslIam"])
        self.assertRegex(
            brokers["SaslIam"], r"^boot-[a-z0-9]+\.c\d+\.kafka-serverless\.us-east-1\.amazonaws\.com:9098$"
        )

    def in_one_zone(self) -> list[str]:
        """Two subnets."""
        (first,) = self.ec2.describe_subnets(SubnetIds=self.subnets[:1])["Subnets"]
        place = {"VpcId": first["VpcId"], "AvailabilityZone": first["AvailabilityZone"]}
        return [first["SubnetId"], self.ec2.create_subnet(CidrBlock="172.31.128.0/24", **place)["Subnet"]["SubnetId"]]

    def test_two_of_its_subnets_may_share_a_zone(self) -> None:
        subnets = [*self.in_one_zone(), self.subnets[1]]
        serverless = {"VpcConfigs": [{"SubnetIds": subnets}], "ClientAuthentication": {"Sasl": {"Iam": ON}}}
        arn = self.kafka.create_cluster_v2(ClusterName="s", Serverless=serverless)["ClusterArn"]
        cluster = self.kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]
        self.assertEqual(cluster["Serverless"]["VpcConfigs"][0]["SubnetIds"], subnets)

    def test_the_first_api_does_not_know_it(self) -> None:
        arn = self.create_serverless()
        self.bad("clusterArn", self.kafka.describe_cluster, ClusterArn=arn)
        self.bad("clusterArn", self.kafka.list_nodes, ClusterArn=arn)
        self.assertEqual(self.kafka.list_clusters()["ClusterInfoList"], [])
        version = self.kafka.describe_cluster_v2(ClusterArn=arn)["ClusterInfo"]["CurrentVersion"]
        update = {"ClusterArn": arn, "CurrentVersion": version, "TargetNumberOfBrokerNodes": 6}
        self.bad("clusterArn", self.kafka.update_broker_count, **update)

    def test_what_aws_refuses(self) -> None:
        def create(config: dict[str, Any], iam: dict[str, bool] = ON) -> None:
            serverless = {"VpcConfigs": [config], "ClientAuthentication": {"Sasl": {"Iam": iam}}}
            self.kafka.create_cluster_v2(ClusterName="s", Serverless=serverless)

        self.bad("subnetIds", create, config={"SubnetIds": self.subnets[:1]})
        self.bad("clientSubnets", create, config={"SubnetIds": self.in_one_zone()})
        groups = {"SecurityGroupIds": [f"sg-{number}" for number in range(6)]}
        self.bad("securityGroupIds", create, config={"SubnetIds": self.subnets[:2], **groups})
        self.bad("clientAuthentication", create, config={"SubnetIds": self.subnets[:2]}, iam=OFF)
        self.bad("provisioned", self.kafka.create_cluster_v2, ClusterName="s")


class Lists(Kafka):
    def test_filters_and_pages(self) -> None:
        arns = [self.create(f"a{number}") for number in range(3)] + [self.create_serverless("as"), self.create("b")]

        def names(pages: Any, **filters: Any) -> list[str]:
            found = self.kafka.get_paginator(pages).paginate(PaginationConfig={"PageSize": 2}, **filters)
            return [one["ClusterName"] for page in found for one in page["ClusterInfoList"]]

        self.assertEqual(names("list_clusters"), ["a0", "a1", "a2", "b"])
        self.assertEqual(names("list_clusters", ClusterNameFilter="a"), ["a0", "a1", "a2"])
        self.assertEqual(names("list_clusters_v2"), ["a0", "a1", "a2", "as", "b"])
        self.assertEqual(names("list_clusters_v2", ClusterTypeFilter="SERVERLESS"), ["as"])
        self.assertEqual(names("list_clusters_v2", ClusterTypeFilter="PROVISIONED", ClusterNameFilter="b"), ["b"])
        page = self.kafka.list_clusters_v2(MaxResults=2)
        self.assertEqual([one["ClusterArn"] for one in page["ClusterInfoList"]], arns[:2])
        self.bad("nextToken", self.kafka.list_clusters, NextToken="?")

    def test_regions_and_accounts_are_apart(self) -> None:
        self.create()
        self.assertEqual(self.client("kafka", region="eu-west-1").list_clusters()["ClusterInfoList"], [])

    def test_a_reset_leaves_nothing(self) -> None:
        self.create()
        self.raw("POST", "/moto-api/reset")
        self.assertEqual(self.kafka.list_clusters_v2()["ClusterInfoList"], [])

    def test_a_hundred_clusters_stay_fast(self) -> None:
        begun = time.monotonic()
        arns = [self.create(f"c{number}") for number in range(100)]
        created = time.monotonic()
        for arn in arns:
            self.update(arn, "broker_count", TargetNumberOfBrokerNodes=6)
        self.assertEqual(len(self.kafka.list_clusters()["ClusterInfoList"]), 100)
        listed = time.monotonic()
        # Each is a few milliseconds; the bound is for busy machines.
        self.assertLess(created - begun, 10)
        self.assertLess(listed - created, 20)


class Nodes(Kafka):
    def test_brokers_go_round_the_subnets(self) -> None:
        arn = self.create(NumberOfBrokerNodes=6)
        nodes = self.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"]
        brokers = [node for node in nodes if "BrokerNodeInfo" in node]
        self.assertEqual([node["BrokerNodeInfo"]["BrokerId"] for node in brokers], [1, 2, 3, 4, 5, 6])
        self.assertEqual([node["BrokerNodeInfo"]["ClientSubnet"] for node in brokers], self.subnets[:3] * 2)
        self.assertEqual({node["InstanceType"] for node in brokers}, {"m5.large"})
        self.assertEqual(len({node["NodeARN"] for node in brokers}), 6)
        for node in brokers:
            self.assertRegex(node["BrokerNodeInfo"]["AttachedENIId"], "^eni-[0-9a-f]{17}$")
        zookeepers = [node["ZookeeperNodeInfo"]["ZookeeperId"] for node in nodes if "ZookeeperNodeInfo" in node]
        self.assertEqual(zookeepers, [1, 2, 3])

    def test_controllers_stand_in_for_zookeeper(self) -> None:
        arn = self.create(KafkaVersion="3.9.x.kraft")
        nodes = self.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"]
        self.assertEqual(len([node for node in nodes if "ControllerNodeInfo" in node]), 3)
        self.assertEqual([node for node in nodes if "ZookeeperNodeInfo" in node], [])
        self.assertNotIn("ZookeeperConnectString", self.cluster(arn))

    def test_they_come_in_pages(self) -> None:
        arn = self.create()
        page = self.kafka.list_nodes(ClusterArn=arn, MaxResults=4)
        rest = self.kafka.list_nodes(ClusterArn=arn, MaxResults=4, NextToken=page["NextToken"])
        self.assertEqual((len(page["NodeInfoList"]), len(rest["NodeInfoList"])), (4, 2))
        self.assertNotIn("NextToken", rest)


class Bootstrap(Kafka):
    def test_addresses_follow_authentication_and_encryption(self) -> None:
        def transit(kind: str) -> dict[str, Any]:
            return {"EncryptionInTransit": {"ClientBroker": kind}}

        tls = {"Tls": {"CertificateAuthorityArnList": ["arn:aws:acm-pca:us-east-1:1:certificate-authority/x"]}}
        for number, (ways, encryption, authentication) in enumerate(
            (
                (["Tls"], "TLS", None),
                (["", "Tls"], "TLS_PLAINTEXT", None),
                ([""], "PLAINTEXT", None),
                (["SaslIam"], "TLS", {"Sasl": {"Iam": ON}}),
                (["SaslScram"], "TLS", {"Sasl": {"Scram": ON}}),
                (["Tls"], "TLS", tls),
                (["", "Tls"], "TLS_PLAINTEXT", tls),
                (["SaslIam", "SaslScram", "Tls"], "TLS", {"Sasl": {"Iam": ON, "Scram": ON}, **tls}),
                (["", "SaslIam", "Tls"], "TLS_PLAINTEXT", {"Sasl": {"Iam": ON}, "Unauthenticated": ON}),
            )
        ):
            arn = self.create(f"c{number}", EncryptionInfo=transit(encryption), ClientAuthentication=authentication)
            brokers = self.brokers(arn)
            self.assertEqual(sorted(brokers), ways)
            for way, port in {"": 9092, "Tls": 9094, "SaslScram": 9096, "SaslIam": 9098}.items():
                if way in brokers:
                    name = rf"b-\d\.c{number}\.[a-z0-9]+\.c\d+\.kafka\.us-east-1\.amazonaws\.com:{port}"
                    self.assertRegex(brokers[way], rf"^{name},{name},{name}$")

    def numbers(self, arn: str) -> set[tuple[str, ...]]:
        """The numbers of the brokers that many calls tell, each in the order of the answer."""
        answers = [self.brokers(arn) for _ in range(40)]
        found = [{way: tuple(re.findall(r"b-(\d+)", them)) for way, them in it.items()} for it in answers]
        for ways in found:
            self.assertEqual(len(set(ways.values())), 1, "the same ones for each way in")
        return {next(iter(ways.values())) for ways in found}

    def test_three_are_told_in_no_order_and_others_each_time_where_there_are_more(self) -> None:
        group = {"ClientSubnets": self.subnets[:2]}
        ways = {"Sasl": {"Iam": ON, "Scram": ON}}
        for count, most in ((2, 2), (4, 3)):
            arn = self.create(
                f"c{count}", NumberOfBrokerNodes=count, BrokerNodeGroupInfo=group, ClientAuthentication=ways
            )
            found = self.numbers(arn)
            self.assertEqual({len(set(it)) for it in found}, {most})
            self.assertEqual({number for it in found for number in it}, {str(it + 1) for it in range(count)})
        found = self.numbers(self.create("c3", ClientAuthentication=ways))
        self.assertEqual({frozenset(it) for it in found}, {frozenset("123")})
        self.assertGreater(len(found), 1)


class Versions(Kafka):
    def test_versions_are_active_or_deprecated(self) -> None:
        pages = self.kafka.get_paginator("list_kafka_versions").paginate(PaginationConfig={"PageSize": 5})
        found = {one["Version"]: one["Status"] for page in pages for one in page["KafkaVersions"]}
        self.assertEqual((found["2.2.1"], found["3.6.0"], found["3.9.x.kraft"]), ("DEPRECATED", "ACTIVE", "ACTIVE"))

    def test_a_cluster_goes_up_and_keeps_its_metadata(self) -> None:
        def targets(arn: str) -> list[str]:
            (found,) = self.kafka.get_compatible_kafka_versions(ClusterArn=arn)["CompatibleKafkaVersions"]
            return found["TargetVersions"]

        self.assertEqual(targets(self.create("zk")), ["3.7.x", "3.8.x", "3.9.x"])
        self.assertEqual(targets(self.create("bridge", KafkaVersion="3.9.x")), ["3.9.x.kraft"])
        self.assertEqual(targets(self.create("last", KafkaVersion="4.2.x.kraft")), [])
        kraft = targets(self.create("kraft", KafkaVersion="3.8.x.kraft"))
        self.assertEqual(kraft[:2], ["3.9.x.kraft", "4.0.x.kraft"])
        self.assertEqual(targets(self.create_express()), ["3.8.x"])
        every = self.kafka.get_compatible_kafka_versions()["CompatibleKafkaVersions"]
        self.assertIn("2.2.1", [one["SourceVersion"] for one in every])

    def test_some_that_are_deprecated_are_still_made(self) -> None:
        arn = self.create(KafkaVersion="2.7.1")
        self.update(arn, "cluster_kafka_version", TargetKafkaVersion="2.8.0")
        self.assertEqual(self.cluster(arn)["CurrentBrokerSoftwareInfo"]["KafkaVersion"], "2.8.0")
        self.bad("kafkaVersion", self.kafka.create_cluster, **self.asked("old", KafkaVersion="2.5.1"))


class Tags(Kafka):
    def test_tags_of_a_cluster(self) -> None:
        arn = self.create(Tags={"a": "1", "b": "2"})
        self.kafka.tag_resource(ResourceArn=arn, Tags={"b": "3", "c": "4"})
        self.kafka.untag_resource(ResourceArn=arn, TagKeys=["a"])
        self.assertEqual(self.kafka.list_tags_for_resource(ResourceArn=arn)["Tags"], {"b": "3", "c": "4"})
        self.assertEqual(self.cluster(arn)["Tags"], {"b": "3", "c": "4"})

    def test_they_do_not_make_a_new_version(self) -> None:
        arn = self.create()
        before = self.cluster(arn)["CurrentVersion"]
        self.kafka.tag_resource(ResourceArn=arn, Tags={"a": "1"})
        self.assertEqual(self.cluster(arn)["CurrentVersion"], before)

    def test_what_aws_refuses(self) -> None:
        arn = self.create()
        self.bad("tags", self.kafka.tag_resource, ResourceArn=arn, Tags={"aws:x": "1"})
        self.bad("tags", self.kafka.tag_resource, ResourceArn=arn, Tags={str(number): "" for number in range(51)})
        self.kafka.delete_cluster(ClusterArn=arn)
        self.bad("resourceArn", self.kafka.list_tags_for_resource, "NotFoundException", ResourceArn=arn)

    def test_the_tagging_service_finds_them(self) -> None:
        arn = self.create(Tags={"a": "1"})
        found = self.client("resourcegroupstaggingapi").get_resources(ResourceTypeFilters=["kafka:cluster"])
        self.assertEqual([one["ResourceARN"] for one in found["ResourceTagMappingList"]], [arn])


class States(Kafka):
    def test_a_test_may_put_a_cluster_into_a_state(self) -> None:
        arn = self.create()
        for state in ("HEALING", "MAINTENANCE"):
            self.raw("POST", "/moto-api/standin/states", json.dumps({arn: {"state": state, "seconds": 3}}))
            self.assertEqual(self.cluster(arn)["State"], state)
            update = {"ClusterArn": arn, "CurrentVersion": "", "TargetNumberOfBrokerNodes": 6}
            self.assertIn(state, self.bad("clusterArn", self.kafka.update_broker_count, **update))
            self.until(arn, "ACTIVE")

    def test_a_state_holds_until_it_is_let_go(self) -> None:
        arn = self.create()
        self.raw("POST", "/moto-api/standin/states", json.dumps({arn: {"state": "HEALING"}}))
        self.later(3600)
        self.assertEqual(self.cluster(arn)["State"], "HEALING")
        self.raw("POST", "/moto-api/standin/states", json.dumps({arn: None}))
        self.assertEqual(self.cluster(arn)["State"], "ACTIVE")

    def test_a_demand_that_is_wrong_is_refused(self) -> None:
        for demand in ("[]", "{", '{"a": {}}', '{"a": {"state": "X", "other": 1}}', '{"a": {"state": 1}}'):
            self.assertEqual(self.raw("POST", "/moto-api/standin/states", demand)[0], 400)


class Faults(Kafka):
    def test_late_reads_do_not_show_a_cluster_that_was_just_made(self) -> None:
        self.operations(**{"kafka_*": {"late": 5}})
        arn = self.create()
        self.refused("NotFoundException", self.kafka.describe_cluster, ClusterArn=arn)
        self.later(6)
        self.assertEqual(self.cluster(arn)["State"], "ACTIVE")

    def test_calls_fail_and_are_throttled(self) -> None:
        arn = self.create()
        self.operations(
            kafka_UpdateBrokerCount={"throttles": {}}, kafka_DescribeCluster={"fails": {"code": "ForbiddenException"}}
        )
        update = {"ClusterArn": arn, "CurrentVersion": "K", "TargetNumberOfBrokerNodes": 6}
        self.refused("TooManyRequestsException", self.kafka.update_broker_count, **update)
        self.refused("ForbiddenException", self.kafka.describe_cluster, ClusterArn=arn)
        self.assertEqual(self.cluster(arn)["NumberOfBrokerNodes"], 3)
