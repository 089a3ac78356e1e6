"""Policies of clusters, which let other accounts in."""

import json
from typing import Any

from standin.patches.kafka.backend import KafkaBackend, operation, version
from standin.patches.kafka.errors import bad_request, not_found
from standin.principals import principal_exists
from standin.services import Members

#: in bytes
LONGEST = 20 * 1024


@operation("PutClusterPolicy")
def put_cluster_policy(backend: KafkaBackend, parameters: Members) -> Members:
    cluster = backend.cluster(parameters["ClusterArn"])
    _check(backend, parameters["Policy"])
    expected = parameters.get("CurrentVersion")
    if expected is None and cluster.policy:
        raise bad_request("Current cluster policy version needed for Update")
    if expected is not None and expected != (cluster.policy or ("", None))[1]:
        raise bad_request("The current version of the policy is another.", "currentVersion")
    cluster.policy = parameters["Policy"], version()
    return {"CurrentVersion": cluster.policy[1]}


@operation("GetClusterPolicy")
def get_cluster_policy(backend: KafkaBackend, parameters: Members) -> Members:
    policy, its_version = _policy(backend, parameters)
    return {"CurrentVersion": its_version, "Policy": policy}


@operation("DeleteClusterPolicy")
def delete_cluster_policy(backend: KafkaBackend, parameters: Members) -> Members:
    _policy(backend, parameters)
    backend.cluster(parameters["ClusterArn"]).policy = None
    return {}


def _policy(backend: KafkaBackend, parameters: Members) -> tuple[str, str]:
    policy = backend.cluster(parameters["ClusterArn"]).policy
    if policy is None:
        raise not_found("The cluster has no policy.", "clusterArn")
    return policy


def _check(backend: KafkaBackend, text: str) -> None:
    if len(text.encode()) > LONGEST:
        raise bad_request(f"The policy must not be longer than {LONGEST} bytes.", "policy")
    try:
        policy = json.loads(text)
    except ValueError:
        raise bad_request("The policy is not valid JSON.", "policy") from None
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    if isinstance(statements, dict):
        statements = [statements]
    if not isinstance(statements, list) or not statements:
        raise bad_request("The policy has no statement.", "policy")
    for statement in statements:
        _check_statement(backend, statement)


def _check_statement(backend: KafkaBackend, statement: Any) -> None:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        raise bad_request("Each statement of the policy must have the effect Allow or Deny.", "policy")
    for name in ("Principal", "Action", "Resource"):
        if not (statement.get(name) or statement.get(f"Not{name}")):
            raise bad_request(f"A statement of the policy has no {name}.", "policy")
    principal = statement.get("Principal") or statement["NotPrincipal"]
    named = principal.get("AWS", []) if isinstance(principal, dict) else principal
    for arn in [named] if isinstance(named, str) else named:
        if not principal_exists(backend.account_id, str(arn)):
            raise bad_request("The cluster policy is not valid. The IAM Principal was not found.")
