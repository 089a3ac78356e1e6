kafka = client("kafka")
kafka.delete_replicator(ReplicatorArn=state["aws_msk_replicator.r"]["arn"])
for name in ("source", "target"):
    kafka.delete_cluster(ClusterArn=state[f"aws_msk_cluster.{name}"]["arn"])
