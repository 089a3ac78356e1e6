"""Connectors, and the operations that change them while they run."""

import uuid
from datetime import datetime

from standin.control import CONTROL
from standin.patches.kafka.backend import version
from standin.patches.kafka.errors import bad_request, conflict, not_found
from standin.patches.kafkaconnect.backend import KafkaConnectBackend, Resource, operation, page
from standin.patches.kafkaconnect.custom_plugins import CustomPlugin
from standin.patches.kafkaconnect.worker_configurations import WorkerConfiguration
from standin.services import Members, now

VERSIONS = ("2.7.1", "3.7.x")

#: What an autoscaled connector gets where nothing is said.
SCALE_IN, SCALE_OUT = 20, 80

#: What becomes of a connector's request as it is.
GIVEN = (
    "connectorConfiguration",
    "connectorDescription",
    "kafkaCluster",
    "kafkaClusterClientAuthentication",
    "kafkaClusterEncryptionInTransit",
    "kafkaConnectVersion",
    "logDelivery",
    "networkType",
    "plugins",
    "serviceExecutionRoleArn",
    "workerConfiguration",
)

#: What one update may change together: `UPDATE_WORKER_SETTING`.
WORKER_SETTING = ("capacity", "plugins", "workerConfiguration")


class Connector(Resource):
    KIND = "connector"
    WORDS = "connector"

    def __init__(self, backend: KafkaConnectBackend, parameters: Members) -> None:
        super().__init__(backend, parameters["connectorName"], parameters.get("tags"))
        self.given = {"networkType": "IPV4", **{name: parameters[name] for name in GIVEN if name in parameters}}
        self.given["capacity"] = _with_defaults(parameters["capacity"])
        self.version = version()
        self.operations: list[Operation] = []
        self.come_up("kafkaconnect.CreateConnector", "RUNNING", "FAILED")

    def summary(self) -> Members:
        state = self.state
        given = {name: value for name, value in self.given.items() if name != "connectorConfiguration"}
        return {
            **given,
            "connectorArn": self.arn,
            "connectorName": self.name,
            "connectorState": state,
            "creationTime": self.created,
            "currentVersion": self.version,
        }

    def described(self) -> Members:
        summary = self.summary()
        configuration = self.given["connectorConfiguration"]
        return {**summary, "connectorConfiguration": configuration, "stateDescription": self.reason}

    def uses(self, arn: str) -> bool:
        plugins = [plugin["customPlugin"]["customPluginArn"] for plugin in self.given["plugins"]]
        return arn in plugins or arn == self.given.get("workerConfiguration", {}).get("workerConfigurationArn")


class Operation:
    """A change of a connector that is there. It goes by the connector's clock."""

    def __init__(self, connector: Connector, kind: str, change: Members | None = None) -> None:
        self.connector = connector
        self.kind = kind
        self.origin = connector.given
        self.target = {**connector.given, **change} if change else connector.given
        if self.target.get("workerConfiguration") is None:
            self.target.pop("workerConfiguration", None)
        self.arn = connector.arn.replace(":connector/", ":connector-operation/") + f"/{uuid.uuid4()}"
        self.created = now()
        self.ended: datetime | None = None
        self.error: Members | None = None
        self._state = "PENDING"
        connector.operations.insert(0, self)

    def begin(self, operation: str, during: tuple[str, str], after: tuple[str, str], failed: tuple[str, str]) -> None:
        """Each pair: the state of this operation, and of the connector."""
        failure = CONTROL.failure(operation)

        def done() -> None:
            self._state = failed[0] if failure else after[0]
            self.ended = now()
            if failure:
                self.error = failure._asdict()
            else:
                self.connector.given = self.target
                self.connector.version = version()

        self._state = during[0]
        seconds = CONTROL.seconds(operation)
        self.connector.life.enter(during[1], seconds, failed[1] if failure else after[1], done)

    @property
    def state(self) -> str:
        self.connector.life.settle()
        return self._state

    def summary(self) -> Members:
        return {
            "connectorOperationArn": self.arn,
            "connectorOperationState": self.state,
            "connectorOperationType": self.kind,
            "creationTime": self.created,
            "endTime": self.ended,
        }

    def described(self) -> Members:
        described = {**self.summary(), "connectorArn": self.connector.arn, "errorInfo": self.error}
        if self.kind == "UPDATE_WORKER_SETTING":
            described["originWorkerSetting"] = _worker_setting(self.origin)
            described["targetWorkerSetting"] = _worker_setting(self.target)
        elif self.kind == "UPDATE_CONNECTOR_CONFIGURATION":
            described["originConnectorConfiguration"] = self.origin["connectorConfiguration"]
            described["targetConnectorConfiguration"] = self.target["connectorConfiguration"]
        else:
            return described
        here, rest = {"UPDATE_COMPLETE": ("COMPLETED", "COMPLETED"), "ROLLBACK_COMPLETE": ("FAILED", "CANCELLED")}.get(
            described["connectorOperationState"], ("IN_PROGRESS", "PENDING")
        )
        described["operationSteps"] = [
            {"stepType": "INITIALIZE_UPDATE", "stepState": "COMPLETED"},
            {"stepType": self.kind, "stepState": here},
            {"stepType": "VALIDATE_UPDATE", "stepState": rest},
            {"stepType": "FINALIZE_UPDATE", "stepState": rest},
        ]
        return described


def _worker_setting(given: Members) -> Members:
    setting = {name: given[name] for name in WORKER_SETTING if name in given}
    return {**setting, "useDefaultWorkerConfiguration": "workerConfiguration" not in given}


# What AWS refuses -----------------------------------------------------------------------------


def _check_capacity(capacity: Members) -> None:
    if len(capacity) != 1:
        raise bad_request("Specify either autoScaling or provisionedCapacity as the capacity.")
    (form,) = capacity.values()
    if form["mcuCount"] not in (1, 2, 4, 8):
        raise bad_request(f"The MCU count must be 1, 2, 4 or 8, not {form['mcuCount']}.")
    counts = [form[name] for name in ("workerCount", "minWorkerCount", "maxWorkerCount") if name in form]
    if any(not 1 <= count <= 10 for count in counts):
        raise bad_request("The count of workers must be from 1 to 10.")
    if sorted(counts) != counts:
        raise bad_request("The minimum count of workers must not be greater than the maximum.")
    if form.get("maxAutoscalingTaskCount", counts[-1]) < counts[-1]:
        raise bad_request("maxAutoscalingTaskCount must be at least maxWorkerCount.")


def _check_other_capacity(before: Members, after: Members) -> None:
    for name, form in after.items():
        if form == before.get(name):
            raise bad_request(
                f"Invalid parameter {name}: The specified parameter value is identical to the current value for the "
                "connector. Specify a different value, then try again."
            )


def _with_defaults(capacity: Members) -> Members:
    if "autoScaling" not in capacity:
        return capacity
    policies = {
        "scaleInPolicy": {"cpuUtilizationPercentage": SCALE_IN},
        "scaleOutPolicy": {"cpuUtilizationPercentage": SCALE_OUT},
    }
    return {"autoScaling": {**policies, **capacity["autoScaling"]}}


def _check_configuration(configuration: Members) -> None:
    if not configuration.get("connector.class"):
        raise bad_request("The connector configuration must have connector.class.")
    tasks = configuration.get("tasks.max", "1")
    if not tasks.isdigit() or int(tasks) < 1:
        raise bad_request(f"tasks.max must be a whole number of 1 or more, not {tasks}.")


def _check_parts(backend: KafkaConnectBackend, parameters: Members) -> None:
    """That the plugins and the worker configuration are there, in their revisions."""
    plugins = parameters.get("plugins")
    if plugins is not None and len(plugins) != 1:
        raise bad_request("Specify exactly one plugin.")
    for plugin in plugins or []:
        named = plugin["customPlugin"]
        its_state = backend.get(CustomPlugin, named["customPluginArn"]).state
        if its_state != "ACTIVE":
            raise bad_request(f"The custom plugin {named['customPluginArn']} is in the state {its_state}.")
        _check_revision(named, named["customPluginArn"])
    worker = parameters.get("workerConfiguration")
    if worker:
        backend.get(WorkerConfiguration, worker["workerConfigurationArn"])
        _check_revision(worker, worker["workerConfigurationArn"])


def _check_revision(named: Members, arn: str) -> None:
    # There is no call that makes a second.
    if named["revision"] != 1:
        raise not_found(f"The revision {named['revision']} of {arn} does not exist.")


def _check_version(connector: Connector, expected: str | None) -> None:
    if expected is not None and expected != connector.version:
        raise bad_request(f"The version {expected} is not the current version of the connector.")


# The operations -------------------------------------------------------------------------------


@operation("CreateConnector")
def create_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    _check_capacity(parameters["capacity"])
    _check_configuration(parameters["connectorConfiguration"])
    if parameters["kafkaConnectVersion"] not in VERSIONS:
        raise bad_request(
            f"Unsupported Kafka Connect version [{parameters['kafkaConnectVersion']}]. "
            f"Valid values: [{', '.join(VERSIONS)}]."
        )
    _check_parts(backend, parameters)
    connector = Connector(backend, parameters)
    return {"connectorArn": connector.arn, "connectorName": connector.name, "connectorState": "CREATING"}


@operation("DescribeConnector")
def describe_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    return backend.get(Connector, parameters["connectorArn"]).described()


@operation("ListConnectors")
def list_connectors(backend: KafkaConnectBackend, parameters: Members) -> Members:
    prefix = parameters.get("connectorNamePrefix") or ""
    found = [connector for connector in backend.all(Connector) if connector.name.startswith(prefix)]
    return page(parameters, "connectors", found, Connector.summary)


@operation("UpdateConnector")
def update_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    state = connector.state
    if state != "RUNNING" and not (state == "PAUSED" and parameters.get("skipHealthValidation")):
        raise bad_request(f"The connector can not be updated in the state {state}.")
    _check_version(connector, parameters["currentVersion"])
    change = {name: parameters[name] for name in WORKER_SETTING if parameters.get(name)}
    if parameters.get("useDefaultWorkerConfiguration"):
        if "workerConfiguration" in change:
            raise bad_request("Specify either workerConfiguration or useDefaultWorkerConfiguration.")
        change["workerConfiguration"] = None
    configuration = parameters.get("connectorConfiguration")
    if bool(change) == (configuration is not None):
        raise bad_request("Update either the worker setting or the connector configuration.")
    if configuration is not None:
        _check_configuration(configuration)
        operation = Operation(connector, "UPDATE_CONNECTOR_CONFIGURATION", {"connectorConfiguration": configuration})
    else:
        if "capacity" in change:
            _check_capacity(change["capacity"])
            _check_other_capacity(connector.given["capacity"], change["capacity"])
        _check_parts(backend, change)
        operation = Operation(connector, "UPDATE_WORKER_SETTING", change)
    operation.begin(
        "kafkaconnect.UpdateConnector",
        during=("UPDATE_IN_PROGRESS", "UPDATING"),
        after=("UPDATE_COMPLETE", state),
        failed=("ROLLBACK_COMPLETE", state),
    )
    return {"connectorArn": connector.arn, "connectorOperationArn": operation.arn, "connectorState": "UPDATING"}


@operation("DeleteConnector")
def delete_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    _check_version(connector, parameters.get("currentVersion"))
    if connector.state not in ("RUNNING", "FAILED", "PAUSED"):
        raise bad_request(f"The connector can not be deleted in the state {connector.state}.")
    connector.go("kafkaconnect.DeleteConnector")
    return {"connectorArn": connector.arn, "connectorState": "DELETING"}


def _begun(connector: Connector, verb: str, during: str, after: str, failed: str) -> Members:
    """Begins what changes nothing of a connector but its state."""
    operation = Operation(connector, f"{verb}_CONNECTOR")
    operation.begin(
        f"kafkaconnect.{verb.capitalize()}Connector",
        during=(f"{verb}_IN_PROGRESS", during),
        after=(f"{verb}_COMPLETE", after),
        failed=(f"{verb}_FAILED", failed),
    )
    return {"connectorArn": connector.arn, "connectorOperationArn": operation.arn}


@operation("PauseConnector")
def pause_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    if connector.state != "RUNNING":
        raise conflict(f"The connector can not be paused in the state {connector.state}.")
    return _begun(connector, "PAUSE", "PAUSING", "PAUSED", "RUNNING")


@operation("ResumeConnector")
def resume_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    if connector.state != "PAUSED":
        raise conflict(f"The connector can not be resumed in the state {connector.state}.")
    return _begun(connector, "RESUME", "RESUMING", "RUNNING", "PAUSED")


@operation("RestartConnector")
def restart_connector(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    if connector.state not in ("RUNNING", "FAILED"):
        raise bad_request(f"The connector can not be restarted in the state {connector.state}.")
    return _begun(connector, "RESTART", "RESTARTING", "RUNNING", "FAILED")


@operation("ListConnectorOperations")
def list_connector_operations(backend: KafkaConnectBackend, parameters: Members) -> Members:
    connector = backend.get(Connector, parameters["connectorArn"])
    return page(parameters, "connectorOperations", connector.operations, Operation.summary)


@operation("DescribeConnectorOperation")
def describe_connector_operation(backend: KafkaConnectBackend, parameters: Members) -> Members:
    arn = parameters["connectorOperationArn"]
    for connector in backend.all(Connector):
        for its in connector.operations:
            if its.arn == arn:
                return its.described()
    raise not_found(f"The connector operation with the ARN {arn} does not exist.")
