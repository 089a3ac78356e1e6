client("kinesis").register_stream_consumer(StreamARN=state["aws_kinesis_stream.s"]["arn"], ConsumerName="theirs")
