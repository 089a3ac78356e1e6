import json
import urllib.request

url = client("kinesis").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(url, json.dumps({
    "kinesis.CreateStream": {"seconds": 12},
    "kinesis.UpdateShardCount": {"seconds": 12},
    "kinesis.DecreaseStreamRetentionPeriod": {"seconds": 2},
    "kinesis.IncreaseStreamRetentionPeriod": {"seconds": 2},
    "kinesis.DeleteStream": {"seconds": 12},
}).encode()).close()
