kafka = client("kafka")
for cluster in kafka.list_clusters_v2()["ClusterInfoList"]:
    kafka.delete_cluster(ClusterArn=cluster["ClusterArn"])
