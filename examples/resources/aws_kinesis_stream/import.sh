# A stream is imported by its name.
terraform import aws_kinesis_stream.orders orders
