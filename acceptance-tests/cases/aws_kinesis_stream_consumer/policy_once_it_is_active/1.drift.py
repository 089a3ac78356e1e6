import json
import os
import urllib.request

demand = {"kinesis.RegisterStreamConsumer": {"seconds": 3}, "kinesis.CreateStream": {"seconds": 2}}
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demand).encode(), method="POST"), timeout=60).close()
