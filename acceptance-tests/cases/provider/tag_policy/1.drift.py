import json

import boto3

organizations = boto3.client("organizations")
organizations.create_organization()
owner = {"tag_key": {"@@assign": "Owner"}, "report_required_tag_for": {"@@assign": ["sqs:queue"]}}
policy = organizations.create_policy(
    Name="owners", Description="", Type="TAG_POLICY", Content=json.dumps({"tags": {"Owner": owner}})
)
account = boto3.client("sts").get_caller_identity()["Account"]
organizations.attach_policy(PolicyId=policy["Policy"]["PolicySummary"]["Id"], TargetId=account)
