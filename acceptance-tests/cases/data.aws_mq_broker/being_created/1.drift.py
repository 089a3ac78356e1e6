import json
import os
import urllib.request

import boto3

demand = {"mq.CreateBroker": {"seconds": 600}}
url = os.environ["AWS_ENDPOINT_URL"] + "/moto-api/standin/operations"
urllib.request.urlopen(urllib.request.Request(url, json.dumps(demand).encode(), method="POST"), timeout=60).close()
boto3.client("mq").create_broker(
    BrokerName="orders",
    EngineType="ACTIVEMQ",
    EngineVersion="5.18",
    HostInstanceType="mq.m5.large",
    DeploymentMode="SINGLE_INSTANCE",
    AutoMinorVersionUpgrade=True,
    PubliclyAccessible=False,
    Users=[{"Username": "orders", "Password": "OrdersPassword1234"}],
)
