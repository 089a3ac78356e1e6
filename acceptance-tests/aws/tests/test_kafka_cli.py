"""The `aws` command line takes a cluster through its whole life, and boto3 sees what it did."""

import json
import os
import shutil
import subprocess
import unittest
from typing import Any

from tests.kafka import Kafka


@unittest.skipUnless(shutil.which("aws"), "the aws command line is not installed")
class CommandLine(Kafka):
    def aws(self, command: str, **options: Any) -> dict[str, Any]:
        """The answer; an option that is no text is given as JSON."""
        words = ["aws", "--endpoint-url", self.url, "--output", "json", "kafka", command]
        for name, value in options.items():
            words += ["--" + name.replace("_", "-"), value if isinstance(value, str) else json.dumps(value)]
        environment = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
        }
        done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else {}

    def update_by_aws(self, arn: str, what: str, **options: Any) -> None:
        version = self.cluster(arn)["CurrentVersion"]
        answer = self.aws(f"update-{what}", cluster_arn=arn, current_version=version, **options)
        self.assertEqual(self.operation(answer["ClusterOperationArn"])["OperationState"], "UPDATE_COMPLETE")

    def test_a_life(self) -> None:
        group = {
            "ClientSubnets": self.subnets[:3],
            "InstanceType": "kafka.m5.large",
            "StorageInfo": {"EbsStorageInfo": {"VolumeSize": 10}},
        }
        arn = self.aws(
            "create-cluster",
            cluster_name="c",
            kafka_version="3.6.0",
            number_of_broker_nodes="3",
            broker_node_group_info=group,
            client_authentication={"Sasl": {"Iam": {"Enabled": True}}},
        )["ClusterArn"]
        volumes = [{"KafkaBrokerNodeId": "All", "VolumeSizeGB": 20}]
        self.update_by_aws(arn, "broker-storage", target_broker_ebs_volume_info=volumes)
        self.update_by_aws(arn, "broker-type", target_instance_type="kafka.m5.xlarge")
        self.update_by_aws(arn, "broker-count", target_number_of_broker_nodes="6")
        self.update_by_aws(arn, "cluster-kafka-version", target_kafka_version="3.8.x")
        self.update_by_aws(arn, "monitoring", enhanced_monitoring="PER_BROKER")
        self.update_by_aws(arn, "security", client_authentication={"Sasl": {"Scram": {"Enabled": True}}})
        public = {"PublicAccess": {"Type": "SERVICE_PROVIDED_EIPS"}}
        self.update_by_aws(arn, "connectivity", connectivity_info=public)
        self.update_by_aws(arn, "storage", storage_mode="TIERED")
        self.aws("reboot-broker", cluster_arn=arn, broker_ids=["1"])
        self.aws("tag-resource", resource_arn=arn, tags={"a": "1"})

        cluster = self.cluster(arn)
        self.assertEqual(cluster["BrokerNodeGroupInfo"]["StorageInfo"], {"EbsStorageInfo": {"VolumeSize": 20}})
        self.assertEqual(cluster["BrokerNodeGroupInfo"]["InstanceType"], "kafka.m5.xlarge")
        self.assertEqual(cluster["BrokerNodeGroupInfo"]["ConnectivityInfo"]["PublicAccess"], public["PublicAccess"])
        self.assertEqual(cluster["NumberOfBrokerNodes"], 6)
        self.assertEqual(cluster["CurrentBrokerSoftwareInfo"]["KafkaVersion"], "3.8.x")
        self.assertEqual(cluster["EnhancedMonitoring"], "PER_BROKER")
        self.assertEqual(cluster["StorageMode"], "TIERED")
        self.assertEqual(cluster["Tags"], {"a": "1"})
        self.assertEqual(sorted(self.brokers(arn)), ["PublicSaslIam", "PublicSaslScram", "SaslIam", "SaslScram"])
        self.assertEqual(self.aws("describe-cluster", cluster_arn=arn)["ClusterInfo"]["ClusterName"], "c")
        operations = self.aws("list-cluster-operations", cluster_arn=arn)["ClusterOperationInfoList"]
        self.assertEqual(len(operations), 9)

        self.assertEqual(self.aws("delete-cluster", cluster_arn=arn)["State"], "DELETING")
        self.assertEqual(self.aws("list-clusters-v2")["ClusterInfoList"], [])

    def test_express_and_serverless(self) -> None:
        group = {"ClientSubnets": self.subnets[:3], "InstanceType": "express.m7g.large"}
        provisioned = {"BrokerNodeGroupInfo": group, "KafkaVersion": "3.6.0", "NumberOfBrokerNodes": 3}
        arn = self.aws("create-cluster-v2", cluster_name="e", provisioned=provisioned)["ClusterArn"]
        self.update_by_aws(arn, "rebalancing", rebalancing={"Status": "PAUSED"})
        self.assertEqual(self.cluster(arn)["Rebalancing"], {"Status": "PAUSED"})
        serverless = {
            "VpcConfigs": [{"SubnetIds": self.subnets[:2]}],
            "ClientAuthentication": {"Sasl": {"Iam": {"Enabled": True}}},
        }
        self.aws("create-cluster-v2", cluster_name="s", serverless=serverless)
        names = [one["ClusterName"] for one in self.aws("list-clusters-v2")["ClusterInfoList"]]
        self.assertEqual(names, ["e", "s"])
