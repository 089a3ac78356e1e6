client("kinesis").delete_resource_policy(ResourceARN=state["aws_kinesis_stream_consumer.c"]["arn"])
