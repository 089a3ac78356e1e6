import base64

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


class Life(Mq):
    def test_without_delays_every_change_of_state_is_done_at_once(self):
        broker = self.create()
        self.assertEqual(self.state(broker), "RUNNING")
        self.mq.reboot_broker(BrokerId=broker)
        self.assertEqual(self.state(broker), "RUNNING")
        self.mq.delete_broker(BrokerId=broker)
        self.refused("NotFoundException", self.mq.describe_broker, BrokerId=broker)
        self.assertEqual(self.mq.list_brokers()["BrokerSummaries"], [])

    def test_a_broker_goes_through_its_states_by_the_clock(self):
        takes = {"seconds": 60}
        self.operations(mq_CreateBroker=takes, mq_RebootBroker=takes, mq_DeleteBroker=takes)
        broker = self.create()
        self.assertEqual(self.state(broker), "CREATION_IN_PROGRESS")
        self.refused("BadRequestException", self.mq.reboot_broker, BrokerId=broker)
        self.refused("BadRequestException", self.mq.delete_broker, BrokerId=broker)
        self.later(61)
        self.assertEqual(self.state(broker), "RUNNING")
        self.mq.reboot_broker(BrokerId=broker)
        self.assertEqual(self.mq.list_brokers()["BrokerSummaries"][0]["BrokerState"], "REBOOT_IN_PROGRESS")
        self.later(61)
        self.assertEqual(self.state(broker), "RUNNING")
        self.mq.delete_broker(BrokerId=broker)
        self.assertEqual(self.state(broker), "DELETION_IN_PROGRESS")
        self.later(61)
        self.refused("NotFoundException", self.mq.describe_broker, BrokerId=broker)

    def test_changes_are_refused_during_a_reboot(self):
        broker = self.create()
        self.operations(mq_RebootBroker={"seconds": 60})
        self.mq.reboot_broker(BrokerId=broker)
        user = {"BrokerId": broker, "Username": "other", "Password": "OtherPassword1234"}
        message = self.refused("ConflictException", self.mq.update_broker, BrokerId=broker, EngineVersion="5.18")
        self.assertIn("REBOOT_IN_PROGRESS", message)
        self.refused("ConflictException", self.mq.create_user, **user)
        self.refused("BadRequestException", self.mq.reboot_broker, BrokerId=broker)

    def test_changes_wait_for_a_reboot(self):
        configuration = self.mq.create_configuration(Name="c", EngineType="ACTIVEMQ", EngineVersion="5.17.6")["Id"]
        broker = self.create(Configuration={"Id": configuration, "Revision": 1})
        data = base64.b64encode(b"<broker/>").decode()
        self.mq.update_configuration(ConfigurationId=configuration, Data=data)
        before = self.read(broker)
        changes = {
            "AuthenticationStrategy": "LDAP",
            "Configuration": {"Id": configuration, "Revision": 2},
            "EngineVersion": "5.18",
            "HostInstanceType": "mq.m5.xlarge",
            "Logs": {"General": True, "Audit": False},
            "SecurityGroups": ["sg-2"],
        }
        window = {"DayOfWeek": "FRIDAY", "TimeOfDay": "02:00", "TimeZone": "CET"}
        self.mq.update_broker(BrokerId=broker, MaintenanceWindowStartTime=window, **changes)
        waiting = self.read(broker)
        self.assertEqual(waiting["MaintenanceWindowStartTime"], window, "this one does not wait")
        self.assertEqual(waiting["Configurations"]["Pending"], changes["Configuration"])
        self.assertEqual(waiting["Configurations"]["Current"], {"Id": configuration, "Revision": 1})
        self.assertEqual((waiting["Logs"]["Pending"], waiting["Logs"]["General"]), (changes["Logs"], False))
        for name in ("AuthenticationStrategy", "EngineVersion", "HostInstanceType", "SecurityGroups"):
            self.assertEqual(waiting["Pending" + name], changes[name])
            self.assertEqual(waiting.get(name), before.get(name))
        self.mq.reboot_broker(BrokerId=broker)
        after = self.read(broker)
        self.assertEqual(after["Configurations"]["Current"], changes["Configuration"])
        self.assertEqual(after["Configurations"]["History"], [{"Id": configuration, "Revision": 1}])
        self.assertTrue(after["Logs"]["General"])
        for name in ("AuthenticationStrategy", "EngineVersion", "HostInstanceType", "SecurityGroups"):
            self.assertEqual(after[name], changes[name])
        self.assertEqual([name for name in after if name.startswith("Pending")], [])
        self.assertNotIn("Pending", after["Logs"])
        self.assertNotIn("Pending", after["Configurations"])

    def test_a_creation_may_end_badly(self):
        reason = {"code": "INSUFFICIENT_CAPACITY", "message": "No capacity for mq.m5.large."}
        self.operations(mq_CreateBroker={"ends_badly": reason, "seconds": 60})
        broker = self.create()
        self.assertEqual(self.state(broker), "CREATION_IN_PROGRESS")
        self.later(60)
        failed = self.read(broker)
        self.assertEqual(failed["BrokerState"], "CREATION_FAILED")
        required = {"ActionRequiredCode": reason["code"], "ActionRequiredInfo": reason["message"]}
        self.assertEqual(failed["ActionsRequired"], [required])
        self.refused("ConflictException", self.mq.update_broker, BrokerId=broker, EngineVersion="5.18")
        self.mq.delete_broker(BrokerId=broker)
        self.refused("NotFoundException", self.mq.describe_broker, BrokerId=broker)
        self.operations(mq_CreateBroker={"seconds": 0})
        self.assertEqual(self.state(self.create()), "RUNNING", "it is the next one alone that fails")

    def test_a_creation_with_the_same_token_is_the_same(self):
        broker = self.create(CreatorRequestId="a")
        self.assertEqual(self.create(CreatorRequestId="a"), broker)
        self.refused("ConflictException", self.create, CreatorRequestId="b")
        self.refused("ConflictException", self.create)

    def test_sizes_and_data_replication_wait_for_a_reboot(self):
        broker = self.rabbit(EngineVersion="4.2", StorageSize=20)
        self.assertEqual(self.read(broker)["StorageSize"], 20)
        self.mq.update_broker(BrokerId=broker, StorageSize=25)
        waiting = self.read(broker)
        self.assertEqual((waiting["StorageSize"], waiting["PendingStorageSize"]), (20, 25))
        self.mq.reboot_broker(BrokerId=broker)
        self.assertEqual(self.read(broker)["StorageSize"], 25)
        broker = self.create(name="active", DataReplicationMode="CRDR")
        self.mq.update_broker(BrokerId=broker, DataReplicationMode="NONE")
        waiting = self.read(broker)
        self.assertEqual((waiting["DataReplicationMode"], waiting["PendingDataReplicationMode"]), ("CRDR", "NONE"))

    def test_resource_shares_come_and_go_by_reboots(self):
        def shared():
            resources = self.mq.describe_shared_resources(BrokerId=broker)["SharedResources"]
            return {it["ResourceArn"]: it["Status"] for it in resources}

        first, second = (f"arn:aws:ram:us-east-1:123456789012:resource-share/{it}" for it in "ab")
        broker = self.rabbit()
        self.assertEqual(shared(), {})
        self.mq.update_broker(BrokerId=broker, ResourceShareArns=[first])
        self.assertEqual(shared(), {first: "PENDING_CREATE"})
        self.mq.reboot_broker(BrokerId=broker)
        self.mq.update_broker(BrokerId=broker, ResourceShareArns=[second])
        self.assertEqual(shared(), {first: "PENDING_DELETE", second: "PENDING_CREATE"})
        self.mq.update_broker(BrokerId=broker, ResourceShareArns=[first])
        self.assertEqual(shared(), {first: "AVAILABLE"})
        active = self.create(name="active")
        self.refused("BadRequestException", self.mq.update_broker, BrokerId=active, ResourceShareArns=[first])
        self.refused("BadRequestException", self.mq.describe_shared_resources, BrokerId=active)

    def test_a_change_that_is_taken_back_waits_no_more(self):
        broker = self.create()
        self.mq.update_broker(BrokerId=broker, EngineVersion="5.18")
        self.mq.update_broker(BrokerId=broker, EngineVersion="5.17.6")
        self.assertNotIn("PendingEngineVersion", self.read(broker))


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


class Users(Mq):
    def user(self, broker, name):
        return self.mq.describe_user(BrokerId=broker, Username=name)

    def test_a_user_comes_changes_and_goes_by_reboots(self):
        broker = self.create()
        of = {"BrokerId": broker, "Username": "second"}
        self.mq.create_user(**of, Password="SecondPassword1234", ConsoleAccess=True, Groups=["a"])
        self.refused("ConflictException", self.mq.create_user, **of, Password="SecondPassword1234")
        new = self.user(broker, "second")
        self.assertEqual(new["Pending"], {"PendingChange": "CREATE", "ConsoleAccess": True, "Groups": ["a"]})
        self.assertIn({"Username": "second", "PendingChange": "CREATE"}, self.read(broker)["Users"])
        self.mq.reboot_broker(BrokerId=broker)
        self.mq.update_user(**of, ReplicationUser=True)
        self.assertTrue(self.user(broker, "second")["ReplicationUser"])
        self.mq.reboot_broker(BrokerId=broker)
        made = self.user(broker, "second")
        self.assertEqual((made["ConsoleAccess"], made["Groups"], "Pending" in made), (True, ["a"], False))
        self.mq.update_user(**of, Groups=["b"])
        changed = self.user(broker, "second")
        self.assertEqual(changed["Pending"], {"PendingChange": "UPDATE", "ConsoleAccess": True, "Groups": ["b"]})
        self.assertEqual(changed["Groups"], ["a"])
        self.mq.reboot_broker(BrokerId=broker)
        self.assertEqual(self.user(broker, "second")["Groups"], ["b"])
        self.mq.delete_user(**of)
        listed = self.mq.list_users(BrokerId=broker)["Users"]
        self.assertEqual(listed, [{"Username": "first"}, {"Username": "second", "PendingChange": "DELETE"}])
        self.mq.reboot_broker(BrokerId=broker)
        self.refused("NotFoundException", self.mq.describe_user, **of)
        self.refused("NotFoundException", self.mq.delete_user, **of)


class Configurations(Mq):
    def test_the_strategy_is_the_one_asked_for(self):
        members = {"EngineType": "ACTIVEMQ", "EngineVersion": "5.18"}
        for strategy, kept in (("LDAP", "ldap"), ("SIMPLE", "simple"), (None, "simple")):
            asked = {"AuthenticationStrategy": strategy} if strategy else {}
            answer = self.mq.create_configuration(Name="c", **members, **asked)
            self.assertEqual(answer["AuthenticationStrategy"].lower(), kept)
            xml = b"<broker><plugins><authorizationPlugin><map><cachedLDAPAuthorizationMap/></map></authorizationPlugin></plugins></broker>"
            self.mq.update_configuration(ConfigurationId=answer["Id"], Data=base64.b64encode(xml).decode())
            read = self.mq.describe_configuration(ConfigurationId=answer["Id"])
            self.assertEqual(read["AuthenticationStrategy"].lower(), kept)

    def test_what_is_not_allowed_is_removed_with_a_warning(self):
        configuration = self.mq.create_configuration(Name="c", EngineType="ACTIVEMQ", EngineVersion="5.18")["Id"]
        data = b'<broker xmlns="http://activemq.apache.org/schema/core"><managementContext/><plugins/></broker>'
        answer = self.mq.update_configuration(ConfigurationId=configuration, Data=base64.b64encode(data).decode())
        removed = {"ElementName": "managementContext", "Reason": "DISALLOWED_ELEMENT_REMOVED"}
        self.assertEqual(answer["Warnings"], [removed])
        revision = self.mq.describe_configuration_revision(ConfigurationId=configuration, ConfigurationRevision="2")
        self.assertNotIn(b"managementContext", base64.b64decode(revision["Data"]))
        fine = base64.b64encode(b"<broker/>").decode()
        answer = self.mq.update_configuration(ConfigurationId=configuration, Data=fine)
        self.assertEqual(answer.get("Warnings", []), [])


class Offers(Mq):
    def test_engine_types(self):
        types = self.mq.describe_broker_engine_types()["BrokerEngineTypes"]
        self.assertEqual([it["EngineType"] for it in types], ["ACTIVEMQ", "RABBITMQ"])
        (one,) = self.mq.describe_broker_engine_types(EngineType="RABBITMQ")["BrokerEngineTypes"]
        self.assertIn({"Name": "3.13"}, one["EngineVersions"])
        self.refused("BadRequestException", self.mq.describe_broker_engine_types, EngineType="KAFKA")

    def test_instance_options_are_filtered_and_paged(self):
        everything = self.mq.describe_broker_instance_options()["BrokerInstanceOptions"]
        seen, token = [], {}
        while token is not None:
            answer = self.mq.describe_broker_instance_options(MaxResults=5, **token)
            self.assertLessEqual(len(answer["BrokerInstanceOptions"]), 5)
            seen += answer["BrokerInstanceOptions"]
            token = {"NextToken": answer["NextToken"]} if "NextToken" in answer else None
        self.assertEqual(seen, everything)
        found = self.mq.describe_broker_instance_options(EngineType="ActiveMQ", StorageType="EFS")
        self.assertEqual(
            {it["EngineType"] + it["StorageType"] for it in found["BrokerInstanceOptions"]}, {"ACTIVEMQEFS"}
        )
