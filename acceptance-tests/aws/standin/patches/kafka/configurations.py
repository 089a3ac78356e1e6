"""Configurations of brokers, and their revisions.

AWS answers 400 for a configuration that is not there, and not 404 as elsewhere.
"""

import re

from standin import properties
from standin.control import CONTROL
from standin.life import Life
from standin.patches.kafka import server_properties, versions
from standin.patches.kafka.backend import KafkaBackend, get, operation, page, there
from standin.patches.kafka.errors import bad_request, conflict
from standin.patches.kafka.resource import Resource
from standin.services import Members, now

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")


class Revision:
    def __init__(self, number: int, parameters: Members) -> None:
        self.number = number
        #: not told, where there is none
        self.description: str | None = parameters.get("Description")
        self.text: bytes = parameters["ServerProperties"]
        self.created = now()

    def summary(self) -> Members:
        return {"CreationTime": self.created, "Description": self.description, "Revision": self.number}


class Configuration(Resource):
    def __init__(self, arn: str, parameters: Members) -> None:
        self.arn = arn
        self.name: str = parameters["Name"]
        self.description: str | None = parameters.get("Description")
        #: of Kafka; any, where there is none
        self.versions: list[str] = parameters.get("KafkaVersions", [])
        self.revisions = [Revision(1, parameters)]
        self.created = now()
        self.life = Life("ACTIVE")

    def described(self) -> Members:
        return {
            "Arn": self.arn,
            "CreationTime": self.created,
            "Description": self.description,
            "KafkaVersions": self.versions,
            "LatestRevision": self.revisions[-1].summary(),
            "Name": self.name,
            "State": self.state,
        }


def _check(text: bytes, its_versions: list[str]) -> None:
    try:
        given = properties.parse(text.decode())
    except UnicodeDecodeError:
        raise bad_request("The server properties must be text in UTF-8.", "serverProperties") from None
    complaint = server_properties.complaint(server_properties.BROKER, given, its_versions or versions.OFFERED)
    if complaint:
        raise bad_request(complaint, "serverProperties")


def _all(backend: KafkaBackend) -> list[Configuration]:
    """Those that are still there."""
    return there(backend.configurations)


def _get(backend: KafkaBackend, arn: str) -> Configuration:
    absent = bad_request("Configuration ARN does not exist", "arn")
    found: Configuration = get(backend.configurations, arn, "arn", absent)
    return found


@operation("CreateConfiguration")
def create_configuration(backend: KafkaBackend, parameters: Members) -> Members:
    name = parameters["Name"]
    if not _NAME.fullmatch(name):
        raise bad_request(f"The name must match {_NAME.pattern}.", "name")
    for version in parameters.get("KafkaVersions", []):
        if version not in versions.VERSIONS:
            valid = ", ".join(versions.VERSIONS)
            raise bad_request(f"Unsupported KafkaVersion [{version}]. Valid values: [{valid}]", "kafkaVersions")
    _check(parameters["ServerProperties"], parameters.get("KafkaVersions", []))
    if any(other.name == name for other in _all(backend)):
        raise conflict("A resource with this name already exists.", "name")
    made = Configuration(backend.arn("configuration", name), parameters)
    backend.configurations[made.arn] = made
    answer = made.described()
    return {name: answer[name] for name in ("Arn", "CreationTime", "LatestRevision", "Name", "State")}


@operation("UpdateConfiguration")
def update_configuration(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["Arn"])
    if found.state != "ACTIVE":
        raise bad_request(f"The configuration is in the state {found.state}.", "arn")
    _check(parameters["ServerProperties"], found.versions)
    found.revisions.append(Revision(len(found.revisions) + 1, parameters))
    return {"Arn": found.arn, "LatestRevision": found.revisions[-1].summary()}


@operation("DescribeConfiguration")
def describe_configuration(backend: KafkaBackend, parameters: Members) -> Members:
    return _get(backend, parameters["Arn"]).described()


@operation("DescribeConfigurationRevision")
def describe_configuration_revision(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["Arn"])
    for revision in found.revisions:
        if revision.number == parameters["Revision"]:
            return {**revision.summary(), "Arn": found.arn, "ServerProperties": revision.text}
    raise bad_request(f"The configuration has no revision {parameters['Revision']}.", "revision")


@operation("ListConfigurations")
def list_configurations(backend: KafkaBackend, parameters: Members) -> Members:
    return page(parameters, "Configurations", _all(backend), Configuration.described)


@operation("ListConfigurationRevisions")
def list_configuration_revisions(backend: KafkaBackend, parameters: Members) -> Members:
    return page(parameters, "Revisions", _get(backend, parameters["Arn"]).revisions, Revision.summary)


@operation("DeleteConfiguration")
def delete_configuration(backend: KafkaBackend, parameters: Members) -> Members:
    found = _get(backend, parameters["Arn"])
    if found.state == "DELETING":
        raise bad_request("The configuration is in the state DELETING.", "arn")
    if any(_uses(it.members, found.arn) for it in there(backend.clusters)):
        message = "Configuration is in use by one or more clusters. Dissociate the configuration from the clusters."
        raise bad_request(message, "arn")

    failure = CONTROL.failure("kafka.DeleteConfiguration")

    def forget() -> None:
        if not failure:
            backend.configurations.pop(found.arn, None)

    seconds = CONTROL.seconds("kafka.DeleteConfiguration")
    found.life.enter("DELETING", seconds, "DELETE_FAILED" if failure else "DELETED", forget)
    return {"Arn": found.arn, "State": "DELETING"}


def _uses(members: Members, arn: str) -> bool:
    """Whether a cluster is configured by it; a serverless one by none."""
    return bool(members.get("CurrentBrokerSoftwareInfo", {}).get("ConfigurationArn") == arn)
