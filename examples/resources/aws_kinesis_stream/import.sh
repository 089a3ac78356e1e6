# Import by the name of the stream.
terraform import aws_kinesis_stream.orders orders
