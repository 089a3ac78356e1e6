association = state["aws_msk_scram_secret_association.a"]
client("kafka").batch_disassociate_scram_secret(
    ClusterArn=association["cluster_arn"], SecretArnList=association["secret_arn_list"]
)
