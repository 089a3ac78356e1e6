import json
import urllib.request

import boto3

url = boto3.client("sqs").meta.endpoint_url + "/moto-api/standin/operations"
demand = {
    "sqs.SetQueueAttributes": {
        "fails": {"code": "InvalidAttributeValue", "message": "Invalid value for the parameter Policy.", "next": 1}
    }
}
urllib.request.urlopen(url, json.dumps(demand).encode()).close()
