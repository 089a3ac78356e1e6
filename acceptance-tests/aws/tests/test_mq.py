import base64

from tests.mq import Mq


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
            "AuthenticationStrategy": "ldap",
            "Configuration": {"Id": configuration, "Revision": 2},
            "EngineVersion": "5.18",
            "HostInstanceType": "mq.m5.xlarge",
            "Logs": {"General": True, "Audit": False},
        }
        window = {"DayOfWeek": "FRIDAY", "TimeOfDay": "02:00", "TimeZone": "CET"}
        self.mq.update_broker(BrokerId=broker, MaintenanceWindowStartTime=window, **changes)
        waiting = self.read(broker)
        self.assertEqual(waiting["MaintenanceWindowStartTime"], window, "this one does not wait")
        self.assertEqual(waiting["Configurations"]["Pending"], changes["Configuration"])
        self.assertEqual(waiting["Configurations"]["Current"], {"Id": configuration, "Revision": 1})
        self.assertEqual((waiting["Logs"]["Pending"], waiting["Logs"]["General"]), (changes["Logs"], False))
        for name in ("AuthenticationStrategy", "EngineVersion", "HostInstanceType"):
            self.assertEqual(waiting["Pending" + name], changes[name])
            self.assertEqual(waiting.get(name), before.get(name))
        self.mq.reboot_broker(BrokerId=broker)
        after = self.read(broker)
        self.assertEqual(after["Configurations"]["Current"], changes["Configuration"])
        self.assertEqual(after["Configurations"]["History"], [{"Id": configuration, "Revision": 1}])
        self.assertTrue(after["Logs"]["General"])
        for name in ("AuthenticationStrategy", "EngineVersion", "HostInstanceType"):
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


class Users(Mq):
    def user(self, broker, name):
        return self.mq.describe_user(BrokerId=broker, Username=name)

    def test_a_user_comes_changes_and_goes_by_reboots(self):
        broker = self.create()
        of = {"BrokerId": broker, "Username": "second"}
        self.mq.create_user(**of, Password="SecondPassword1234", ConsoleAccess=True, Groups=["one"])
        self.refused("ConflictException", self.mq.create_user, **of, Password="SecondPassword1234")
        new = self.user(broker, "second")
        self.assertEqual(new["Pending"], {"PendingChange": "CREATE", "ConsoleAccess": True, "Groups": ["one"]})
        self.assertIn({"Username": "second", "PendingChange": "CREATE"}, self.read(broker)["Users"])
        self.mq.reboot_broker(BrokerId=broker)
        self.mq.update_user(**of, ReplicationUser=True)
        self.assertTrue(self.user(broker, "second")["ReplicationUser"])
        self.mq.reboot_broker(BrokerId=broker)
        made = self.user(broker, "second")
        self.assertEqual((made["ConsoleAccess"], made["Groups"], "Pending" in made), (True, ["one"], False))
        self.mq.update_user(**of, Groups=["two"])
        changed = self.user(broker, "second")
        self.assertEqual(changed["Pending"], {"PendingChange": "UPDATE", "ConsoleAccess": True, "Groups": ["two"]})
        self.assertEqual(changed["Groups"], ["one"])
        self.mq.reboot_broker(BrokerId=broker)
        self.assertEqual(self.user(broker, "second")["Groups"], ["two"])
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
            answer = self.mq.create_configuration(Name=f"c-{strategy}", **members, **asked)
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

    def test_data_of_every_revision_is_base64(self):
        for engine, version, words in (("ACTIVEMQ", "5.18", b"<broker "), ("RABBITMQ", "3.13", b"consumer_timeout")):
            answer = self.mq.create_configuration(Name=engine, EngineType=engine, EngineVersion=version)
            of = {"ConfigurationId": answer["Id"], "ConfigurationRevision": "1"}
            data = self.mq.describe_configuration_revision(**of)["Data"]
            self.assertIn(words, base64.b64decode(data, validate=True))
            self.refused("BadRequestException", self.mq.update_configuration, ConfigurationId=answer["Id"], Data="<b/>")

    def test_a_name_is_of_one_configuration(self):
        asked = {"Name": "c", "EngineType": "ACTIVEMQ", "EngineVersion": "5.18"}
        configuration = self.mq.create_configuration(**asked)["Id"]
        self.refused("ConflictException", self.mq.create_configuration, **asked)
        self.mq.delete_configuration(ConfigurationId=configuration)
        self.mq.create_configuration(**asked)

    def test_a_broker_takes_the_latest_revision_where_it_asks_for_none(self):
        configuration = self.mq.create_configuration(Name="c", EngineType="ACTIVEMQ", EngineVersion="5.17.6")["Id"]
        self.mq.update_configuration(ConfigurationId=configuration, Data=base64.b64encode(b"<broker/>").decode())
        read = self.read(self.create(Configuration={"Id": configuration}))
        self.assertEqual(read["Configurations"]["Current"], {"Id": configuration, "Revision": 2})


class Offers(Mq):
    def test_engine_types(self):
        types = self.mq.describe_broker_engine_types()["BrokerEngineTypes"]
        self.assertEqual([it["EngineType"] for it in types], ["ACTIVEMQ", "RABBITMQ"])
        (one,) = self.mq.describe_broker_engine_types(EngineType="RABBITMQ")["BrokerEngineTypes"]
        self.assertIn({"Name": "3.13"}, one["EngineVersions"])
        self.refused("BadRequestException", self.mq.describe_broker_engine_types, EngineType="KAFKA")

    def test_instance_options_are_filtered_and_paged(self):
        def instances(**members):
            seen, token = [], {}
            while token is not None:
                answer = self.mq.describe_broker_instance_options(**members, **token)
                self.assertLessEqual(len(answer["BrokerInstanceOptions"]), members.get("MaxResults", 20))
                seen += answer["BrokerInstanceOptions"]
                token = {"NextToken": answer["NextToken"]} if "NextToken" in answer else None
            return [(it["EngineType"], it["HostInstanceType"], it["StorageType"]) for it in seen]

        self.assertEqual(instances(MaxResults=5), instances())
        self.assertEqual(
            {(engine, kind) for engine, _, kind in instances(EngineType="ActiveMQ", StorageType="EFS")},
            {("ACTIVEMQ", "efs")},
        )
        self.assertIn(("RABBITMQ", "mq.m7g.medium", "ebs"), instances())

    def test_zones_come_in_no_order(self):
        (one,) = self.mq.describe_broker_instance_options(HostInstanceType="mq.m7g.medium")["BrokerInstanceOptions"]
        self.assertEqual({it["Name"][-1] for it in one["AvailabilityZones"]}, set("abc"))

    def test_what_is_no_longer_offered_can_be_made(self):
        types = self.mq.describe_broker_engine_types()["BrokerEngineTypes"]
        told = {it["EngineType"]: [version["Name"] for version in it["EngineVersions"]] for it in types}
        self.assertEqual(told, {"ACTIVEMQ": ["5.19", "5.18"], "RABBITMQ": ["4.2", "3.13"]})
        self.assertEqual(self.read(self.create(EngineVersion="5.15.16"))["EngineVersion"], "5.15.16")
        self.assertEqual(self.state(self.create("old", HostInstanceType="mq.t2.micro")), "RUNNING")


class Lists(Mq):
    def test_brokers_and_configurations_come_in_pages_of_twenty(self):
        names = [f"c{number:02}" for number in range(21)]
        for name in names:
            self.create(name)
        for call, member, name in (
            (self.mq.list_brokers, "BrokerSummaries", "BrokerName"),
            (self.mq.list_configurations, "Configurations", "Name"),
        ):
            first = call()
            self.assertEqual(len(first[member]), 20)
            rest = call(NextToken=first["NextToken"])
            self.assertNotIn("NextToken", rest)
            self.assertEqual([it[name].split("-")[0] for it in first[member] + rest[member]], names)
