import json
import urllib.request

demands = {
    "kafkaconnect.CreateConnector": {"ends_badly": {"code": "UnknownError.Unknown", "message": "The last operation failed"}},
}
url = client("kafkaconnect").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
