import boto3

boto3.client("kinesis").create_stream(StreamName="orders", ShardCount=1)
