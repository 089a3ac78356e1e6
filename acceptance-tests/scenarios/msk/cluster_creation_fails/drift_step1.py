import json
import urllib.request

demands = {
    "kafka.CreateCluster": {"ends_badly": {"code": "Limit", "message": "no more addresses"}},
}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
