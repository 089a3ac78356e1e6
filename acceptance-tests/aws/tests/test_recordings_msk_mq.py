"""Recorded answers of MQ, MSK and MSK Connect are given here as well."""

import json
import unittest
from collections.abc import Callable
from typing import Any

from tests.kafka import Kafka
from tests.mq import Mq
from tests.recordings_msk_mq import FOLDER, UNNAMED, Fact, Recorded
from tests.test_kafkaconnect import MORE, KafkaConnect

ON, OFF = {"Enabled": True}, {"Enabled": False}


@unittest.skipUnless(FOLDER, UNNAMED)
class OfMq(Recorded, Mq):
    def test_recordings(self) -> None:
        self.holds("mq")

    def made(self, told: dict[str, Any], **members: Any) -> str:
        """A broker as it is told."""
        engine = told.get("EngineType", "ActiveMQ")
        asked = {
            "name": told.get("BrokerName", "b"),
            "EngineType": engine,
            "EngineVersion": "5.15.16" if engine == "ActiveMQ" else "3.13",
            "AutoMinorVersionUpgrade": told.get("AutoMinorVersionUpgrade", True),
            "HostInstanceType": told.get("HostInstanceType", "mq.m5.large"),
            "PubliclyAccessible": told.get("PubliclyAccessible", False),
            "SecurityGroups": None,
            "Tags": told.get("Tags"),
            **members,
        }
        if not told.get("EncryptionOptions", {}).get("UseAwsOwnedKey", True):
            asked["EncryptionOptions"] = told["EncryptionOptions"]
        if told.get("Users"):
            asked["Users"] = [
                {**user, "Username": user["Username"], "Password": "Password1234"} for user in told["Users"]
            ]
        return self.create(**{name: value for name, value in asked.items() if value is not None})

    def DescribeBroker(self, fact: Fact) -> dict[str, Any]:
        told = {**fact.line.get("input", {}), **fact.answer}
        told["EngineType"] = fact.answer.get("EngineType", "ActiveMQ")
        if "amqps" in fact.text:
            told["EngineType"] = "RabbitMQ"
        state = told.get("BrokerState", "RUNNING")
        if state != "RUNNING":
            name = {"CREATION_IN_PROGRESS": "mq_CreateBroker", "DELETION_IN_PROGRESS": "mq_DeleteBroker"}[state]
            self.operations(**{name: {"seconds": 60}})
        broker = self.made(told)
        if state == "DELETION_IN_PROGRESS":
            self.mq.delete_broker(BrokerId=broker)
        ours = self.read(broker)
        if fact.answer.get("Users") == [] and told["EngineType"] == "ActiveMQ":
            # Its user was made elsewhere, or none was; here a broker has one.
            ours["Users"] = []
        if "alias" in fact.answer.get("BrokerArn", ""):
            # It was mangled by hand.
            ours["BrokerArn"] = fact.answer["BrokerArn"]
        return ours

    def ListBrokers(self, fact: Fact) -> dict[str, Any]:
        for told in fact.answer["BrokerSummaries"]:
            self.made(told)
        ours = self.mq.list_brokers()
        if "alias" in fact.text:
            ours["BrokerSummaries"][0]["BrokerArn"] = fact.answer["BrokerSummaries"][0]["BrokerArn"]
        return ours

    def DeleteBroker(self, fact: Fact) -> dict[str, Any]:
        return self.mq.delete_broker(BrokerId=self.made({}))

    def ListConfigurations(self, fact: Fact) -> dict[str, Any]:
        for told in fact.answer["Configurations"]:
            engine = told["EngineType"].upper()
            self.mq.create_configuration(Name=told["Name"], EngineType=engine, EngineVersion="5.15.16")
        return self.mq.list_configurations()

    def _tagged(self, tags: dict[str, str]) -> str:
        arn = self.read(self.made({}))["BrokerArn"]
        self.mq.create_tags(ResourceArn=arn, Tags=tags)
        return arn

    def ListTags(self, fact: Fact) -> dict[str, Any]:
        return self.mq.list_tags(ResourceArn=self._tagged(fact.answer["Tags"]))

    def CreateTags(self, fact: Fact) -> dict[str, Any]:
        return self.mq.create_tags(ResourceArn=self._tagged({}), Tags={"a": "1"})

    def DeleteTags(self, fact: Fact) -> dict[str, Any]:
        return self.mq.delete_tags(ResourceArn=self._tagged({"a": "1"}), TagKeys=["a"])

    def DescribeBrokerInstanceOptions(self, fact: Fact) -> dict[str, Any]:
        (told,) = fact.answer["BrokerInstanceOptions"]
        asked = {"EngineType": "RABBITMQ", "HostInstanceType": told["HostInstanceType"]}
        ours = self.mq.describe_broker_instance_options(**asked)
        # us-west-1 has two zones, and the test's region others.
        ours["BrokerInstanceOptions"][0]["AvailabilityZones"] = told["AvailabilityZones"]
        return ours

    def errors(self) -> dict[str, Callable[[], Any]]:
        def of_another_vpc() -> None:
            ec2 = self.client("ec2")
            vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
            group = ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
            self.create(SecurityGroups=[group])

        users = [{"Username": it, "Password": "Password1234"} for it in ("first", "second")]
        user = {"Username": "first", "ConsoleAccess": True}
        return {
            "Audit logging": lambda: self.rabbit(Logs={"General": True, "Audit": False}),
            "encryptionOptions": lambda: self.rabbit(EncryptionOptions={"UseAwsOwnedKey": True}),
            "Specify exactly one": lambda: self.rabbit(Users=users),
            "Brokers on": lambda: self.rabbit(AutoMinorVersionUpgrade=False),
            "Broker engine version": lambda: self.rabbit(EngineVersion="3.13.7"),
            "Subnets must": of_another_vpc,
            "(words not kept) one subnet": lambda: self.create(SubnetIds=["subnet-1", "subnet-2"]),
            "Replication user": lambda: self.mq.update_user(BrokerId=self.create(), **user),
            "Changing security groups": lambda: self.mq.update_broker(BrokerId=self.rabbit(), SecurityGroups=["sg-2"]),
            "To manage broker users": lambda: self.mq.create_user(BrokerId=self.rabbit(), **users[1]),
        }


@unittest.skipUnless(FOLDER, UNNAMED)
class OfMsk(Recorded, Kafka):
    def test_recordings(self) -> None:
        self.holds("kafka")

    def made(self, told: dict[str, Any]) -> str:
        """A cluster as it is told."""
        if "Serverless" in told:
            return self.create_serverless(told["ClusterName"])
        of = told.get("Provisioned", told)
        group = of.get("BrokerNodeGroupInfo", {})
        subnets = len(group.get("ClientSubnets", "123"))
        asked_group: dict[str, Any] = {"ClientSubnets": self.subnets[:subnets]}
        for name in ("InstanceType", "StorageInfo"):
            if name in group:
                asked_group[name] = group[name]
        version = of.get("CurrentBrokerSoftwareInfo", {}).get("KafkaVersion", "3.6.0")
        schemes = of.get("ClientAuthentication")
        encryption = {"EncryptionAtRest": of["EncryptionInfo"]["EncryptionAtRest"]} if "EncryptionInfo" in of else None
        if "ConfigurationArn" in of.get("CurrentBrokerSoftwareInfo", {}):
            arn = self.kafka.create_configuration(Name="ds-msk-config-dev", ServerProperties=b"")["Arn"]
            self.kafka.update_configuration(Arn=arn, ServerProperties=b"auto.create.topics.enable=true")
            configuration = {"Arn": arn, "Revision": 2}
        else:
            configuration = None
        return self.create(
            told.get("ClusterName", "c"),
            KafkaVersion=version,
            NumberOfBrokerNodes=of.get("NumberOfBrokerNodes", 3),
            BrokerNodeGroupInfo=asked_group,
            ClientAuthentication=schemes,
            ConfigurationInfo=configuration,
            EncryptionInfo=encryption,
            EnhancedMonitoring=of.get("EnhancedMonitoring"),
            LoggingInfo=of.get("LoggingInfo"),
            OpenMonitoring=of.get("OpenMonitoring"),
            Tags=told.get("Tags"),
        )

    def listed(self, told: dict[str, Any]) -> str:
        """A cluster in the state that is told."""
        self.operations(kafka_CreateCluster={"seconds": 60 if told["State"] == "CREATING" else 0})
        return self.made(told)

    def ListClustersV2(self, fact: Fact) -> dict[str, Any]:
        for told in fact.answer["ClusterInfoList"]:
            self.listed(told)
        ours = self.kafka.list_clusters_v2()
        for recorded, its in zip(fact.answer["ClusterInfoList"], ours["ClusterInfoList"]):
            _like_groups(recorded.get("Provisioned", {}), its.get("Provisioned", {}))
        return ours

    def ListClusters(self, fact: Fact) -> dict[str, Any]:
        # It was made in 2022, and is told to have no throughput.
        self.settings(kafka_old_clusters=True)
        (told,) = fact.answer["ClusterInfoList"]
        self.listed(told)
        (old,) = self.kafka.list_clusters()["ClusterInfoList"]
        self.settings(kafka_old_clusters=False)
        (ours,) = self.kafka.list_clusters()["ClusterInfoList"]
        ours["BrokerNodeGroupInfo"]["StorageInfo"] = old["BrokerNodeGroupInfo"]["StorageInfo"]
        _like_groups(told, ours)
        return {"ClusterInfoList": [ours]}

    def DescribeCluster(self, fact: Fact) -> dict[str, Any]:
        told = fact.answer.get("ClusterInfo", fact.answer)
        state = told["State"]
        if state == "FAILED":
            self.operations(kafka_CreateCluster={"ends_badly": {"code": "Some", "message": "reason"}})
            return self.cluster(self.made(told))
        arn = self.listed(told)
        if state == "UPDATING":
            self.operations(kafka_UpdateMonitoring={"seconds": 60})
            self.update(arn, "monitoring", EnhancedMonitoring="PER_BROKER")
        if state == "DELETING":
            self.operations(kafka_DeleteCluster={"seconds": 60})
            self.kafka.delete_cluster(ClusterArn=arn)
        return {"ClusterInfo": self.cluster(arn)}

    def GetBootstrapBrokers(self, fact: Fact) -> dict[str, Any]:
        ways = {it.removeprefix("BootstrapBrokerString") for it in fact.answer}
        told = {"ClusterName": next(iter(fact.answer.values())).split(".")[1]}
        sasl = {way: {"Enabled": f"Sasl{way}" in ways} for way in ("Iam", "Scram")}
        has_sasl = any(it["Enabled"] for it in sasl.values())
        members: dict[str, Any] = {"ClientAuthentication": {"Sasl": sasl}} if has_sasl else {}
        members["EncryptionInfo"] = {"EncryptionInTransit": {"ClientBroker": "TLS_PLAINTEXT" if "" in ways else "TLS"}}
        if has_sasl and "Tls" in ways:
            members["ClientAuthentication"]["Unauthenticated"] = ON
        if fact.text.count("b-4"):
            members.update(NumberOfBrokerNodes=4, BrokerNodeGroupInfo={"ClientSubnets": self.subnets[:2]})
        return self.kafka.get_bootstrap_brokers(ClusterArn=self.create(told["ClusterName"], **members))

    def DeleteCluster(self, fact: Fact) -> dict[str, Any]:
        return self.kafka.delete_cluster(ClusterArn=self.create("demo-cluster-1"))

    def UpdateMonitoring(self, fact: Fact) -> dict[str, Any]:
        arn = self.create("demo-cluster-1")
        version = self.cluster(arn)["CurrentVersion"]
        update = {"ClusterArn": arn, "CurrentVersion": version, "EnhancedMonitoring": "PER_BROKER"}
        return self.kafka.update_monitoring(**update)

    def ListTagsForResource(self, fact: Fact) -> dict[str, Any]:
        return self.kafka.list_tags_for_resource(ResourceArn=self.create(Tags=fact.answer["Tags"]))

    def GetClusterPolicy(self, fact: Fact) -> dict[str, Any]:
        arn = self.create("demo-cluster-1", ClientAuthentication={"Sasl": {"Iam": ON}})
        told = fact.answer["Policy"].split(":cluster/demo-cluster-1/")
        policy = told[0].rpartition("arn:")[0] + arn + told[1][told[1].index('"') :]
        self.kafka.put_cluster_policy(ClusterArn=arn, Policy=policy)
        return self.kafka.get_cluster_policy(ClusterArn=arn)

    def _configuration(self, name: str = "foo-config") -> str:
        return self.kafka.create_configuration(Name=name, ServerProperties=b"")["Arn"]

    def ListConfigurations(self, fact: Fact) -> dict[str, Any]:
        arn = self._configuration()
        if "DELETING" in fact.text:
            self.operations(kafka_DeleteConfiguration={"seconds": 60})
            self.kafka.delete_configuration(Arn=arn)
        return self.kafka.list_configurations()

    def DeleteConfiguration(self, fact: Fact) -> dict[str, Any]:
        return self.kafka.delete_configuration(Arn=self._configuration())

    def DescribeClusterOperation(self, fact: Fact) -> dict[str, Any]:
        arn = self.create(BrokerNodeGroupInfo={"InstanceType": "kafka.t3.small"})
        if fact.answer["ClusterOperationInfo"]["OperationType"] == "UPDATE_BROKER_TYPE":
            return {"ClusterOperationInfo": self.update(arn, "broker_type", TargetInstanceType="kafka.m5.large")}
        self.operations(kafka_UpdateClusterKafkaVersion={"seconds": 60})
        return {"ClusterOperationInfo": self.update(arn, "cluster_kafka_version", TargetKafkaVersion="3.7.x")}

    def ListNodes(self, fact: Fact) -> dict[str, Any]:
        nodes = self.kafka.list_nodes(ClusterArn=self.create("Name"))["NodeInfoList"]
        return {"NodeInfoList": nodes[:1]}

    def BatchAssociateScramSecret(self, fact: Fact) -> dict[str, Any]:
        cluster = self.create(ClientAuthentication={"Sasl": {"Scram": ON}})
        name = "orders" if "prefix" in fact.text else "AmazonMSK_orders"
        key = self.client("kms").create_key()["KeyMetadata"]["KeyId"]
        secret = self.client("secretsmanager").create_secret(Name=name, SecretString="{}", KmsKeyId=key)["ARN"]
        self.settings(kafka_young_secrets_seconds=30)
        return self.kafka.batch_associate_scram_secret(ClusterArn=cluster, SecretArnList=[secret])

    def errors(self) -> dict[str, Callable[[], Any]]:
        kafka = self.kafka

        def asked(**members: Any) -> None:
            group = members.pop("group", {})
            kafka.create_cluster(**self.asked(BrokerNodeGroupInfo=group, **members))

        def failed() -> None:
            self.operations(kafka_CreateCluster={"ends_badly": {"code": "Some", "message": "reason"}})
            kafka.get_bootstrap_brokers(ClusterArn=self.create())

        def stale(arn: str) -> None:
            kafka.update_broker_count(ClusterArn=arn, CurrentVersion="K", TargetNumberOfBrokerNodes=6)

        def second_policy() -> None:
            arn = self.create()
            statement = {"Effect": "Allow", "Principal": {"AWS": "123456789012"}, "Action": "kafka:DescribeCluster"}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": arn}]})
            kafka.put_cluster_policy(ClusterArn=arn, Policy=policy)
            kafka.put_cluster_policy(ClusterArn=arn, Policy=policy.replace("DescribeCluster", "GetBootstrapBrokers"))

        def in_use() -> None:
            arn = self._configuration()
            self.create(ConfigurationInfo={"Arn": arn, "Revision": 1})
            kafka.delete_configuration(Arn=arn)

        express = {"InstanceType": "express.m7g.large"}
        open_vpc = {"VpcConnectivity": {"ClientAuthentication": {"Tls": ON}}}
        properties = {"Name": "c", "KafkaVersions": ["3.6.0"], "ServerProperties": b"nosuch=1"}
        return {
            "You can't get bootstrap": failed,
            "Unsupported InstanceType": lambda: asked(group={"InstanceType": "m5.large"}),
            "Unsupported KafkaVersion": lambda: asked(KafkaVersion="2.1"),
            "Express instance types": lambda: asked(group=express, KafkaVersion="3.9.x"),
            "When creating a cluster": lambda: asked(group={"ConnectivityInfo": open_vpc}),
            "A resource with this name": lambda: [self.create(), self.create()],
            "The version of the cluster": lambda: stale(self.create()),
            "This operation cannot be": lambda: stale(self.create_serverless()),
            "Current cluster policy": second_policy,
            "Configuration is in use": in_use,
            "[ {": lambda: kafka.create_configuration(**properties),
        }


def _like_groups(recorded: dict[str, Any], ours: dict[str, Any]) -> None:
    """Groups are as many as are asked for; here the default one is taken."""
    if "BrokerNodeGroupInfo" in recorded:
        ours["BrokerNodeGroupInfo"]["SecurityGroups"] = recorded["BrokerNodeGroupInfo"]["SecurityGroups"]


@unittest.skipUnless(FOLDER, UNNAMED)
class OfMskConnect(Recorded, KafkaConnect):
    def test_recordings(self) -> None:
        self.holds("kafkaconnect")

    def DescribeCustomPlugin(self, fact: Fact) -> dict[str, Any]:
        ours = self.connect.describe_custom_plugin(customPluginArn=self.plugin("name"))
        # Of a file that there is none of.
        ours["latestRevision"]["fileDescription"] = fact.answer["latestRevision"]["fileDescription"]
        return ours

    def DescribeConnector(self, fact: Fact) -> dict[str, Any]:
        self.operations(kafkaconnect_CreateConnector={"ends_badly": fact.answer["stateDescription"]})
        return self.read(self.connector())

    def CreateConnector(self, fact: Fact) -> dict[str, Any]:
        plugins = [{"customPlugin": {"customPluginArn": self.plugin(), "revision": 1}}]
        return self.connect.create_connector(**self.members("example", plugins=plugins))

    def UpdateConnector(self, fact: Fact) -> dict[str, Any]:
        arn = self.connector("example")
        self.operations(kafkaconnect_UpdateConnector={"seconds": 60})
        version = self.read(arn)["currentVersion"]
        return self.connect.update_connector(connectorArn=arn, currentVersion=version, capacity=MORE)

    def errors(self) -> dict[str, Callable[[], Any]]:
        return {}
