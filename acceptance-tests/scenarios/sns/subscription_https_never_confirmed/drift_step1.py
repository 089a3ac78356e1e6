import json
import urllib.request

url = client("sns").meta.endpoint_url + "/moto-api/standin/settings"
urllib.request.urlopen(url, json.dumps({"sns_endpoints_confirm": False}).encode()).close()
