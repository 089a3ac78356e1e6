import json
import urllib.request

url = client("sns").meta.endpoint_url + "/moto-api/standin/operations"
urllib.request.urlopen(url, json.dumps({"sns.ConfirmSubscription": {"seconds": 4}}).encode()).close()
