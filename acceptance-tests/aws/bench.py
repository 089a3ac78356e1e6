"""How the stand-in bears many objects: `python bench.py [--topics 1000] [--clusters 100]`.

Starts a server of its own. Each call is timed from the client's side; a column is the median over
the first or the last tenth of the objects, so that what grows with their number shows.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config


class Times:
    """Milliseconds of each call, by what it does."""

    def __init__(self) -> None:
        self._of: dict[str, list[float]] = {}

    def take(self, what: str, call: Callable[..., Any], **members: Any) -> Any:
        began = time.perf_counter()
        answer = call(**members)
        self._of.setdefault(what, []).append((time.perf_counter() - began) * 1000)
        return answer

    def table(self) -> str:
        lines = ["| call | calls | first tenth | last tenth | longest |", "|---|--:|--:|--:|--:|"]
        for what, times in self._of.items():
            tenth = max(1, len(times) // 10)
            ends = [statistics.median(part) for part in (times[:tenth], times[-tenth:])]
            figures = [f"{it:.1f} ms" for it in (*ends, max(times))]
            lines.append(f"| {what} | {len(times)} | {' | '.join(figures)} |")
        return "\n".join(lines)


def topics(client: Callable[[str], Any], count: int, times: Times) -> None:
    """Topics with a subscription each, of one queue."""
    sns, sqs = client("sns"), client("sqs")
    url = sqs.create_queue(QueueName="bench")["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    for number in range(count):
        topic = times.take("sns.CreateTopic", sns.create_topic, Name=f"bench-{number}")["TopicArn"]
        times.take("sns.Subscribe", sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=queue)
        times.take("sns.GetTopicAttributes", sns.get_topic_attributes, TopicArn=topic)
        subscriptions = times.take("sns.ListSubscriptionsByTopic", sns.list_subscriptions_by_topic, TopicArn=topic)[
            "Subscriptions"
        ]
        arn = subscriptions[0]["SubscriptionArn"]
        times.take("sns.GetSubscriptionAttributes", sns.get_subscription_attributes, SubscriptionArn=arn)
        times.take("sns.ListTopics, a page", sns.list_topics)
    for number in range(count):
        topic = f"{topic.rpartition(':')[0]}:bench-{number}"
        times.take("sns.DeleteTopic", sns.delete_topic, TopicArn=topic)


def clusters(client: Callable[[str], Any], count: int, times: Times) -> None:
    """MSK clusters of three brokers."""
    ec2, kafka = client("ec2"), client("kafka")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        for number, zone in enumerate("abc")
    ]
    group = ec2.create_security_group(GroupName="bench", Description="bench", VpcId=vpc)["GroupId"]
    brokers = {
        "InstanceType": "kafka.m5.large",
        "ClientSubnets": [subnet["Subnet"]["SubnetId"] for subnet in subnets],
        "SecurityGroups": [group],
    }
    made = []
    for number in range(count):
        provisioned = {"BrokerNodeGroupInfo": brokers, "KafkaVersion": "3.6.0", "NumberOfBrokerNodes": 3}
        cluster = times.take(
            "kafka.CreateClusterV2", kafka.create_cluster_v2, ClusterName=f"bench-{number}", Provisioned=provisioned
        )["ClusterArn"]
        times.take("kafka.DescribeClusterV2", kafka.describe_cluster_v2, ClusterArn=cluster)
        times.take("kafka.ListClustersV2, a page", kafka.list_clusters_v2)
        made.append(cluster)
    for cluster in made:
        times.take("kafka.DeleteCluster", kafka.delete_cluster, ClusterArn=cluster)


def main() -> None:
    parser = argparse.ArgumentParser(description="How the stand-in bears many objects.")
    parser.add_argument("--topics", type=int, default=1000)
    parser.add_argument("--clusters", type=int, default=100)
    options = parser.parse_args()
    command = [sys.executable, "-m", "standin", "--exit-with-input"]
    here = Path(__file__).resolve().parent
    with subprocess.Popen(command, cwd=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout and server.stdin
        url = server.stdout.readline().strip()

        def client(service: str) -> Any:
            return boto3.client(
                service,
                region_name="us-east-1",
                endpoint_url=url,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",
                config=Config(retries={"total_max_attempts": 1}),
            )

        times = Times()
        try:
            if options.topics:
                topics(client, options.topics, times)
            if options.clusters:
                clusters(client, options.clusters, times)
        finally:
            server.stdin.close()
        print(times.table())


if __name__ == "__main__":
    main()
