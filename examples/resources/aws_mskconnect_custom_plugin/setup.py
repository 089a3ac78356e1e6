"""Makes the plugin's file that the example takes for granted, and tells the ARN of its bucket."""

import json

from taken_for_granted import plugin_bucket

print(json.dumps({"plugin_bucket_arn": plugin_bucket()}))
