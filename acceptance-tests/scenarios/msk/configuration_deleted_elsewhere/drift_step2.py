client("kafka").delete_configuration(Arn=state["aws_msk_configuration.c"]["arn"])
