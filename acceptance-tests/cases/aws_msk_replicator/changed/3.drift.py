"""Somebody replicates all topics."""

import boto3

kafka = boto3.client("kafka")
found = kafka.list_replicators()["Replicators"]
replicator = kafka.describe_replicator(ReplicatorArn=found[0]["ReplicatorArn"])
clusters = {it["KafkaClusterAlias"]: it["AmazonMskCluster"]["MskClusterArn"] for it in replicator["KafkaClusters"]}
info = replicator["ReplicationInfoList"][0]
kafka.update_replication_info(
    ReplicatorArn=replicator["ReplicatorArn"],
    CurrentVersion=replicator["CurrentVersion"],
    SourceKafkaClusterArn=clusters[info["SourceKafkaClusterAlias"]],
    TargetKafkaClusterArn=clusters[info["TargetKafkaClusterAlias"]],
    TopicReplication={
        "CopyAccessControlListsForTopics": True,
        "CopyTopicConfigurations": True,
        "DetectAndCopyNewTopics": True,
        "TopicsToExclude": [],
        "TopicsToReplicate": [".*"],
    },
)
