client("kafka").delete_vpc_connection(Arn=state["aws_msk_vpc_connection.v"]["arn"])
