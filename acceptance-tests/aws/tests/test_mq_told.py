from tests.mq import Mq


class Told(Mq):
    """What AWS tells of a broker, whatever was asked for."""

    ID = r"b-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"

    def test_ids_and_arns(self):
        broker = self.create("orders")
        self.assertRegex(broker, f"^{self.ID}$")
        read = self.read(broker)
        self.assertEqual(read["BrokerArn"], f"arn:aws:mq:us-east-1:123456789012:broker:orders:{broker}")
        current = read["Configurations"]["Current"]
        self.assertRegex(current["Id"], f"^{self.ID.replace('b-', 'c-', 1)}$")
        found = self.mq.describe_configuration(ConfigurationId=current["Id"])
        self.assertEqual(found["Arn"], f"arn:aws:mq:us-east-1:123456789012:configuration:{current['Id']}")
        self.assertEqual(found["EngineType"], "ActiveMQ")

    def test_what_nobody_asked_for(self):
        active = self.read(self.create(SecurityGroups=None, EngineType="activemq"))
        rabbit = self.read(self.rabbit(name="r", SecurityGroups=None, EngineType="rabbitmq"))
        groups = self.client("ec2").describe_security_groups(GroupNames=["default"])["SecurityGroups"]
        for read, engine, storage in ((active, "ActiveMQ", "efs"), (rabbit, "RabbitMQ", "ebs")):
            with self.subTest(engine):
                self.assertEqual((read["EngineType"], read["StorageType"]), (engine, storage))
                self.assertEqual(read["AuthenticationStrategy"], "simple")
                self.assertEqual(read["SecurityGroups"], [groups[0]["GroupId"]])
                self.assertRegex(read["SubnetIds"][0], "^subnet-")
                self.assertEqual(read["EncryptionOptions"], {"UseAwsOwnedKey": True})
                window = read["MaintenanceWindowStartTime"]
                self.assertRegex(" ".join(window.values()), r"^[A-Z]+DAY \d\d:00 UTC$")
                self.assertNotIn("ActionsRequired", read)

    def test_spellings_of_the_request_are_not_kept(self):
        read = self.read(self.create(AuthenticationStrategy="SIMPLE", StorageType="EFS"))
        self.assertEqual((read["AuthenticationStrategy"], read["StorageType"]), ("simple", "efs"))

    def test_logs_have_groups_though_nothing_is_logged(self):
        broker, rabbit = self.create(), self.rabbit(name="r")
        groups = {f"{it}LogGroup": f"/aws/amazonmq/broker/{broker}/{it.lower()}" for it in ("General", "Audit")}
        self.assertEqual(self.read(broker)["Logs"], {"General": False, "Audit": False, **groups})
        group = f"/aws/amazonmq/broker/{rabbit}/general"
        self.assertEqual(self.read(rabbit)["Logs"], {"General": False, "GeneralLogGroup": group})

    def test_instances_of_activemq(self):
        broker = self.create(DeploymentMode="ACTIVE_STANDBY_MULTI_AZ")
        read = self.read(broker)
        self.assertEqual(len(read["SubnetIds"]), 2)
        for number, instance in enumerate(read["BrokerInstances"], 1):
            host = f"{broker}-{number}.mq.us-east-1.on.aws"
            self.assertEqual(instance["ConsoleURL"], f"https://{host}:8162")
            ports = {"ssl": 61617, "amqp+ssl": 5671, "stomp+ssl": 61614, "mqtt+ssl": 8883, "wss": 61619}
            self.assertEqual(instance["Endpoints"], [f"{it}://{host}:{port}" for it, port in ports.items()])
            self.assertRegex(instance["IpAddress"], r"^172\.31\.")
        self.assertEqual(len(read["BrokerInstances"]), 2)
        self.assertNotEqual(*(it["IpAddress"] for it in read["BrokerInstances"]))

    def test_a_cluster_of_rabbitmq_is_one_instance(self):
        broker = self.rabbit(DeploymentMode="CLUSTER_MULTI_AZ")
        read = self.read(broker)
        host = f"{broker}.mq.us-east-1.on.aws"
        instance = {"ConsoleURL": f"https://{host}", "Endpoints": [f"amqps://{host}:5671"]}
        self.assertEqual(read["BrokerInstances"], [instance])
        self.assertNotIn("Configurations", read)
        self.assertGreater(len(read["SubnetIds"]), 2)

    def test_while_it_is_made_a_broker_has_no_instances_and_waits_for_its_configuration(self):
        self.operations(mq_CreateBroker={"seconds": 60})
        broker = self.create()
        configuration = {"Id": self.mq.list_configurations()["Configurations"][0]["Id"], "Revision": 1}
        young = self.read(broker)
        self.assertEqual(young["BrokerInstances"], [])
        self.assertEqual(young["Configurations"], {"History": [], "Pending": configuration})
        self.refused("ConflictException", self.mq.delete_configuration, ConfigurationId=configuration["Id"])
        self.later(61)
        made = self.read(broker)
        self.assertEqual(made["Configurations"], {"History": [], "Current": configuration})
        self.assertEqual(len(made["BrokerInstances"]), 1)

    def test_rabbitmq_keeps_its_users_to_itself(self):
        broker = self.rabbit()
        self.assertEqual(self.read(broker)["Users"], [])
        user = {"BrokerId": broker, "Username": "first"}
        for call, members in (
            (self.mq.list_users, {"BrokerId": broker}),
            (self.mq.describe_user, user),
            (self.mq.create_user, {**user, "Username": "second", "Password": "SecondPassword1234"}),
            (self.mq.update_user, {**user, "Password": "SecondPassword1234"}),
            (self.mq.delete_user, user),
        ):
            with self.subTest(call.__name__):
                self.assertIn("RabbitMQ web console", self.refused("BadRequestException", call, **members))


class Networks(Mq):
    def setUp(self):
        super().setUp()
        self.ec2 = self.client("ec2")
        zones = {it["AvailabilityZone"]: it["SubnetId"] for it in self.ec2.describe_subnets()["Subnets"]}
        self.subnets = [zones[zone] for zone in sorted(zones)]

    def group(self, name="g", **members):
        return self.ec2.create_security_group(GroupName=name, Description="for a broker", **members)["GroupId"]

    def test_a_single_instance_has_one_subnet_and_a_pair_two(self):
        self.refused("BadRequestException", self.create, SubnetIds=self.subnets[:2])
        for count in (1, 3):
            members = {"DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "SubnetIds": self.subnets[:count]}
            self.refused("BadRequestException", self.create, **members)
        self.rabbit(name="r", DeploymentMode="CLUSTER_MULTI_AZ", SubnetIds=self.subnets[:3])

    def test_groups_and_subnets_are_of_one_vpc(self):
        vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        other = self.group(VpcId=vpc)
        message = self.refused("BadRequestException", self.create, SecurityGroups=[other])
        self.assertEqual(message, "Subnets must belong to the same VPC.")
        self.refused("BadRequestException", self.create, SubnetIds=self.subnets[:1], SecurityGroups=[other])
        broker = self.create(SecurityGroups=[self.group("own")])
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, SecurityGroups=[other])

    def test_groups_are_few(self):
        many = [f"sg-{number}" for number in range(6)]
        self.refused("BadRequestException", self.create, SecurityGroups=many)
        broker = self.create(SecurityGroups=many[:5])
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, SecurityGroups=many)

    def test_changed_groups_are_in_force_at_once(self):
        broker = self.create(SecurityGroups=["sg-1"])
        self.mq.update_broker(BrokerId=broker, SecurityGroups=["sg-2"])
        read = self.read(broker)
        self.assertEqual(read["SecurityGroups"], ["sg-2"])
        self.assertNotIn("PendingSecurityGroups", read)

    def test_a_group_is_in_use_while_a_broker_has_it(self):
        first, second = self.group("first"), self.group("second")
        broker = self.create(SecurityGroups=[first])
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=first)
        self.mq.update_broker(BrokerId=broker, SecurityGroups=[second])
        self.ec2.delete_security_group(GroupId=first)
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=second)
        self.operations(mq_DeleteBroker={"seconds": 60})
        self.mq.delete_broker(BrokerId=broker)
        self.refused("DependencyViolation", self.ec2.delete_security_group, GroupId=second)
        self.later(61)
        self.refused("NotFoundException", self.mq.describe_broker, BrokerId=broker)
        self.ec2.delete_security_group(GroupId=second)
