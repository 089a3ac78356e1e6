import base64

import boto3

mq = boto3.client("mq")
[found] = [it for it in mq.list_configurations()["Configurations"] if it["Name"] == "orders"]
data = '<broker xmlns="http://activemq.apache.org/schema/core"/>'
mq.update_configuration(ConfigurationId=found["Id"], Data=base64.b64encode(data.encode()).decode())
