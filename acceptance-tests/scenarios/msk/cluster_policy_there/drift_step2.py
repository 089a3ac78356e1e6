import json

arn = state["aws_msk_cluster.c"]["arn"]
statement = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::210987654321:root"}, "Action": "kafka:*", "Resource": arn}
client("kafka").put_cluster_policy(ClusterArn=arn, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
