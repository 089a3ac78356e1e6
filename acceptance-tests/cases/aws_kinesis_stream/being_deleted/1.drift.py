import boto3
import json
import os
import urllib.request

demand = {"kinesis.DeleteStream": {"seconds": 3}}
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demand).encode(), method="POST"), timeout=60).close()

kinesis = boto3.client("kinesis")
kinesis.create_stream(StreamName="orders", ShardCount=1)
kinesis.delete_stream(StreamName="orders")
