client("kinesis").deregister_stream_consumer(ConsumerARN=state["aws_kinesis_stream_consumer.c"]["arn"])
