import boto3

boto3.client("mq").create_broker(
    BrokerName="orders",
    EngineType="RABBITMQ",
    EngineVersion="3.13",
    HostInstanceType="mq.m5.large",
    DeploymentMode="SINGLE_INSTANCE",
    AutoMinorVersionUpgrade=True,
    PubliclyAccessible=False,
    Users=[{"Username": "orders", "Password": "OrdersPassword1234"}],
)
