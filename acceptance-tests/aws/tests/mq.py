"""Brokers of MQ, for tests of them."""

from tests.running import Running

CREATED = {"EngineType": "ACTIVEMQ", "EngineVersion": "5.17.6", "HostInstanceType": "mq.m5.large"}


class Mq(Running):
    def setUp(self):
        super().setUp()
        self.mq = self.client("mq")

    def create(self, name="b", **members):
        members = {
            **CREATED,
            "BrokerName": name,
            "DeploymentMode": "SINGLE_INSTANCE",
            "PubliclyAccessible": False,
            "AutoMinorVersionUpgrade": True,
            "SecurityGroups": ["sg-1"],
            "Users": [{"Username": "first", "Password": "FirstPassword1234"}],
            **members,
        }
        return self.mq.create_broker(**members)["BrokerId"]

    def rabbit(self, **members):
        return self.create(**{"EngineType": "RABBITMQ", "EngineVersion": "3.13", **members})

    def read(self, broker):
        return self.mq.describe_broker(BrokerId=broker)

    def state(self, broker):
        return self.read(broker)["BrokerState"]
