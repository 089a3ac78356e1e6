"""Operations on a cluster: their steps, their states, and the descriptions of them."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from standin import clock
from standin.control import CONTROL, Failure
from standin.life import Life
from standin.patches.kafka import backend as shared
from standin.patches.kafka import checks
from standin.patches.kafka.backend import KafkaBackend, operation, page
from standin.patches.kafka.cluster import Cluster
from standin.patches.kafka.errors import bad_request, not_found
from standin.services import Members, now

#: The part of its time that an operation waits before it begins.
_WAITING = 0.1

#: What an operation does between its first step and its last.
_WORK = {
    "INCREASE_BROKER_COUNT": ["CREATE_BROKERS"],
    "DECREASE_BROKER_COUNT": ["REMOVE_BROKERS"],
    "UPDATE_CLUSTER_KAFKA_VERSION": ["UPDATE_APACHE_KAFKA_BINARIES"],
    "REBOOT_NODE": [],
}


class Operation:
    """What `call` began on a cluster, or on what belongs to it; `life` is of what is changed."""

    def __init__(self, cluster: Cluster, life: Life, call: str, kind: str, source: Members, target: Members) -> None:
        self.arn = cluster.arn_of("cluster-operation", str(uuid.uuid4()))
        self.request = str(uuid.uuid4())
        self.cluster, self.life, self.kind = cluster, life, kind
        self._source, self._target = source, target
        self.created = now()
        self.ended: datetime | None = None
        self.seconds = CONTROL.seconds(f"kafka.{call}")
        #: what it will end with, if badly
        self.fails = CONTROL.failure(f"kafka.{call}")
        self._begun = clock.now()
        work = _WORK.get(kind, [kind])
        self._steps = ["INITIALIZE_UPDATE", *work, "FINALIZE_UPDATE"] if work else []

    @property
    def source(self) -> Members:
        return {} if self._is_untold else self._source

    @property
    def target(self) -> Members:
        return {} if self._is_untold else self._target

    @property
    def _is_untold(self) -> bool:
        """AWS tells nothing of what is to be secured before it has begun."""
        return self.kind == "UPDATE_SECURITY" and self.state == "PENDING"

    @property
    def failure(self) -> Failure | None:
        return self.fails if self.ended else None

    def end(self) -> None:
        # It ended when its time was up, not when somebody looked.
        self.ended = self.created + timedelta(seconds=self.seconds)

    @property
    def _done(self) -> float:
        return (clock.now() - self._begun) / self.seconds if self.seconds else 1.0

    @property
    def state(self) -> str:
        if self.kind == "REBOOT_NODE" and not self.failure:
            return "REBOOT_COMPLETE" if self.ended else "REBOOT_IN_PROGRESS"
        if self.failure:
            return "UPDATE_FAILED"
        if self.ended:
            return "UPDATE_COMPLETE"
        return "PENDING" if self._done < _WAITING else "UPDATE_IN_PROGRESS"

    @property
    def steps(self) -> list[Members]:
        part = 1.0 / len(self._steps) if self._steps else 1.0
        found = []
        for index, name in enumerate(self._steps):
            if self.ended and not self.failure:
                status = "COMPLETED"
            elif self.failure:
                status = "FAILED" if index == 1 else "COMPLETED" if index == 0 else "PENDING"
            elif self._done >= part * (index + 1):
                status = "COMPLETED"
            elif self._done >= max(part * index, _WAITING):
                status = "IN_PROGRESS"
            else:
                status = "PENDING"
            found.append({"StepName": name, "StepInfo": {"StepStatus": status}})
        return found

    @property
    def error(self) -> Members | None:
        return {"ErrorCode": self.failure.code, "ErrorString": self.failure.message} if self.failure else None

    def describe(self) -> Members:
        return {
            "ClientRequestId": self.request,
            "ClusterArn": self.cluster.arn,
            "CreationTime": self.created,
            "EndTime": self.ended,
            "ErrorInfo": self.error,
            "OperationArn": self.arn,
            "OperationState": self.state,
            "OperationSteps": self.steps or None,
            "OperationType": self.kind,
            "SourceClusterInfo": self.source,
            "TargetClusterInfo": self.target,
        }

    def summarize(self) -> Members:
        return {
            "ClusterArn": self.cluster.arn,
            "ClusterType": self.cluster.kind,
            "StartTime": self.created,
            "EndTime": self.ended,
            "OperationArn": self.arn,
            "OperationState": self.state,
            "OperationType": self.kind,
        }

    def describe_v2(self) -> Members:
        return {
            **self.summarize(),
            "ErrorInfo": self.error,
            "Provisioned": {
                "OperationSteps": self.steps or None,
                "SourceClusterInfo": self.source,
                "TargetClusterInfo": self.target,
            },
        }


def changeable(backend: KafkaBackend, parameters: Members) -> Cluster:
    """The cluster, where it can be changed now by somebody who has seen its last version."""
    cluster = backend.provisioned(parameters["ClusterArn"])
    checks.active(cluster)
    checks.current(cluster, parameters)
    return cluster


def begin(
    backend: KafkaBackend,
    cluster: Cluster,
    call: str,
    kind: str,
    source: Members,
    target: Members,
    change: Callable[[], None],
    state: str = "UPDATING",
) -> Members:
    """Begins the operation that `call` asks for; `change` is made to the cluster when it has succeeded."""
    begun = Operation(cluster, cluster.life, call, kind, source, target)
    backend.operations[begun.arn] = begun

    def done() -> None:
        begun.end()
        cluster.active_operation = None
        cluster.version = shared.version()
        if begun.failure is None:
            change()

    cluster.active_operation = begun.arn
    cluster.version = shared.version()
    cluster.life.enter(state, begun.seconds, "ACTIVE", done)
    return {"ClusterArn": cluster.arn, "ClusterOperationArn": begun.arn}


def _found(backend: KafkaBackend, arn: str) -> Operation:
    if ":cluster-operation/" not in arn:
        raise bad_request("The parameter value contains one or more characters that are not valid.", "operationArn")
    found: Operation | None = backend.operations.get(arn)
    if found is None:
        raise not_found("The specified operation does not exist.", "operationArn")
    found.life.settle()
    return found


def _of(backend: KafkaBackend, cluster: Cluster) -> Sequence[Operation]:
    """The newest first."""
    found = [it for it in reversed(backend.operations.values()) if it.cluster is cluster]
    for each in found:
        each.life.settle()
    return found


@operation("DescribeClusterOperation")
def describe_cluster_operation(backend: KafkaBackend, parameters: Members) -> Members:
    return {"ClusterOperationInfo": _found(backend, parameters["ClusterOperationArn"]).describe()}


@operation("DescribeClusterOperationV2")
def describe_cluster_operation_v2(backend: KafkaBackend, parameters: Members) -> Members:
    return {"ClusterOperationInfo": _found(backend, parameters["ClusterOperationArn"]).describe_v2()}


@operation("ListClusterOperations")
def list_cluster_operations(backend: KafkaBackend, parameters: Members) -> Members:
    found = _of(backend, backend.cluster(parameters["ClusterArn"]))
    return page(parameters, "ClusterOperationInfoList", found, Operation.describe)


@operation("ListClusterOperationsV2")
def list_cluster_operations_v2(backend: KafkaBackend, parameters: Members) -> Members:
    found = _of(backend, backend.cluster(parameters["ClusterArn"]))
    return page(parameters, "ClusterOperationInfoList", found, Operation.summarize)
