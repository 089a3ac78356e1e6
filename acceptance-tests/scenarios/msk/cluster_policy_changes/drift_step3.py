client("kafka").delete_cluster_policy(ClusterArn=state["aws_msk_cluster_policy.p"]["cluster_arn"])
