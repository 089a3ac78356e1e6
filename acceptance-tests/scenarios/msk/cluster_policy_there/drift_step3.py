client("kafka").delete_cluster_policy(ClusterArn=state["aws_msk_cluster.c"]["arn"])
