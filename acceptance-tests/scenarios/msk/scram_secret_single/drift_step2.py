association = state["aws_msk_single_scram_secret_association.a[1]"]
client("kafka").batch_disassociate_scram_secret(
    ClusterArn=association["cluster_arn"], SecretArnList=[association["secret_arn"]]
)
