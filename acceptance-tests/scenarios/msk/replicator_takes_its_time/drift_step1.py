import json
import urllib.request

demands = {
    "kafka.CreateReplicator": {"seconds": 3},
    "kafka.UpdateReplicationInfo": {"seconds": 3},
    "kafka.DeleteReplicator": {"seconds": 3},
}
url = client("kafka").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
