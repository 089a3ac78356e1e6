import json
import urllib.request

import boto3

url = boto3.client("sqs").meta.endpoint_url + "/moto-api/standin/operations"
demand = {
    name: {"fails": {"code": "InvalidAttributeValue", "message": "Invalid value for the parameter Policy.", "next": 3}}
    for name in ["sqs.CreateQueue", "sqs.SetQueueAttributes"]
}
urllib.request.urlopen(url, json.dumps(demand).encode()).close()
