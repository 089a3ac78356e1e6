import json
import urllib.request

url = client("sns").meta.endpoint_url + "/moto-api/standin/settings"
urllib.request.urlopen(url, json.dumps({"sns_archives_hold_topics": True}).encode()).close()
