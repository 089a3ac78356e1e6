import json
import urllib.request

demands = {
    "kafka.CreateVpcConnection": {"seconds": 3},
    "kafka.DeleteVpcConnection": {"seconds": 3},
}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
