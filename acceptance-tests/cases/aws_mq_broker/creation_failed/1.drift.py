import json
import os
import urllib.request

reason = {"code": "INSUFFICIENT_CAPACITY", "message": "There is no capacity for mq.m5.large."}
demand = {"mq.CreateBroker": {"seconds": 1, "ends_badly": reason}}
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demand).encode(), method="POST"), timeout=60).close()
