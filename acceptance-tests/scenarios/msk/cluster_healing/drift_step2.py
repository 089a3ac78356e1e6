import json
import urllib.request

demands = {state["aws_msk_cluster.c"]["arn"]: {"state": "HEALING"}}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/states"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
