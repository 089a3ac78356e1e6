import boto3

mq = boto3.client("mq")
[found] = [it for it in mq.list_configurations()["Configurations"] if it["Name"] == "orders"]
mq.delete_configuration(ConfigurationId=found["Id"])
