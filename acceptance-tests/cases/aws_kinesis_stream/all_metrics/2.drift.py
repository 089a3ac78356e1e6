import boto3

boto3.client("kinesis").disable_enhanced_monitoring(StreamName="orders", ShardLevelMetrics=["OutgoingBytes"])
