import json
import os
import urllib.request

# As AWS does for 60 seconds.
settings = json.dumps({"sqs_deleted_recently_seconds": 3}).encode()
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/settings"
urllib.request.urlopen(urllib.request.Request(url, settings)).read()
