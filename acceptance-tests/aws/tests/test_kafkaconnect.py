import base64
import json
from typing import Any

from standin.patches.kafkaconnect.backend import KAFKACONNECT
from tests.running import Running

PROPERTIES = "key.converter=org.apache.kafka.connect.storage.StringConverter\nvalue.converter: x.Y\n"
PROVISIONED = {"provisionedCapacity": {"mcuCount": 1, "workerCount": 2}}
#: what it is changed to
MORE = {"provisionedCapacity": {"mcuCount": 1, "workerCount": 3}}


class KafkaConnect(Running):
    def setUp(self) -> None:
        super().setUp()
        self.connect = self.client("kafkaconnect")

    def plugin(self, name: str = "p", **members: Any) -> str:
        place = {"bucketArn": "arn:aws:s3:::plugins", "fileKey": "sink.zip"}
        members = {"name": name, "contentType": "ZIP", "location": {"s3Location": place}, **members}
        arn: str = self.connect.create_custom_plugin(**members)["customPluginArn"]
        return arn

    def worker_configuration(self, name: str = "w", text: str = PROPERTIES, **members: Any) -> str:
        content = base64.b64encode(text.encode()).decode()
        made = self.connect.create_worker_configuration(name=name, propertiesFileContent=content, **members)
        arn: str = made["workerConfigurationArn"]
        return arn

    def members(self, name: str = "c", **members: Any) -> dict[str, Any]:
        vpc = {"securityGroups": ["sg-1"], "subnets": ["subnet-1", "subnet-2"]}
        return {
            "capacity": PROVISIONED,
            "connectorConfiguration": {"connector.class": "x.Sink", "tasks.max": "2", "password": "secret"},
            "connectorName": name,
            "kafkaCluster": {"apacheKafkaCluster": {"bootstrapServers": "b-1:9094", "vpc": vpc}},
            "kafkaClusterClientAuthentication": {"authenticationType": "NONE"},
            "kafkaClusterEncryptionInTransit": {"encryptionType": "TLS"},
            "kafkaConnectVersion": "2.7.1",
            "serviceExecutionRoleArn": "arn:aws:iam::123456789012:role/connect",
            **members,
        }

    def connector(self, name: str = "c", **members: Any) -> str:
        if "plugins" not in members:
            members["plugins"] = [{"customPlugin": {"customPluginArn": self.plugin(f"{name}-p"), "revision": 1}}]
        arn: str = self.connect.create_connector(**self.members(name, **members))["connectorArn"]
        return arn

    def read(self, arn: str) -> dict[str, Any]:
        read: dict[str, Any] = self.connect.describe_connector(connectorArn=arn)
        return read

    def update(self, arn: str, **members: Any) -> dict[str, Any]:
        members = {"currentVersion": self.read(arn)["currentVersion"], **members}
        answer = self.connect.update_connector(connectorArn=arn, **members)
        operation: dict[str, Any] = self.connect.describe_connector_operation(
            connectorOperationArn=answer["connectorOperationArn"]
        )
        return operation


class Plugins(KafkaConnect):
    def test_a_plugin_has_one_revision_with_its_file(self) -> None:
        arn = self.plugin("sink", description="text")
        self.assertRegex(arn, r"^arn:aws:kafkaconnect:us-east-1:123456789012:custom-plugin/sink/[0-9a-f-]{36}-\d+$")
        read = self.connect.describe_custom_plugin(customPluginArn=arn)
        self.assertEqual((read["name"], read["customPluginState"]), ("sink", "ACTIVE"))
        revision = read["latestRevision"]
        self.assertEqual((revision["revision"], revision["contentType"]), (1, "ZIP"))
        self.assertEqual(revision["location"]["s3Location"]["fileKey"], "sink.zip")
        self.assertNotIn("stateDescription", read)

    def test_a_plugin_goes_through_its_states_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        self.operations(kafkaconnect_CreateCustomPlugin=takes, kafkaconnect_DeleteCustomPlugin=takes)
        arn = self.plugin()
        read = self.connect.describe_custom_plugin(customPluginArn=arn)
        self.assertEqual(read["customPluginState"], "CREATING")
        self.assertNotIn("latestRevision", read)
        self.refused("BadRequestException", self.connect.delete_custom_plugin, customPluginArn=arn)
        self.later(60)
        answer = self.connect.delete_custom_plugin(customPluginArn=arn)
        self.assertEqual(answer["customPluginState"], "DELETING")
        listed = self.connect.list_custom_plugins()["customPlugins"]
        self.assertEqual([it["customPluginState"] for it in listed], ["DELETING"])
        self.later(60)
        self.assertEqual(self.connect.list_custom_plugins()["customPlugins"], [])
        self.refused("NotFoundException", self.connect.describe_custom_plugin, customPluginArn=arn)

    def test_a_creation_fails_where_a_test_demands_it(self) -> None:
        reason = {"code": "InvalidInput.InvalidFile", "message": "no such file"}
        self.operations(kafkaconnect_CreateCustomPlugin={"ends_badly": reason})
        read = self.connect.describe_custom_plugin(customPluginArn=self.plugin())
        self.assertEqual((read["customPluginState"], read["stateDescription"]), ("CREATE_FAILED", reason))
        self.assertNotIn("latestRevision", read)
        self.connect.delete_custom_plugin(customPluginArn=read["customPluginArn"])

    def test_names_are_unique_until_the_plugin_is_gone(self) -> None:
        arn = self.plugin()
        with self.assertRaises(self.connect.exceptions.ConflictException) as raised:
            self.plugin()
        self.assertEqual(raised.exception.response["Error"]["Message"], "A resource with this name already exists.")
        self.assertEqual(raised.exception.response["ResponseMetadata"]["HTTPStatusCode"], 409)
        self.connect.delete_custom_plugin(customPluginArn=arn)
        self.plugin()

    def test_the_place_in_s3_is_checked_for_its_shape(self) -> None:
        create = self.connect.create_custom_plugin
        for place in ({"bucketArn": "plugins", "fileKey": "k"}, {"bucketArn": "arn:aws:s3:::plugins", "fileKey": ""}):
            location = {"s3Location": place}
            self.refused("BadRequestException", create, name="p", contentType="JAR", location=location)

    def test_a_plugin_in_use_stays(self) -> None:
        plugin = self.plugin()
        connector = self.connector(plugins=[{"customPlugin": {"customPluginArn": plugin, "revision": 1}}])
        message = self.refused("BadRequestException", self.connect.delete_custom_plugin, customPluginArn=plugin)
        self.assertIn(connector, message)
        self.connect.delete_connector(connectorArn=connector)
        self.connect.delete_custom_plugin(customPluginArn=plugin)

    def test_lists_are_by_prefix_and_in_pages(self) -> None:
        for name in ("a1", "a2", "a3", "b1"):
            self.plugin(name)
        first = self.connect.list_custom_plugins(namePrefix="a", maxResults=2)
        rest = self.connect.list_custom_plugins(namePrefix="a", maxResults=2, nextToken=first["nextToken"])
        names = [[it["name"] for it in page["customPlugins"]] for page in (first, rest)]
        self.assertEqual(names, [["a1", "a2"], ["a3"]])
        self.assertNotIn("nextToken", rest)
        self.refused("BadRequestException", self.connect.list_custom_plugins, nextToken="?")


class WorkerConfigurations(KafkaConnect):
    def test_the_content_comes_back_as_it_was(self) -> None:
        arn = self.worker_configuration(description="text", tags={"a": "1"})
        read = self.connect.describe_worker_configuration(workerConfigurationArn=arn)
        self.assertEqual((read["workerConfigurationState"], read["description"]), ("ACTIVE", "text"))
        revision = read["latestRevision"]
        self.assertEqual(revision["revision"], 1)
        self.assertEqual(base64.b64decode(revision["propertiesFileContent"]).decode(), PROPERTIES)
        (listed,) = self.connect.list_worker_configurations(namePrefix="w")["workerConfigurations"]
        self.assertNotIn("propertiesFileContent", listed["latestRevision"])
        self.assertEqual(self.connect.list_tags_for_resource(resourceArn=arn)["tags"], {"a": "1"})

    def test_both_converters_are_needed(self) -> None:
        create = self.connect.create_worker_configuration
        content = base64.b64encode(b"key.converter=a\n#value.converter=b\n").decode()
        message = self.refused("BadRequestException", create, name="w", propertiesFileContent=content)
        self.assertIn("value.converter", message)
        self.refused("BadRequestException", create, name="w", propertiesFileContent="no base64!")

    def test_what_msk_connect_decides_is_refused(self) -> None:
        clients = ("producer.security.protocol", "consumer.group.id")
        for name in ("group.id", "rest.port", "ssl.keystore.location", *clients):
            with self.assertRaises(self.connect.exceptions.BadRequestException):
                self.worker_configuration(text=f"{PROPERTIES}{name}=x\n")
        self.worker_configuration(
            text=PROPERTIES + "offset.storage.topic=o\nproducer.acks=all\nconsumer.check.crcs=true\n"
        )

    def test_deletion(self) -> None:
        self.operations(kafkaconnect_DeleteWorkerConfiguration={"seconds": 60})
        arn = self.worker_configuration()
        connector = self.connector(workerConfiguration={"workerConfigurationArn": arn, "revision": 1})
        delete = self.connect.delete_worker_configuration
        self.refused("BadRequestException", delete, workerConfigurationArn=arn)
        self.connect.delete_connector(connectorArn=connector)
        self.assertEqual(delete(workerConfigurationArn=arn)["workerConfigurationState"], "DELETING")
        describe = self.connect.describe_worker_configuration
        self.assertEqual(describe(workerConfigurationArn=arn)["workerConfigurationState"], "DELETING")
        self.later(60)
        self.refused("NotFoundException", describe, workerConfigurationArn=arn)


class Connectors(KafkaConnect):
    def test_a_connector_comes_back_as_it_was_asked_for(self) -> None:
        logs = {"workerLogDelivery": {"cloudWatchLogs": {"enabled": True, "logGroup": "g"}}}
        worker = {"workerConfigurationArn": self.worker_configuration(), "revision": 1}
        read = self.read(self.connector(logDelivery=logs, workerConfiguration=worker, connectorDescription="text"))
        asked = self.members()
        for name in set(asked) - {"connectorName"}:
            self.assertEqual(read[name], asked[name], name)
        self.assertEqual((read["logDelivery"], read["workerConfiguration"]), (logs, worker))
        self.assertEqual((read["connectorState"], read["networkType"]), ("RUNNING", "IPV4"))
        self.assertEqual(self.refusals(), [])

    def test_autoscaling_has_policies_of_its_own(self) -> None:
        capacity = {"autoScaling": {"mcuCount": 1, "minWorkerCount": 1, "maxWorkerCount": 3}}
        scaling = self.read(self.connector(capacity=capacity))["capacity"]["autoScaling"]
        self.assertEqual(scaling["scaleInPolicy"], {"cpuUtilizationPercentage": 20})
        self.assertEqual(scaling["scaleOutPolicy"], {"cpuUtilizationPercentage": 80})

    def test_the_states_go_by_the_clock(self) -> None:
        takes = {"seconds": 60}
        self.operations(kafkaconnect_CreateConnector=takes, kafkaconnect_DeleteConnector=takes)
        arn = self.connector()
        version = self.read(arn)["currentVersion"]
        self.assertEqual(self.read(arn)["connectorState"], "CREATING")
        self.refused("BadRequestException", self.connect.delete_connector, connectorArn=arn)
        update = {"connectorArn": arn, "currentVersion": version, "capacity": PROVISIONED}
        self.refused("BadRequestException", self.connect.update_connector, **update)
        self.later(60)
        self.assertEqual(self.read(arn)["connectorState"], "RUNNING")
        self.refused("BadRequestException", self.connect.delete_connector, connectorArn=arn, currentVersion="K0")
        answer = self.connect.delete_connector(connectorArn=arn, currentVersion=version)
        self.assertEqual(answer["connectorState"], "DELETING")
        self.assertEqual(self.connect.list_connectors()["connectors"][0]["connectorState"], "DELETING")
        self.later(60)
        self.refused("NotFoundException", self.connect.describe_connector, connectorArn=arn)
        self.assertEqual(self.connect.list_connectors()["connectors"], [])

    def test_a_creation_fails_where_a_test_demands_it(self) -> None:
        reason = {"code": "UnknownError.Unknown", "message": "The last operation failed. Retry the operation."}
        self.operations(kafkaconnect_CreateConnector={"ends_badly": reason})
        read = self.read(self.connector())
        self.assertEqual((read["connectorState"], read["stateDescription"]), ("FAILED", reason))
        self.connect.delete_connector(connectorArn=read["connectorArn"])

    def test_what_is_refused(self) -> None:
        plugin = self.plugin()
        plugins = [{"customPlugin": {"customPluginArn": plugin, "revision": 1}}]
        create = self.connect.create_connector
        scaling = {"mcuCount": 1, "minWorkerCount": 3, "maxWorkerCount": 2}
        refused: tuple[dict[str, Any], ...] = (
            {"capacity": {}},
            {"capacity": {**PROVISIONED, "autoScaling": {**scaling, "maxWorkerCount": 4}}},
            {"capacity": {"provisionedCapacity": {"mcuCount": 3, "workerCount": 1}}},
            {"capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 11}}},
            {"capacity": {"provisionedCapacity": {"mcuCount": 1, "workerCount": 0}}},
            {"capacity": {"autoScaling": scaling}},
            {"capacity": {"autoScaling": {**scaling, "maxWorkerCount": 5, "maxAutoscalingTaskCount": 4}}},
            {"connectorConfiguration": {"tasks.max": "1"}},
            {"connectorConfiguration": {"connector.class": "x.Y", "tasks.max": "0"}},
            {"kafkaConnectVersion": "9.9"},
            {"plugins": []},
            {"plugins": plugins * 2},
        )
        for wrong in refused:
            with self.subTest(wrong):
                self.refused("BadRequestException", create, **self.members(**{"plugins": plugins, **wrong}))
        gone = {"customPluginArn": plugin.replace("plugin/p", "plugin/q"), "revision": 1}
        unknown: tuple[dict[str, Any], ...] = (
            {"plugins": [{"customPlugin": gone}]},
            {"plugins": [{"customPlugin": {"customPluginArn": plugin, "revision": 2}}]},
            {"workerConfiguration": {"workerConfigurationArn": plugin, "revision": 1}},
        )
        for missing in unknown:
            with self.subTest(missing):
                self.refused("NotFoundException", create, **self.members(**{"plugins": plugins, **missing}))
        create(**self.members(plugins=plugins))
        self.refused("ConflictException", create, **self.members(plugins=plugins))

    def test_a_plugin_has_to_be_active(self) -> None:
        self.operations(kafkaconnect_CreateCustomPlugin={"seconds": 60})
        plugins = [{"customPlugin": {"customPluginArn": self.plugin(), "revision": 1}}]
        self.refused("BadRequestException", self.connect.create_connector, **self.members(plugins=plugins))

    def test_lists_hold_no_configuration(self) -> None:
        for name in ("a1", "a2", "b1"):
            self.connector(name)
        listed = self.connect.list_connectors(connectorNamePrefix="a", maxResults=1)
        self.assertEqual([it["connectorName"] for it in listed["connectors"]], ["a1"])
        self.assertNotIn("connectorConfiguration", listed["connectors"][0])
        following = self.connect.list_connectors(connectorNamePrefix="a", nextToken=listed["nextToken"])
        self.assertEqual([it["connectorName"] for it in following["connectors"]], ["a2"])


class Operations(KafkaConnect):
    def test_every_operation_is_answered(self) -> None:
        self.assertEqual(set(KAFKACONNECT.functions), set(KAFKACONNECT.model.operation_names))


class States(KafkaConnect):
    def test_a_test_may_demand_a_state(self) -> None:
        arn = self.connector()
        demand = {arn: {"state": "FAILED", "seconds": 60}}
        self.raw("POST", "/moto-api/standin/states", json.dumps(demand))
        self.assertEqual(self.read(arn)["connectorState"], "FAILED")
        self.later(60)
        self.assertEqual(self.read(arn)["connectorState"], "RUNNING")

    def test_reads_may_be_late(self) -> None:
        arn = self.connector()
        version = self.read(arn)["currentVersion"]
        self.operations(**{"kafkaconnect_*": {"late": 30}})
        capacity = {"provisionedCapacity": {"mcuCount": 2, "workerCount": 3}}
        self.connect.update_connector(connectorArn=arn, currentVersion=version, capacity=capacity)
        read = self.read(arn)
        self.assertEqual((read["capacity"], read["currentVersion"]), (PROVISIONED, version))
        self.later(30)
        read = self.read(arn)
        self.assertEqual(read["capacity"], capacity)
        self.assertNotEqual(read["currentVersion"], version)


class Updates(KafkaConnect):
    def test_capacity(self) -> None:
        arn = self.connector()
        before = self.read(arn)
        capacity = {"provisionedCapacity": {"mcuCount": 2, "workerCount": 3}}
        operation = self.update(arn, capacity=capacity)
        self.assertEqual(operation["connectorOperationType"], "UPDATE_WORKER_SETTING")
        self.assertEqual(operation["connectorOperationState"], "UPDATE_COMPLETE")
        self.assertEqual(operation["originWorkerSetting"]["capacity"], PROVISIONED)
        self.assertEqual(operation["targetWorkerSetting"]["capacity"], capacity)
        self.assertEqual({step["stepState"] for step in operation["operationSteps"]}, {"COMPLETED"})
        after = self.read(arn)
        self.assertEqual((after["capacity"], after["connectorState"]), (capacity, "RUNNING"))
        self.assertNotEqual(after["currentVersion"], before["currentVersion"])

    def test_configuration(self) -> None:
        arn = self.connector()
        configuration = {"connector.class": "x.Sink", "password": "other"}
        operation = self.update(arn, connectorConfiguration=configuration)
        self.assertEqual(operation["connectorOperationType"], "UPDATE_CONNECTOR_CONFIGURATION")
        self.assertEqual(operation["originConnectorConfiguration"]["password"], "secret")
        self.assertEqual(self.read(arn)["connectorConfiguration"], configuration)

    def test_worker_configuration_and_plugin(self) -> None:
        arn = self.connector()
        worker = {"workerConfigurationArn": self.worker_configuration(), "revision": 1}
        plugins = [{"customPlugin": {"customPluginArn": self.plugin("other"), "revision": 1}}]
        self.update(arn, workerConfiguration=worker, plugins=plugins)
        read = self.read(arn)
        self.assertEqual((read["workerConfiguration"], read["plugins"]), (worker, plugins))
        operation = self.update(arn, useDefaultWorkerConfiguration=True)
        self.assertNotIn("workerConfiguration", self.read(arn))
        self.assertIs(operation["originWorkerSetting"]["useDefaultWorkerConfiguration"], False)
        self.assertIs(operation["targetWorkerSetting"]["useDefaultWorkerConfiguration"], True)

    def test_what_is_refused(self) -> None:
        arn = self.connector()
        configuration = {"connector.class": "x.Y"}
        refused: tuple[dict[str, Any], ...] = (
            {},
            {"capacity": MORE, "connectorConfiguration": configuration},
            {"capacity": MORE, "currentVersion": "K0"},
            {"connectorConfiguration": {}},
        )
        for wrong in refused:
            with self.subTest(wrong), self.assertRaises(self.connect.exceptions.BadRequestException):
                self.update(arn, **wrong)

    def test_a_capacity_that_stays_is_refused(self) -> None:
        policies = {
            "scaleInPolicy": {"cpuUtilizationPercentage": 20},
            "scaleOutPolicy": {"cpuUtilizationPercentage": 80},
        }
        autoscaling = {"autoScaling": {"mcuCount": 1, "minWorkerCount": 1, "maxWorkerCount": 2, **policies}}
        for capacity in (PROVISIONED, autoscaling):
            (name,) = capacity
            arn = self.connector(name, capacity=capacity)
            with self.assertRaises(self.connect.exceptions.BadRequestException) as raised:
                self.update(arn, capacity=capacity)
            self.assertEqual(
                raised.exception.response["Error"]["Message"],
                f"Invalid parameter {name}: The specified parameter value is identical to the current value for the "
                "connector. Specify a different value, then try again.",
            )

    def test_an_update_takes_its_time(self) -> None:
        arn = self.connector()
        self.operations(kafkaconnect_UpdateConnector={"seconds": 60})
        capacity = {"provisionedCapacity": {"mcuCount": 2, "workerCount": 3}}
        operation = self.update(arn, capacity=capacity)
        self.assertEqual(operation["connectorOperationState"], "UPDATE_IN_PROGRESS")
        self.assertNotIn("endTime", operation)
        read = self.read(arn)
        self.assertEqual((read["connectorState"], read["capacity"]), ("UPDATING", PROVISIONED))
        self.later(60)
        (listed,) = self.connect.list_connector_operations(connectorArn=arn)["connectorOperations"]
        self.assertEqual(listed["connectorOperationState"], "UPDATE_COMPLETE")
        self.assertIn("endTime", listed)
        self.assertEqual(self.read(arn)["capacity"], capacity)

    def test_a_failed_update_is_rolled_back(self) -> None:
        arn = self.connector()
        before = self.read(arn)
        reason = {"code": "Unhealthy", "message": "the tasks failed"}
        self.operations(kafkaconnect_UpdateConnector={"ends_badly": reason})
        operation = self.update(arn, connectorConfiguration={"connector.class": "x.Y"})
        self.assertEqual(operation["connectorOperationState"], "ROLLBACK_COMPLETE")
        self.assertEqual(operation["errorInfo"], reason)
        after = self.read(arn)
        self.assertEqual(after["connectorConfiguration"], before["connectorConfiguration"])
        self.assertEqual(after["connectorState"], "RUNNING")

    def test_pause_resume_restart(self) -> None:
        arn = self.connector()
        self.refused("ConflictException", self.connect.resume_connector, connectorArn=arn)
        self.connect.pause_connector(connectorArn=arn)
        self.assertEqual(self.read(arn)["connectorState"], "PAUSED")
        with self.assertRaises(self.connect.exceptions.BadRequestException):
            self.update(arn, capacity=MORE)
        self.update(arn, capacity=MORE, skipHealthValidation=True)
        self.assertEqual(self.read(arn)["connectorState"], "PAUSED")
        self.connect.resume_connector(connectorArn=arn)
        self.operations(kafkaconnect_RestartConnector={"seconds": 60})
        self.connect.restart_connector(connectorArn=arn, onlyFailedTasks=True)
        self.assertEqual(self.read(arn)["connectorState"], "RESTARTING")
        listed = self.connect.list_connector_operations(connectorArn=arn)["connectorOperations"]
        self.assertEqual(
            [(it["connectorOperationType"], it["connectorOperationState"]) for it in listed],
            [
                ("RESTART_CONNECTOR", "RESTART_IN_PROGRESS"),
                ("RESUME_CONNECTOR", "RESUME_COMPLETE"),
                ("UPDATE_WORKER_SETTING", "UPDATE_COMPLETE"),
                ("PAUSE_CONNECTOR", "PAUSE_COMPLETE"),
            ],
        )
        self.refused("NotFoundException", self.connect.describe_connector_operation, connectorOperationArn=arn)


class Tags(KafkaConnect):
    def test_every_kind_has_tags(self) -> None:
        arns = [
            self.plugin(tags={"a": "1"}),
            self.worker_configuration(tags={"a": "1"}),
            self.connector(tags={"a": "1"}),
        ]
        for arn in arns:
            self.connect.tag_resource(resourceArn=arn, tags={"b": "2"})
            self.connect.untag_resource(resourceArn=arn, tagKeys=["a"])
            self.assertEqual(self.connect.list_tags_for_resource(resourceArn=arn)["tags"], {"b": "2"})
            for wrong in ({"aws:c": "3"}, {str(number): "" for number in range(50)}):
                self.refused("BadRequestException", self.connect.tag_resource, resourceArn=arn, tags=wrong)
        with self.assertRaises(self.connect.exceptions.BadRequestException):
            self.plugin("other", tags={"aws:a": "1"})
        gone = arns[0].replace("/p/", "/q/")
        self.refused("NotFoundException", self.connect.list_tags_for_resource, resourceArn=gone)
        self.refused("NotFoundException", self.connect.tag_resource, resourceArn=gone, tags={})
