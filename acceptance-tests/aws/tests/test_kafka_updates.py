from typing import Any

from tests.kafka import Kafka

OFF = {"Enabled": False}
ON = {"Enabled": True}
TLS = {"CertificateAuthorityArnList": ["arn:aws:acm-pca:us-east-1:1:certificate-authority/x"]}


class Updates(Kafka):
    def changed(self, arn: str, what: str, kind: str, **members: Any) -> dict[str, Any]:
        """Makes a change that has to succeed; the operation."""
        before = self.cluster(arn)["CurrentVersion"]
        operation = self.update(arn, what, **members)
        self.assertEqual((operation["OperationState"], operation["OperationType"]), ("UPDATE_COMPLETE", kind))
        after = self.cluster(arn)
        self.assertNotEqual(after["CurrentVersion"], before)
        self.assertEqual(after["State"], "ACTIVE")
        return operation

    def volume(self, arn: str) -> dict[str, Any]:
        return self.group(arn)["StorageInfo"]["EbsStorageInfo"]

    def of_size(self, size: int, instance: str = "kafka.m5.large", **members: Any) -> str:
        group = {"InstanceType": instance, "StorageInfo": {"EbsStorageInfo": {"VolumeSize": size}}}
        return self.create(BrokerNodeGroupInfo=group, **members)


class Rules(Updates):
    def test_a_version_that_was_seen_before_a_change_is_stale(self) -> None:
        arn = self.create()
        update = {"ClusterArn": arn, "CurrentVersion": self.cluster(arn)["CurrentVersion"]}
        self.kafka.update_broker_count(**update, TargetNumberOfBrokerNodes=6)
        message = self.bad("currentVersion", self.kafka.update_broker_count, **update, TargetNumberOfBrokerNodes=9)
        words = "The version of the cluster isn\u2019t current. Check the current version and try again."
        self.assertEqual(message, words)
        self.assertEqual(self.cluster(arn)["NumberOfBrokerNodes"], 6)

    def test_two_changes_at_once_are_refused(self) -> None:
        self.operations(kafka_UpdateBrokerCount={"seconds": 30})
        arn = self.create()
        version = self.cluster(arn)["CurrentVersion"]
        operation = self.update(arn, "broker_count", TargetNumberOfBrokerNodes=6)
        cluster = self.cluster(arn)
        self.assertEqual(cluster["State"], "UPDATING")
        self.assertEqual(cluster["ActiveOperationArn"], operation["OperationArn"])
        self.assertEqual(cluster["NumberOfBrokerNodes"], 3)
        self.assertIn("UPDATING", self.bad_update(arn, "monitoring", "clusterArn", EnhancedMonitoring="PER_BROKER"))
        self.bad("clusterArn", self.kafka.reboot_broker, ClusterArn=arn, BrokerIds=["1"])
        self.bad("clusterArn", self.kafka.delete_cluster, ClusterArn=arn)
        self.until(arn, "ACTIVE")
        self.assertEqual(self.cluster(arn)["NumberOfBrokerNodes"], 6)
        after = self.cluster(arn)
        self.assertNotIn("ActiveOperationArn", after)
        # It changes when an update begins, and when it ends.
        self.assertEqual(len({version, cluster["CurrentVersion"], after["CurrentVersion"]}), 3)

    def test_a_change_that_fails_leaves_the_cluster_as_it_was(self) -> None:
        self.operations(kafka_UpdateBrokerType={"ends_badly": {"code": "Capacity", "message": "none left"}})
        arn = self.create()
        before = self.cluster(arn)
        operation = self.update(arn, "broker_type", TargetInstanceType="kafka.m5.xlarge")
        self.assertEqual(operation["OperationState"], "UPDATE_FAILED")
        self.assertEqual(operation["ErrorInfo"], {"ErrorCode": "Capacity", "ErrorString": "none left"})
        self.assertEqual({**self.cluster(arn), "CurrentVersion": before["CurrentVersion"]}, before)
        self.assertEqual(
            self.update(arn, "broker_type", TargetInstanceType="kafka.m5.xlarge")["OperationState"], "UPDATE_COMPLETE"
        )

    def test_a_cluster_that_is_not_there(self) -> None:
        arn = self.create()
        self.kafka.delete_cluster(ClusterArn=arn)
        arguments = {"ClusterArn": arn, "CurrentVersion": "K", "TargetNumberOfBrokerNodes": 6}
        self.bad("clusterArn", self.kafka.update_broker_count, "NotFoundException", **arguments)


class BrokerCount(Updates):
    def test_it_grows_and_shrinks(self) -> None:
        arn = self.create()
        grown = self.changed(arn, "broker_count", "INCREASE_BROKER_COUNT", TargetNumberOfBrokerNodes=6)
        self.assertEqual(grown["SourceClusterInfo"], {"NumberOfBrokerNodes": 3})
        self.assertEqual(grown["TargetClusterInfo"]["NumberOfBrokerNodes"], 6)
        self.assertEqual(grown["TargetClusterInfo"]["BrokerCountUpdateInfo"], {"CreatedBrokerIds": [4, 5, 6]})
        shrunk = self.changed(arn, "broker_count", "DECREASE_BROKER_COUNT", TargetNumberOfBrokerNodes=3)
        self.assertEqual(shrunk["TargetClusterInfo"]["BrokerCountUpdateInfo"], {"DeletedBrokerIds": [4, 5, 6]})
        nodes = self.kafka.list_nodes(ClusterArn=arn)["NodeInfoList"]
        self.assertEqual(len([node for node in nodes if "BrokerNodeInfo" in node]), 3)

    def test_what_aws_refuses(self) -> None:
        arn = self.create(NumberOfBrokerNodes=9)
        for target, words in ((10, "multiple of Availability Zones"), (9, "any updates"), (3, "at most one broker")):
            parameter = None if target == 9 else "targetNumberOfBrokerNodes"
            message = self.bad_update(arn, "broker_count", parameter, TargetNumberOfBrokerNodes=target)
            self.assertIn(words, message)
        small = self.create("small", NumberOfBrokerNodes=6, BrokerNodeGroupInfo={"InstanceType": "kafka.t3.small"})
        self.bad_update(small, "broker_count", "targetNumberOfBrokerNodes", TargetNumberOfBrokerNodes=3)


class BrokerType(Updates):
    def test_sizes_and_families_change(self) -> None:
        arn = self.create()
        for target in ("kafka.m5.xlarge", "kafka.m7g.large", "kafka.m5.large"):
            before = self.group(arn)["InstanceType"]
            operation = self.changed(arn, "broker_type", "UPDATE_BROKER_TYPE", TargetInstanceType=target)
            # The operation leaves out what they begin with.
            self.assertEqual(operation["SourceClusterInfo"], {"InstanceType": before.removeprefix("kafka.")})
            self.assertEqual(operation["TargetClusterInfo"], {"InstanceType": target.removeprefix("kafka.")})
            self.assertEqual(self.group(arn)["InstanceType"], target)

    def test_what_aws_refuses(self) -> None:
        arn = self.create(KafkaVersion="2.8.1")
        for target in ("m5.large", "express.m7g.large", "kafka.t3.small"):
            self.bad_update(arn, "broker_type", "targetInstanceType", TargetInstanceType=target)
        self.bad_update(arn, "broker_type", "instanceType", TargetInstanceType="kafka.m7g.large")
        self.bad_update(arn, "broker_type", None, TargetInstanceType="kafka.m5.large")

    def test_throughput_holds_a_size(self) -> None:
        volume = {"VolumeSize": 100, "ProvisionedThroughput": {"Enabled": True, "VolumeThroughput": 250}}
        group = {"InstanceType": "kafka.m5.4xlarge", "StorageInfo": {"EbsStorageInfo": volume}}
        arn = self.create(BrokerNodeGroupInfo=group)
        self.bad_update(arn, "broker_type", "provisionedThroughput", TargetInstanceType="kafka.m5.large")
        self.changed(arn, "broker_type", "UPDATE_BROKER_TYPE", TargetInstanceType="kafka.m5.8xlarge")

    def test_express_brokers_change_their_size(self) -> None:
        arn = self.create_express()
        self.changed(arn, "broker_type", "UPDATE_BROKER_TYPE", TargetInstanceType="express.m7g.xlarge")
        self.bad_update(arn, "broker_type", "targetInstanceType", TargetInstanceType="kafka.m7g.xlarge")


class Storage(Updates):
    def test_volumes_grow(self) -> None:
        arn = self.of_size(10)
        target = [{"KafkaBrokerNodeId": "All", "VolumeSizeGB": 20}]
        operation = self.changed(arn, "broker_storage", "UPDATE_BROKER_STORAGE", TargetBrokerEBSVolumeInfo=target)
        self.assertEqual(operation["SourceClusterInfo"]["BrokerEBSVolumeInfo"][0]["VolumeSizeGB"], 10)
        self.assertEqual(operation["TargetClusterInfo"]["BrokerEBSVolumeInfo"][0]["VolumeSizeGB"], 20)
        self.assertEqual(self.volume(arn), {"VolumeSize": 20})
        every = [{"KafkaBrokerNodeId": broker, "VolumeSizeGB": 30} for broker in "123"]
        self.changed(arn, "broker_storage", "UPDATE_BROKER_STORAGE", TargetBrokerEBSVolumeInfo=every)
        self.assertEqual(self.volume(arn), {"VolumeSize": 30})

    def test_throughput_that_is_off_is_told_of_once_it_was_said(self) -> None:
        arn = self.of_size(100, "kafka.m5.4xlarge")
        target = [{"KafkaBrokerNodeId": "All", "ProvisionedThroughput": OFF}]
        self.bad_update(arn, "broker_storage", None, TargetBrokerEBSVolumeInfo=target)
        target[0]["VolumeSizeGB"] = 200
        self.changed(arn, "broker_storage", "UPDATE_BROKER_STORAGE", TargetBrokerEBSVolumeInfo=target)
        self.assertEqual(self.volume(arn), {"VolumeSize": 200, "ProvisionedThroughput": OFF})
        self.bad_update(arn, "broker_storage", None, TargetBrokerEBSVolumeInfo=target)

    def test_throughput_comes_and_goes(self) -> None:
        arn = self.of_size(100, "kafka.m5.4xlarge")
        for throughput in ({"Enabled": True, "VolumeThroughput": 250}, OFF):
            target = [{"KafkaBrokerNodeId": "All", "ProvisionedThroughput": throughput}]
            self.changed(arn, "broker_storage", "UPDATE_BROKER_STORAGE", TargetBrokerEBSVolumeInfo=target)
            self.assertEqual(self.volume(arn), {"VolumeSize": 100, "ProvisionedThroughput": throughput})

    def test_what_aws_refuses(self) -> None:
        arn = self.of_size(100)

        def refused(parameter: str | None, *targets: dict[str, Any]) -> str:
            return self.bad_update(arn, "broker_storage", parameter, TargetBrokerEBSVolumeInfo=list(targets))

        for size in (50, 99, 101, 109):
            message = refused("volumeSizeGB", {"KafkaBrokerNodeId": "All", "VolumeSizeGB": size})
            self.assertEqual(message, "To update storage, you must increase it by at least 10 GiB.")
        refused("volumeSizeGB", {"KafkaBrokerNodeId": "All", "VolumeSizeGB": 20000})
        refused("targetBrokerEBSVolumeInfo", {"KafkaBrokerNodeId": "1", "VolumeSizeGB": 200})
        fast = {"Enabled": True, "VolumeThroughput": 250}
        refused("provisionedThroughput", {"KafkaBrokerNodeId": "All", "ProvisionedThroughput": fast})
        self.assertEqual(
            refused(None, {"KafkaBrokerNodeId": "All", "VolumeSizeGB": 100}),
            "The request does not include any updates to the EBS volumes of the cluster. "
            "Verify the request, then try again.",
        )
        self.assertEqual(self.volume(arn), {"VolumeSize": 100})

    def test_tiered_storage_is_turned_on_for_good(self) -> None:
        arn = self.of_size(100)
        self.changed(arn, "storage", "UPDATE_STORAGE", StorageMode="TIERED", VolumeSizeGB=200)
        self.assertEqual((self.cluster(arn)["StorageMode"], self.volume(arn)), ("TIERED", {"VolumeSize": 200}))
        self.bad_update(arn, "storage", "storageMode", StorageMode="LOCAL")
        self.bad_update(arn, "storage", None, StorageMode="TIERED")
        self.bad_update(arn, "storage", "volumeSizeGB", VolumeSizeGB=100)

    def test_express_brokers_have_none(self) -> None:
        arn = self.create_express()
        target = [{"KafkaBrokerNodeId": "All", "VolumeSizeGB": 20}]
        self.bad_update(arn, "broker_storage", "clusterArn", TargetBrokerEBSVolumeInfo=target)
        self.bad_update(arn, "storage", "clusterArn", VolumeSizeGB=20)


class KafkaVersion(Updates):
    def test_it_goes_up(self) -> None:
        arn = self.create()
        operation = self.changed(
            arn, "cluster_kafka_version", "UPDATE_CLUSTER_KAFKA_VERSION", TargetKafkaVersion="3.8.x"
        )
        self.assertEqual(operation["SourceClusterInfo"], {"KafkaVersion": "3.6.0"})
        self.assertEqual(operation["TargetClusterInfo"], {"KafkaVersion": "3.8.x"})
        self.assertEqual(
            [step["StepName"] for step in operation["OperationSteps"]],
            ["INITIALIZE_UPDATE", "UPDATE_APACHE_KAFKA_BINARIES", "FINALIZE_UPDATE"],
        )
        self.assertEqual(self.cluster(arn)["CurrentBrokerSoftwareInfo"], {"KafkaVersion": "3.8.x"})

    def test_what_aws_refuses(self) -> None:
        arn = self.create()
        for target in ("3.5.1", "3.6.0", "3.9.x.kraft"):
            self.bad_update(arn, "cluster_kafka_version", "targetKafkaVersion", TargetKafkaVersion=target)
        message = self.bad_update(arn, "cluster_kafka_version", "kafkaVersion", TargetKafkaVersion="9.9")
        self.assertIn("Unsupported KafkaVersion [9.9]", message)
        missing = {"Arn": "arn:aws:kafka:us-east-1:1:configuration/x", "Revision": 1}
        upgrade = {"TargetKafkaVersion": "3.8.x", "ConfigurationInfo": missing}
        self.bad_update(arn, "cluster_kafka_version", "configurationInfo", **upgrade)


class Configuration(Updates):
    def test_one_that_is_not_there_is_refused(self) -> None:
        arn = self.create()
        missing = {"Arn": "arn:aws:kafka:us-east-1:1:configuration/x", "Revision": 1}
        message = self.bad_update(arn, "cluster_configuration", "configurationInfo", ConfigurationInfo=missing)
        self.assertEqual(message, "Invalid Configuration ARN.")


class Monitoring(Updates):
    def test_what_is_not_spoken_of_stays(self) -> None:
        arn = self.create()
        self.changed(arn, "monitoring", "UPDATE_MONITORING", EnhancedMonitoring="PER_BROKER")
        exporter = {"Prometheus": {"NodeExporter": {"EnabledInBroker": True}}}
        self.changed(arn, "monitoring", "UPDATE_MONITORING", OpenMonitoring=exporter)
        logs = {"BrokerLogs": {"Firehose": {"Enabled": True, "DeliveryStream": "d"}}}
        operation = self.changed(arn, "monitoring", "UPDATE_MONITORING", LoggingInfo=logs)
        cluster = self.cluster(arn)
        self.assertEqual(cluster["EnhancedMonitoring"], "PER_BROKER")
        self.assertEqual(
            cluster["OpenMonitoring"]["Prometheus"],
            {"JmxExporter": {"EnabledInBroker": False}, "NodeExporter": {"EnabledInBroker": True}},
        )
        expected = {"CloudWatchLogs": OFF, "Firehose": {"Enabled": True, "DeliveryStream": "d"}, "S3": OFF}
        self.assertEqual(cluster["LoggingInfo"]["BrokerLogs"], expected)
        self.assertEqual(operation["TargetClusterInfo"], {"LoggingInfo": {"BrokerLogs": expected}})
        self.assertEqual(operation["SourceClusterInfo"], {})

    def test_what_aws_refuses(self) -> None:
        arn = self.create()
        self.bad_update(arn, "monitoring", None)
        self.bad_update(arn, "monitoring", "openMonitoring", OpenMonitoring={"Prometheus": {}})
        self.bad_update(arn, "monitoring", "brokerLogs", LoggingInfo={"BrokerLogs": {"S3": ON}})


class Security(Updates):
    def test_schemes_are_turned_on_and_off_one_by_one(self) -> None:
        arn = self.create()
        self.changed(arn, "security", "UPDATE_SECURITY", ClientAuthentication={"Sasl": {"Iam": ON}})
        self.assertEqual(list(self.brokers(arn)), ["SaslIam"])
        self.changed(arn, "security", "UPDATE_SECURITY", ClientAuthentication={"Sasl": {"Scram": ON}, "Tls": TLS})
        self.assertEqual(sorted(self.brokers(arn)), ["SaslIam", "SaslScram", "Tls"])
        self.assertEqual(
            self.cluster(arn)["ClientAuthentication"],
            {"Sasl": {"Scram": ON, "Iam": ON}, "Tls": {**TLS, "Enabled": True}, "Unauthenticated": OFF},
        )
        off = {"Sasl": {"Iam": OFF, "Scram": OFF}}
        self.changed(arn, "security", "UPDATE_SECURITY", ClientAuthentication=off)
        self.assertEqual(list(self.brokers(arn)), ["Tls"])

    def test_encryption_in_transit(self) -> None:
        arn = self.create()
        both = {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}}
        operation = self.changed(arn, "security", "UPDATE_SECURITY", EncryptionInfo=both)
        self.assertEqual(
            operation["TargetClusterInfo"]["EncryptionInfo"]["EncryptionInTransit"],
            {"ClientBroker": "TLS_PLAINTEXT", "InCluster": True},
        )
        self.assertEqual(sorted(self.brokers(arn)), ["", "Tls"])

    def test_what_aws_refuses(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})

        def refused(parameter: str | None, words: str, **members: Any) -> None:
            self.assertIn(words, self.bad_update(arn, "security", parameter, **members))

        refused(None, "any updates to the security setting", ClientAuthentication={"Sasl": {"Iam": ON}})
        refused(None, "any updates to the security setting", ClientAuthentication={"Tls": {}})
        refused("clientAuthentication", "without enabling any", ClientAuthentication={"Sasl": {"Iam": OFF}})
        plain = {"EncryptionInTransit": {"ClientBroker": "PLAINTEXT"}}
        refused("clientAuthentication", "TLS or TLS_PLAINTEXT", EncryptionInfo=plain)
        at_rest = {"EncryptionAtRest": {"DataVolumeKMSKeyId": "k"}}
        refused("encryptionInfo", "encryption-at-rest", EncryptionInfo=at_rest)
        inside = {"EncryptionInTransit": {"InCluster": False}}
        refused("encryptionInfo", "inter-broker encryption", EncryptionInfo=inside)


class Connectivity(Updates):
    PUBLIC = {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
    FROM_VPCS = {"VpcConnectivity": {"ClientAuthentication": {"Sasl": {"Iam": ON}}}}

    def test_public_access(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        operation = self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=self.PUBLIC)
        self.assertEqual(operation["SourceClusterInfo"]["ConnectivityInfo"]["PublicAccess"], {"Type": "DISABLED"})
        brokers = self.brokers(arn)
        self.assertEqual(sorted(brokers), ["PublicSaslIam", "SaslIam"])
        self.assertRegex(brokers["PublicSaslIam"], r"^(b-\d-public\.c\.[^,]*:9198,?){3}$")
        closed = {"PublicAccess": {"Type": "DISABLED"}}
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=closed)
        self.assertEqual(list(self.brokers(arn)), ["SaslIam"])

    def test_other_vpcs(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=self.FROM_VPCS)
        self.assertEqual(
            self.group(arn)["ConnectivityInfo"]["VpcConnectivity"]["ClientAuthentication"],
            {"Sasl": {"Scram": OFF, "Iam": ON}, "Tls": OFF},
        )
        brokers = self.brokers(arn)["VpcConnectivitySaslIam"]
        # Each has a port of its own.
        self.assertRegex(
            ",".join(sorted(brokers.split(","))),
            r"^b-1\.iam\.c\.[^,]*:14001,b-2\.iam\.c\.[^,]*:14002,b-3\.iam\.c\.[^,]*:14003$",
        )
        self.bad_update(
            arn,
            "security",
            "vpcConnectivity.clientAuthentication",
            ClientAuthentication={"Sasl": {"Iam": OFF, "Scram": ON}},
        )

    def test_addresses_of_ipv6(self) -> None:
        arn = self.create()
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo={"NetworkType": "DUAL"})
        self.assertEqual(sorted(self.brokers(arn)), ["Tls", "TlsIpv6"])
        self.bad_update(arn, "connectivity", "networkType", ConnectivityInfo={"NetworkType": "IPV4"})

    def test_access_to_zookeeper(self) -> None:
        arn = self.create()
        operation = self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ZookeeperAccess=OFF)
        self.assertEqual(operation["SourceClusterInfo"], {"ZookeeperAccess": ON})
        self.assertEqual(operation["TargetClusterInfo"], {"ZookeeperAccess": OFF})
        self.bad_update(arn, "connectivity", "zookeeperAccess", ZookeeperAccess=OFF)
        self.bad_update(arn, "connectivity", "connectivityInfo", ZookeeperAccess=ON, ConnectivityInfo=self.PUBLIC)
        kraft = self.create("kraft", KafkaVersion="3.9.x.kraft")
        self.bad_update(kraft, "connectivity", "zookeeperAccess", ZookeeperAccess=OFF)

    def test_what_aws_refuses(self) -> None:
        anyone = self.create("anyone")
        self.bad_update(anyone, "connectivity", "publicAccess", ConnectivityInfo=self.PUBLIC)
        schemes = "vpcConnectivity.clientAuthentication"
        self.bad_update(anyone, "connectivity", schemes, ConnectivityInfo=self.FROM_VPCS)
        self.assertEqual(
            self.bad_update(
                anyone, "connectivity", "connectivityInfo", ConnectivityInfo={"PublicAccess": {"Type": "DISABLED"}}
            ),
            "The specified parameter value is identical to the current value for the cluster. "
            "Specify a different value, then try again.",
        )
        for nothing in ({}, {"ConnectivityInfo": {}}):
            message = self.bad_update(anyone, "connectivity", "ConnectivityInfo Or ZookeeperAccess", **nothing)
            self.assertEqual(message, "This required parameter is missing.")
        self.bad_update(anyone, "connectivity", "publicAccess", ConnectivityInfo={"PublicAccess": {"Type": "OTHER"}})
        small = {"InstanceType": "kafka.t3.small"}
        arn = self.create("small", BrokerNodeGroupInfo=small, ClientAuthentication={"Sasl": {"Iam": ON}})
        self.bad_update(arn, "connectivity", "publicAccess", ConnectivityInfo=self.PUBLIC)
        self.bad_update(arn, "connectivity", "vpcConnectivity", ConnectivityInfo=self.FROM_VPCS)

    def test_one_setting_changes_at_a_time(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        both = {**self.PUBLIC, **self.FROM_VPCS}
        message = self.bad_update(arn, "connectivity", "connectivityInfo", ConnectivityInfo=both)
        self.assertIn("You can't update multiple connectivity settings in the same request.", message)
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=self.PUBLIC)
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=both)

    def test_without_zookeeper_what_is_public_is_not_monitored(self) -> None:
        iam, monitoring = {"Sasl": {"Iam": ON}}, {"Prometheus": {"NodeExporter": {"EnabledInBroker": True}}}
        for arn in (
            self.create("kraft", KafkaVersion="3.9.x.kraft", ClientAuthentication=iam),
            self.create_express("express", ClientAuthentication=iam),
        ):
            self.changed(arn, "monitoring", "UPDATE_MONITORING", OpenMonitoring=monitoring)
            self.bad_update(arn, "connectivity", "publicAccess", ConnectivityInfo=self.PUBLIC)
        arn = self.create("public", KafkaVersion="3.9.x.kraft", ClientAuthentication=iam)
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=self.PUBLIC)
        self.bad_update(arn, "monitoring", "publicAccess", OpenMonitoring=monitoring)

    def test_what_is_public_stays_closed_to_the_unauthenticated(self) -> None:
        arn = self.create(ClientAuthentication={"Sasl": {"Iam": ON}})
        self.changed(arn, "connectivity", "UPDATE_CONNECTIVITY", ConnectivityInfo=self.PUBLIC)
        self.bad_update(arn, "security", "publicAccess", ClientAuthentication={"Unauthenticated": ON})
        plain = {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT"}}
        self.bad_update(arn, "security", "publicAccess", EncryptionInfo=plain)


class Rebalancing(Updates):
    def test_it_pauses_and_goes_on(self) -> None:
        arn = self.create_express()
        for status in ("PAUSED", "ACTIVE"):
            self.changed(arn, "rebalancing", "UPDATE_REBALANCING", Rebalancing={"Status": status})
            self.assertEqual(self.cluster(arn)["Rebalancing"], {"Status": status})
        self.bad_update(arn, "rebalancing", None, Rebalancing={"Status": "ACTIVE"})

    def test_standard_brokers_have_none(self) -> None:
        self.bad_update(self.create(), "rebalancing", "rebalancing", Rebalancing={"Status": "ACTIVE"})


class Reboot(Updates):
    def test_one_broker_at_a_time(self) -> None:
        self.operations(kafka_RebootBroker={"seconds": 30})
        arn = self.create()
        answer = self.kafka.reboot_broker(ClusterArn=arn, BrokerIds=["2"])
        self.assertEqual(self.cluster(arn)["State"], "REBOOTING_BROKER")
        operation = self.operation(answer["ClusterOperationArn"])
        self.assertEqual(
            (operation["OperationType"], operation["OperationState"]), ("REBOOT_NODE", "REBOOT_IN_PROGRESS")
        )
        self.until(arn, "ACTIVE")
        self.assertEqual(self.operation(answer["ClusterOperationArn"])["OperationState"], "REBOOT_COMPLETE")
        self.bad("brokerIds", self.kafka.reboot_broker, ClusterArn=arn, BrokerIds=["1", "2"])
        self.bad("brokerIds", self.kafka.reboot_broker, ClusterArn=arn, BrokerIds=["7"])
