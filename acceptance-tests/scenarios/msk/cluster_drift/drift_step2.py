cluster = state["aws_msk_cluster.c"]
kafka = client("kafka")
version = kafka.describe_cluster(ClusterArn=cluster["arn"])["ClusterInfo"]["CurrentVersion"]
kafka.update_monitoring(ClusterArn=cluster["arn"], CurrentVersion=version, EnhancedMonitoring="DEFAULT")
kafka.tag_resource(ResourceArn=cluster["arn"], Tags={"by": "others"})
