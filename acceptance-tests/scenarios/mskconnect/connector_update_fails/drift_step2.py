import json
import urllib.request

demands = {
    "kafkaconnect.UpdateConnector": {"ends_badly": {"code": "Unhealthy", "message": "the tasks failed"}},
}
url = client("kafkaconnect").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
