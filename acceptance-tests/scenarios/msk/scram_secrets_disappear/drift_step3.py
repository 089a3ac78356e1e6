client("kafka").delete_cluster(ClusterArn=state["aws_msk_cluster.c"]["arn"])
