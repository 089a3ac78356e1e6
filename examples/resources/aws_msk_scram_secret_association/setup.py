"""Makes the secret that the example takes for granted, unless it is there, and tells its ARN."""

import json

from taken_for_granted import scram_secret

print(json.dumps({"secret_arn": scram_secret("AmazonMSK_orders")}))
