import boto3

names = [it["Name"] for it in boto3.client("mq").list_configurations()["Configurations"]]
assert sorted(names) == ["orders", "orders-2"], names
