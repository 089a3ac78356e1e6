"""What recorded answers of AWS show of clusters, and what it leaves out."""

from typing import Any

from tests.kafka import Kafka

ON, OFF = {"Enabled": True}, {"Enabled": False}


class Told(Kafka):
    def test_hosts_have_the_name_without_hyphens_cut_to_twenty_two(self) -> None:
        for name, host in (
            ("demo-cluster-1", "democluster1"),
            ("AWSKafkaTutorialCluster", "awskafkatutorialcluste"),
            ("a-" * 20 + "b", "a" * 20 + "b"),
        ):
            arn = self.create(name)
            number = arn.rpartition("-")[2]
            pattern = rf"^(b-\d\.{host}\.[a-z0-9]{{6}}\.c{number}\.kafka\.us-east-1\.amazonaws\.com:9094,?){{3}}$"
            self.assertRegex(self.brokers(arn)["Tls"], pattern)

    def test_addresses_of_zookeeper_are_three_and_stay_in_their_order(self) -> None:
        arn = self.create(NumberOfBrokerNodes=4, BrokerNodeGroupInfo={"ClientSubnets": self.subnets[:2]})
        cluster = self.cluster(arn)
        for name, port in (("ZookeeperConnectString", 2181), ("ZookeeperConnectStringTls", 2182)):
            hosts = cluster[name].split(",")
            self.assertEqual(sorted(host[:3] for host in hosts), ["z-1", "z-2", "z-3"])
            self.assertTrue(all(host.endswith(f":{port}") for host in hosts))
            self.assertEqual(self.cluster(arn)[name], cluster[name])
        orders = {self.cluster(self.create(f"c{number}"))["ZookeeperConnectString"][:3] for number in range(20)}
        self.assertGreater(len(orders), 1, "another order for another cluster")

    def test_zookeeper_is_not_told_while_a_cluster_is_deleted_nor_of_express_brokers(self) -> None:
        express = self.create_express(KafkaVersion="3.8.x")
        self.assertNotIn("ZookeeperConnectString", self.cluster(express))
        arn = self.create()
        self.operations(kafka_DeleteCluster={"seconds": 30})
        self.kafka.delete_cluster(ClusterArn=arn)
        cluster = self.cluster(arn)
        self.assertEqual(cluster["State"], "DELETING")
        self.assertNotIn("ZookeeperConnectString", cluster)

    def test_authentication_is_not_told_while_a_cluster_is_made(self) -> None:
        self.operations(kafka_CreateCluster={"seconds": 30})
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        (young,) = self.kafka.list_clusters_v2()["ClusterInfoList"]
        self.assertNotIn("ClientAuthentication", young["Provisioned"])
        self.until(arn, "ACTIVE")
        self.assertIn("ClientAuthentication", self.cluster(arn))

    def test_versions_are_not_unique_and_change_unasked(self) -> None:
        self.operations(kafka_CreateCluster={"seconds": 30}, kafka_DeleteCluster={"seconds": 30})
        first, second = self.create("first"), self.create("second")
        serverless = self.kafka.describe_cluster_v2(ClusterArn=self.create_serverless())["ClusterInfo"]
        new = [self.cluster(arn)["CurrentVersion"] for arn in (first, second)]
        self.assertEqual({*new, serverless["CurrentVersion"]}, {"K2EUQ1WTGCTBG2"})
        self.until(first, "ACTIVE")
        made = [self.cluster(arn)["CurrentVersion"] for arn in (first, second)]
        self.assertEqual(made[0], made[1])
        self.assertNotEqual(made[0], new[0])
        self.kafka.delete_cluster(ClusterArn=first)
        self.assertNotEqual(self.cluster(first)["CurrentVersion"], made[0])

    def test_tls_is_told_to_be_off_where_somebody_said_so(self) -> None:
        sasl: dict[str, Any] = {"Sasl": {"Scram": ON}}
        off: dict[str, Any] = {"CertificateAuthorityArnList": [], "Enabled": False}
        for number, (tls, told) in enumerate(
            (({}, None), ({"Tls": {}}, None), ({"Tls": {"CertificateAuthorityArnList": []}}, None), ({"Tls": OFF}, off))
        ):
            arn = self.create(f"c{number}", ClientAuthentication={**sasl, **tls})
            self.assertEqual(self.cluster(arn)["ClientAuthentication"].get("Tls"), told, tls)
        authorities = ["arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/a"]
        arn = self.create("tls", ClientAuthentication={"Tls": {"CertificateAuthorityArnList": authorities}})
        self.assertEqual(self.cluster(arn)["ClientAuthentication"]["Tls"]["Enabled"], True)
        self.update(arn, "security", ClientAuthentication={**sasl, "Tls": off})
        self.assertEqual(self.cluster(arn)["ClientAuthentication"]["Tls"], off)

    def test_a_serverless_cluster_has_no_connectivity(self) -> None:
        info = self.kafka.describe_cluster_v2(ClusterArn=self.create_serverless())["ClusterInfo"]
        self.assertEqual(set(info["Serverless"]), {"VpcConfigs", "ClientAuthentication"})

    def test_old_clusters_lack_what_came_later_until_it_is_told(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        now = self.cluster(arn)
        self.settings(kafka_old_clusters=True)
        old = self.cluster(arn)
        self.assertEqual(set(now) - set(old), {"StorageMode", "CustomerActionStatus"})
        self.assertEqual(old["BrokerNodeGroupInfo"]["ConnectivityInfo"], {"PublicAccess": {"Type": "DISABLED"}})
        self.assertNotIn("ZoneIds", old["BrokerNodeGroupInfo"])
        self.assertNotIn("Unauthenticated", old["ClientAuthentication"])
        volume = old["BrokerNodeGroupInfo"]["StorageInfo"]["EbsStorageInfo"]
        self.assertEqual(volume["ProvisionedThroughput"], OFF)
        self.assertNotIn("Rebalancing", self.cluster(self.create_express()))
        self.settings(kafka_old_clusters=False)
        self.assertEqual(self.cluster(arn), now)

    def test_a_type_of_brokers_that_is_not_there_is_refused_with_all_that_are_by_the_alphabet(self) -> None:
        asked = self.asked(BrokerNodeGroupInfo={"InstanceType": "kafka.m4.large"})
        message = self.bad("instanceType", self.kafka.create_cluster, **asked)
        self.assertTrue(message.startswith("Unsupported InstanceType specified. Valid values: [express.m7g.12xlarge, "))
        self.assertIn("kafka.m5.12xlarge, kafka.m5.16xlarge, kafka.m5.24xlarge, kafka.m5.2xlarge", message)

    def test_a_configuration_without_description_tells_none(self) -> None:
        made = self.kafka.create_configuration(Name="c", ServerProperties=b"")
        self.assertNotIn("Description", made["LatestRevision"])
        (listed,) = self.kafka.list_configurations()["Configurations"]
        read = self.kafka.describe_configuration(Arn=made["Arn"])
        for found in (listed, read):
            self.assertNotIn("Description", found)
            self.assertNotIn("Description", found["LatestRevision"])
        other = self.kafka.create_configuration(Name="d", Description="why", ServerProperties=b"")
        self.assertEqual(self.kafka.describe_configuration(Arn=other["Arn"])["Description"], "why")


class Operations(Kafka):
    def test_what_is_secured_is_not_told_before_it_begins(self) -> None:
        self.operations(kafka_UpdateSecurity={"seconds": 30})
        arn = self.create()
        operation = self.update(arn, "security", ClientAuthentication={"Sasl": {"Iam": ON}})
        self.assertEqual(operation["OperationState"], "PENDING")
        self.assertEqual((operation["SourceClusterInfo"], operation["TargetClusterInfo"]), ({}, {}))
        self.later(10)
        operation = self.operation(operation["OperationArn"])
        self.assertEqual(operation["OperationState"], "UPDATE_IN_PROGRESS")
        self.assertIn("ClientAuthentication", operation["TargetClusterInfo"])

    def test_a_configuration_comes_from_nowhere(self) -> None:
        first, second = (
            {"Arn": self.kafka.create_configuration(Name=name, ServerProperties=b"")["Arn"], "Revision": 1}
            for name in "ab"
        )
        arn = self.create(ConfigurationInfo=first)
        operation = self.update(arn, "cluster_configuration", ConfigurationInfo=second)
        self.assertEqual(operation["SourceClusterInfo"], {})
        self.assertEqual(operation["TargetClusterInfo"], {"ConfigurationInfo": second})


class Kraft(Kafka):
    """The way from ZooKeeper."""

    def refuses(self, arn: str) -> str:
        return self.bad_update(arn, "cluster_kafka_version", "targetKafkaVersion", TargetKafkaVersion="3.9.x.kraft")

    def test_a_cluster_leaves_zookeeper_where_it_is(self) -> None:
        arn = self.create(KafkaVersion="3.9.x")
        self.assertIn("turn off access to ZooKeeper", self.refuses(arn))
        self.update(arn, "connectivity", ZookeeperAccess=OFF)
        operation = self.update(arn, "cluster_kafka_version", TargetKafkaVersion="3.9.x.kraft")
        self.assertEqual(operation["OperationState"], "UPDATE_COMPLETE")
        cluster = self.cluster(arn)
        self.assertEqual(cluster["CurrentBrokerSoftwareInfo"]["KafkaVersion"], "3.9.x.kraft")
        self.assertNotIn("ZookeeperConnectString", cluster)
        self.assertNotIn("ZookeeperConnectStringTls", cluster)
        nodes = self.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"]
        self.assertEqual([node for node in nodes if "ZookeeperNodeInfo" in node], [])
        self.assertEqual(len([node for node in nodes if "ControllerNodeInfo" in node]), 3)

    def test_what_has_to_be_so(self) -> None:
        group = {"ClientSubnets": self.subnets[:2]}
        two = self.create("two", KafkaVersion="3.9.x", NumberOfBrokerNodes=2, BrokerNodeGroupInfo=group)
        self.assertIn("three Availability Zones", self.refuses(two))
        small = {"InstanceType": "kafka.t3.small"}
        self.assertIn("t3.small", self.refuses(self.create("small", KafkaVersion="3.9.x", BrokerNodeGroupInfo=small)))
        self.assertIn("3.8.x to 3.9.x.kraft", self.refuses(self.create("old", KafkaVersion="3.8.x")))
        monitoring = {"Prometheus": {"JmxExporter": {"EnabledInBroker": True}}}
        schemes = {"Sasl": {"Iam": ON}}
        public = self.create("public", KafkaVersion="3.9.x", OpenMonitoring=monitoring, ClientAuthentication=schemes)
        self.update(public, "connectivity", ConnectivityInfo={"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}})
        self.update(public, "connectivity", ZookeeperAccess=OFF)
        message = self.bad_update(public, "cluster_kafka_version", "publicAccess", TargetKafkaVersion="3.9.x.kraft")
        self.assertIn("open monitoring and public access", message)
