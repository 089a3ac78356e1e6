"""Secrets that clients of a cluster sign in with, by SASL/SCRAM.

What is wrong with one secret does not hinder the others: it is told in the answer.
"""

import re
from typing import Any

from standin import clock
from standin.patches.kafka import authentication, checks
from standin.patches.kafka.backend import KafkaBackend, operation, page
from standin.patches.kafka.errors import bad_request
from standin.services import Members
from standin.settings import SETTINGS

#: How many one call may name.
LIMIT = 10

PREFIX = "AmazonMSK_"

_ARN = re.compile(r"arn:[^:]+:secretsmanager:([^:]+):(\d{12}):secret:(.+)")


def _ready(backend: KafkaBackend, parameters: Members) -> list[str]:
    """The secrets of a cluster that can be changed."""
    cluster = backend.cluster(parameters["ClusterArn"])
    if cluster.kind != "PROVISIONED" or not authentication.takes(cluster, "SASL_SCRAM"):
        raise bad_request("The cluster does not have SASL/SCRAM authentication enabled.", "clusterArn")
    checks.active(cluster)
    if not 1 <= len(parameters["SecretArnList"]) <= LIMIT:
        raise bad_request(f"The list must have 1 to {LIMIT} ARNs of secrets.", "secretArnList")
    return cluster.scram_secrets


def _problem(backend: KafkaBackend, arn: str) -> str | None:
    """Why a secret is of no use."""
    match = _ARN.fullmatch(arn)
    if not match or match[1] != backend.region_name:
        return "The provided secret ARN is invalid."
    if not match[3].startswith(PREFIX):
        return f"The provided secret arn cannot be used with Amazon MSK. Secret names must have the prefix '{PREFIX}'"
    secret = _secret(match[2], match[1], arn)
    if secret is None or secret.is_deleted() or _is_young(backend, arn):
        return "Amazon MSK wasn't able to access the provided secret."
    if _is_default_key(secret.kms_key_id):
        return "The provided secret is encrypted with the default key. You can't use this secret with Amazon MSK."
    return None


def _is_young(backend: KafkaBackend, arn: str) -> bool:
    """Whether MSK does not see the secret yet, for a while after it was first asked to."""
    heard = backend.secrets_heard_of.setdefault(arn, clock.now())
    return clock.now() < heard + float(SETTINGS["kafka_young_secrets_seconds"])


def _secret(account: str, region: str, arn: str) -> Any:
    from moto.secretsmanager.models import secretsmanager_backends

    secrets = secretsmanager_backends[account][region].secrets.values()
    return next((secret for secret in secrets if secret.arn == arn), None)


def _is_default_key(key: str | None) -> bool:
    return not key or key.endswith("alias/aws/secretsmanager")


def _answer(parameters: Members, problems: dict[str, str]) -> Members:
    unprocessed = [
        {"ErrorCode": "InvalidSecretArn", "ErrorMessage": problem, "SecretArn": arn}
        for arn, problem in problems.items()
    ]
    return {"ClusterArn": parameters["ClusterArn"], "UnprocessedScramSecrets": unprocessed}


@operation("BatchAssociateScramSecret")
def batch_associate_scram_secret(backend: KafkaBackend, parameters: Members) -> Members:
    secrets = _ready(backend, parameters)
    problems = {}
    for arn in parameters["SecretArnList"]:
        problem = _problem(backend, arn)
        if problem:
            problems[arn] = problem
        elif arn not in secrets:
            secrets.append(arn)
    return _answer(parameters, problems)


@operation("BatchDisassociateScramSecret")
def batch_disassociate_scram_secret(backend: KafkaBackend, parameters: Members) -> Members:
    secrets = _ready(backend, parameters)
    problems = {}
    for arn in parameters["SecretArnList"]:
        if arn in secrets:
            secrets.remove(arn)
        else:
            problems[arn] = "The provided secret is not associated with the cluster."
    return _answer(parameters, problems)


@operation("ListScramSecrets")
def list_scram_secrets(backend: KafkaBackend, parameters: Members) -> Members:
    return page(parameters, "SecretArnList", backend.cluster(parameters["ClusterArn"]).scram_secrets)
