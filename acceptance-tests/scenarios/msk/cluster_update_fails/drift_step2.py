import json
import urllib.request

demands = {
    "kafka.UpdateBrokerCount": {"ends_badly": {"code": "Capacity", "message": "none left"}},
}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
