import json
import urllib.request

demands = {
    "kafkaconnect.CreateCustomPlugin": {"ends_badly": {"code": "InvalidInput.InvalidFile", "message": "the file is broken"}},
}
url = client("kafkaconnect").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
