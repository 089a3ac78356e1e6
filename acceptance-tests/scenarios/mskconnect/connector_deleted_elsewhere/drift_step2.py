client("kafkaconnect").delete_connector(connectorArn=state["aws_mskconnect_connector.c"]["arn"])
