"""Custom plugins: files in S3 whose code connectors run. Whether the file is there is not looked at."""

import hashlib
import re

from standin.patches.kafka.errors import bad_request
from standin.patches.kafkaconnect.backend import KafkaConnectBackend, Resource, operation, page
from standin.services import Members

_BUCKET_ARN = re.compile(r"arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


class CustomPlugin(Resource):
    KIND = "custom-plugin"
    WORDS = "custom plugin"

    def __init__(self, backend: KafkaConnectBackend, parameters: Members) -> None:
        super().__init__(backend, parameters["name"], parameters.get("tags"))
        self.description = parameters.get("description")
        self.content_type = parameters["contentType"]
        self.location = parameters["location"]
        self.come_up("kafkaconnect.CreateCustomPlugin", "ACTIVE", "CREATE_FAILED")

    def summary(self) -> Members:
        state = self.state
        described: Members = {
            "creationTime": self.created,
            "customPluginArn": self.arn,
            "customPluginState": state,
            "description": self.description,
            "name": self.name,
        }
        # There is a revision once its file was read, and none where that failed.
        if state != "CREATING" and self.reason is None:
            key = self.location["s3Location"]["fileKey"]
            described["latestRevision"] = {
                "contentType": self.content_type,
                "creationTime": self.created,
                "description": self.description,
                "fileDescription": {"fileMd5": hashlib.md5(key.encode()).hexdigest(), "fileSize": 1024},
                "location": self.location,
                "revision": 1,
            }
        return described

    def described(self) -> Members:
        return {**self.summary(), "stateDescription": self.reason}


@operation("CreateCustomPlugin")
def create_custom_plugin(backend: KafkaConnectBackend, parameters: Members) -> Members:
    place = parameters["location"]["s3Location"]
    if not _BUCKET_ARN.fullmatch(place["bucketArn"]):
        raise bad_request(f"The bucket ARN {place['bucketArn']} is not valid.")
    if not place["fileKey"]:
        raise bad_request("The file key must not be empty.")
    plugin = CustomPlugin(backend, parameters)
    return {"customPluginArn": plugin.arn, "customPluginState": "CREATING", "name": plugin.name, "revision": 1}


@operation("DescribeCustomPlugin")
def describe_custom_plugin(backend: KafkaConnectBackend, parameters: Members) -> Members:
    return backend.get(CustomPlugin, parameters["customPluginArn"]).described()


@operation("ListCustomPlugins")
def list_custom_plugins(backend: KafkaConnectBackend, parameters: Members) -> Members:
    prefix = parameters.get("namePrefix") or ""
    found = [plugin for plugin in backend.all(CustomPlugin) if plugin.name.startswith(prefix)]
    return page(parameters, "customPlugins", found, CustomPlugin.summary)


@operation("DeleteCustomPlugin")
def delete_custom_plugin(backend: KafkaConnectBackend, parameters: Members) -> Members:
    plugin = backend.get(CustomPlugin, parameters["customPluginArn"])
    if plugin.state in ("CREATING", "DELETING"):
        raise bad_request(f"The custom plugin can not be deleted in the state {plugin.state}.")
    backend.refuse_in_use(plugin)
    plugin.go("kafkaconnect.DeleteCustomPlugin")
    return {"customPluginArn": plugin.arn, "customPluginState": "DELETING"}
