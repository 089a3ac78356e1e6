import json
import urllib.request

demands = {
    "kafkaconnect.CreateConnector": {"seconds": 3},
    "kafkaconnect.UpdateConnector": {"seconds": 3},
    "kafkaconnect.DeleteConnector": {"seconds": 3},
    "kafkaconnect.CreateCustomPlugin": {"seconds": 3},
    "kafkaconnect.DeleteCustomPlugin": {"seconds": 3},
    "kafkaconnect.DeleteWorkerConfiguration": {"seconds": 3},
}
url = client("kafkaconnect").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demands).encode(), method="POST"))
