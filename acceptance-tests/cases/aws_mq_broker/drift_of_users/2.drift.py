import boto3

mq = boto3.client("mq")
broker = mq.list_brokers()["BrokerSummaries"][0]["BrokerId"]
mq.update_user(BrokerId=broker, Username="first", ConsoleAccess=True, ReplicationUser=False, Groups=["strays"])
mq.create_user(BrokerId=broker, Username="stray", Password="StrayPassword1234")
mq.reboot_broker(BrokerId=broker)
