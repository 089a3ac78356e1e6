"""Makes the plugin's file and the role that the example takes for granted, and tells their ARNs."""

import json

from taken_for_granted import connect_role, plugin_bucket

print(json.dumps({"plugin_bucket_arn": plugin_bucket(), "role_arn": connect_role("orders-sink")}))
