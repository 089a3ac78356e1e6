"""Worker configurations: the properties of the workers that run a connector."""

import base64
import binascii

from standin import properties
from standin.patches.kafka.errors import bad_request
from standin.patches.kafkaconnect.backend import KafkaConnectBackend, Resource, operation, page
from standin.services import Members

REQUIRED = ("key.converter", "value.converter")

#: What MSK Connect takes of the clients that its workers are, by their prefixes.
CLIENTS = {
    "consumer.": {
        "allow.auto.create.topics",
        "auto.offset.reset",
        "check.crcs",
        "fetch.max.bytes",
        "fetch.max.wait.ms",
        "fetch.min.bytes",
        "heartbeat.interval.ms",
        "key.deserializer",
        "max.partition.fetch.bytes",
        "max.poll.interval.ms",
        "max.poll.records",
        "metadata.max.age.ms",
        "partition.assignment.strategy",
        "reconnect.backoff.max.ms",
        "reconnect.backoff.ms",
        "request.timeout.ms",
        "retry.backoff.ms",
        "session.timeout.ms",
        "value.deserializer",
    },
    "producer.": {
        "acks",
        "batch.size",
        "buffer.memory",
        "compression.type",
        "enable.idempotence",
        "key.serializer",
        "linger.ms",
        "max.request.size",
        "metadata.max.age.ms",
        "metadata.max.idle.ms",
        "partitioner.class",
        "reconnect.backoff.max.ms",
        "reconnect.backoff.ms",
        "request.timeout.ms",
        "retry.backoff.ms",
        "value.serializer",
    },
}

#: What it decides itself.
MANAGED_PREFIXES = (
    "access.control.",
    "admin.",
    "client.",
    "connect.",
    "inter.worker.",
    "internal.",
    "listeners.https.",
    "metrics.",
    "rest.",
    "sasl.",
    "security.",
    "socket.",
    "ssl.",
    "topic.tracking.",
    "worker.",
)
MANAGED = {
    "bootstrap.servers",
    "config.storage.topic",
    "connections.max.idle.ms",
    "connector.client.config.override.policy",
    "group.id",
    "listeners",
    "metric.reporters",
    "plugin.path",
    "receive.buffer.bytes",
    "response.http.headers.config",
    "scheduled.rebalance.max.delay.ms",
    "send.buffer.bytes",
    "status.storage.topic",
}


class WorkerConfiguration(Resource):
    KIND = "worker-configuration"
    WORDS = "worker configuration"

    def __init__(self, backend: KafkaConnectBackend, parameters: Members) -> None:
        super().__init__(backend, parameters["name"], parameters.get("tags"))
        self.description = parameters.get("description")
        self.content = parameters["propertiesFileContent"]

    def revision(self) -> Members:
        return {"creationTime": self.created, "description": self.description, "revision": 1}

    def described(self) -> Members:
        return {
            "creationTime": self.created,
            "description": self.description,
            "latestRevision": self.revision(),
            "name": self.name,
            "workerConfigurationArn": self.arn,
            "workerConfigurationState": self.state,
        }


def _check(content: str) -> None:
    try:
        text = base64.b64decode(content, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise bad_request("The properties file content must be text in Base64.") from None
    given = properties.parse(text)
    for name in REQUIRED:
        if not given.get(name):
            raise bad_request(f"The worker configuration must have the property {name}.")
    for name in given:
        if name in MANAGED or name.startswith(MANAGED_PREFIXES) or _is_of_other_clients(name):
            raise bad_request(f"The worker configuration has the property {name}, which is not supported.")


def _is_of_other_clients(name: str) -> bool:
    return any(name.startswith(prefix) and name.removeprefix(prefix) not in CLIENTS[prefix] for prefix in CLIENTS)


@operation("CreateWorkerConfiguration")
def create_worker_configuration(backend: KafkaConnectBackend, parameters: Members) -> Members:
    _check(parameters["propertiesFileContent"])
    created = WorkerConfiguration(backend, parameters).described()
    del created["description"]
    return created


@operation("DescribeWorkerConfiguration")
def describe_worker_configuration(backend: KafkaConnectBackend, parameters: Members) -> Members:
    configuration = backend.get(WorkerConfiguration, parameters["workerConfigurationArn"])
    described = configuration.described()
    described["latestRevision"]["propertiesFileContent"] = configuration.content
    return described


@operation("ListWorkerConfigurations")
def list_worker_configurations(backend: KafkaConnectBackend, parameters: Members) -> Members:
    prefix = parameters.get("namePrefix") or ""
    found = [it for it in backend.all(WorkerConfiguration) if it.name.startswith(prefix)]
    return page(parameters, "workerConfigurations", found, WorkerConfiguration.described)


@operation("DeleteWorkerConfiguration")
def delete_worker_configuration(backend: KafkaConnectBackend, parameters: Members) -> Members:
    configuration = backend.get(WorkerConfiguration, parameters["workerConfigurationArn"])
    backend.refuse_in_use(configuration)
    configuration.go("kafkaconnect.DeleteWorkerConfiguration")
    return {"workerConfigurationArn": configuration.arn, "workerConfigurationState": "DELETING"}
