client("sns").put_data_protection_policy(ResourceArn=state["aws_sns_topic.t"]["arn"], DataProtectionPolicy="")
