import json
import urllib.request

demands = {
    "kafka.CreateReplicator": {"ends_badly": {"code": "NoAccess", "message": "the role may not read"}},
}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
