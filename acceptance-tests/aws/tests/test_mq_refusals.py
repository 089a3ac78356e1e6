from tests.mq import Mq


class Refusals(Mq):
    def test_wrong_versions(self):
        message = self.refused("BadRequestException", self.create, EngineVersion="5.14")
        self.assertIn("Broker engine version [5.14] is invalid for broker engine type [ACTIVEMQ]. Valid", message)
        broker = self.create()
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, EngineVersion="3.13")
        configuration = {"Name": "c", "EngineType": "RABBITMQ", "EngineVersion": "5.18"}
        self.refused("BadRequestException", self.mq.create_configuration, **configuration)
        message = self.refused("BadRequestException", self.rabbit, AutoMinorVersionUpgrade=False)
        self.assertIn("Brokers on [RabbitMQ] version [3.13] must have", message)

    def test_names_that_are_taken(self):
        self.create()
        self.refused("ConflictException", self.create)
        users = [{"Username": "first", "Password": "FirstPassword1234"}] * 2
        self.refused("BadRequestException", self.create, name="other", Users=users)

    def test_what_rabbitmq_cannot(self):
        users = [{"Username": name, "Password": "FirstPassword1234"} for name in ("first", "second")]
        self.assertIn("exactly one user", self.refused("BadRequestException", self.rabbit, Users=users))
        broker = self.rabbit()
        user = {"BrokerId": broker, "Username": "second", "Password": "SecondPassword1234"}
        self.assertIn("RabbitMQ web console", self.refused("BadRequestException", self.mq.create_user, **user))
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, SecurityGroups=["sg-2"])

    def test_what_rabbitmq_is_not_asked_for(self):
        for audit in (True, False):
            logs = {"General": True, "Audit": audit}
            message = self.refused("BadRequestException", self.rabbit, Logs=logs)
            self.assertEqual(message, "Audit logging is not supported for RabbitMQ brokers.")
        message = self.refused("BadRequestException", self.rabbit, EncryptionOptions={"UseAwsOwnedKey": True})
        self.assertEqual(message, "encryptionOptions is not supported for RabbitMQ brokers")
        self.refused("BadRequestException", self.rabbit, StorageType="EFS")
        broker = self.rabbit(Logs={"General": True})
        logs = {"Audit": False}
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, Logs=logs)

    def test_storage_and_instances(self):
        standby = {"DeploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "StorageType": "EBS"}
        self.refused("BadRequestException", self.create, **standby)
        self.refused("BadRequestException", self.create, HostInstanceType="mq.m5.small")
        self.refused("BadRequestException", self.create, HostInstanceType="mq.m7g.medium")
        broker = self.create()
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=broker, HostInstanceType="m5.large")

    def test_names(self):
        for name in ("", "a b", "a.b", "a" * 51):
            with self.subTest(name):
                self.refused("BadRequestException", self.create, name=name)
        for name in ("a", "a,b", "a b", "a" * 101):
            with self.subTest(name):
                users = [{"Username": name, "Password": "FirstPassword1234"}]
                self.refused("BadRequestException", self.create, Users=users)
        for name in ("guest", "a~b"):
            with self.subTest(name):
                users = [{"Username": name, "Password": "FirstPassword1234"}]
                self.refused("BadRequestException", self.rabbit, Users=users)

    def test_passwords(self):
        broker = self.create("there")
        for password, words in (
            ("FirstPass12", "12 to 250 characters long"),
            ("Ab12" * 63, "12 to 250 characters long"),
            ("First,Password1234", "invalid characters [, :=]"),
            ("First:Password1234", "invalid characters [, :=]"),
            ("First=Password1234", "invalid characters [, :=]"),
            ("abcabcabcabc", "4 unique characters"),
        ):
            with self.subTest(password):
                users = [{"Username": "first", "Password": password}]
                self.assertIn(words, self.refused("BadRequestException", self.create, Users=users))
                self.assertIn(words, self.refused("BadRequestException", self.rabbit, Users=users))
                user = {"BrokerId": broker, "Username": "second", "Password": password}
                self.assertIn(words, self.refused("BadRequestException", self.mq.create_user, **user))
                user = {"BrokerId": broker, "Username": "first", "Password": password}
                self.assertIn(words, self.refused("BadRequestException", self.mq.update_user, **user))

    def test_groups_of_users(self):
        for groups in (["a"], ["a b"], ["one,two"], [f"g{number}" for number in range(21)]):
            with self.subTest(groups):
                users = [{"Username": "first", "Password": "FirstPassword1234", "Groups": groups}]
                self.refused("BadRequestException", self.create, Users=users)

    def test_a_replication_user_has_no_console(self):
        both = {"ConsoleAccess": True, "ReplicationUser": True}
        first = {"Username": "first", "Password": "FirstPassword1234"}
        message = self.refused("BadRequestException", self.create, Users=[{**first, **both}])
        self.assertIn("[replicationUser] and [consoleAccess] are mutually exclusive parameters.", message)
        broker = self.create()
        user = {"BrokerId": broker, "Username": "second", "Password": "SecondPassword1234"}
        self.refused("BadRequestException", self.mq.create_user, **user, **both)
        self.mq.create_user(**user, ConsoleAccess=True)
        of = {"BrokerId": broker, "Username": "second"}
        # To leave it out is to say nothing against it.
        self.refused("BadRequestException", self.mq.update_user, **of, ConsoleAccess=True)
        self.mq.update_user(**of, ConsoleAccess=True, ReplicationUser=False)

    def test_what_is_not_there(self):
        for call, members in [
            (self.mq.delete_broker, {"BrokerId": "b-1"}),
            (self.mq.reboot_broker, {"BrokerId": "b-1"}),
            (self.mq.promote, {"BrokerId": "b-1", "Mode": "FAILOVER"}),
            (self.mq.update_configuration, {"ConfigurationId": "c-1", "Data": "eA=="}),
            (self.mq.describe_configuration_revision, {"ConfigurationId": "c-1", "ConfigurationRevision": "1"}),
        ]:
            with self.subTest(call=call.__name__):
                self.refused("NotFoundException", call, **members)
        configuration = self.mq.create_configuration(Name="c", EngineType="ACTIVEMQ", EngineVersion="5.18")["Id"]
        revision = {"ConfigurationId": configuration, "ConfigurationRevision": "2"}
        self.refused("NotFoundException", self.mq.describe_configuration_revision, **revision)
        broker = self.create()
        change = {"BrokerId": broker, "Configuration": {"Id": configuration, "Revision": 2}}
        self.refused("NotFoundException", self.mq.update_broker, **change)
