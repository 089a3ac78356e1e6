import boto3

# The quota of shards is 20000 here.
boto3.client("kinesis").create_stream(StreamName="theirs", ShardCount=19_996)
