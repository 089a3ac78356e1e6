import base64

import boto3

mq = boto3.client("mq")
[found] = [it for it in mq.list_configurations()["Configurations"] if it["Name"] == "orders"]
data = """<?xml version='1.0' encoding='UTF-8'?>
<broker xmlns="http://activemq.apache.org/schema/core"><plugins>
<forcePersistencyModeBrokerPlugin persistenceFlag="&#116;rue"/>
<timeStampingBrokerPlugin zeroExpirationOverride="86400000" ttlCeiling="86400000"/>
</plugins></broker>"""
mq.update_configuration(ConfigurationId=found["Id"], Data=base64.b64encode(data.encode()).decode())
