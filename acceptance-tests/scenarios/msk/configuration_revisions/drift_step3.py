client("kafka").update_configuration(
    Arn=state["aws_msk_configuration.c"]["arn"],
    Description="elsewhere",
    ServerProperties=b"num.partitions=7",
)
