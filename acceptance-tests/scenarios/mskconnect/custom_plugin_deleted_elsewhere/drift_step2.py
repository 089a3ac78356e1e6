client("kafkaconnect").delete_custom_plugin(customPluginArn=state["aws_mskconnect_custom_plugin.p"]["arn"])
