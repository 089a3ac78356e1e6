"""Answers that AWS gave of MQ, MSK and MSK Connect, held against those of the stand-in.

The recordings stay outside of the repository: `STANDIN_RECORDINGS` names the folder.
"""

import json
import os
import re
import unittest
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

FOLDER = os.environ.get("STANDIN_RECORDINGS")

UNNAMED = "STANDIN_RECORDINGS names no folder with recorded answers of AWS: nothing is compared with them"

if not FOLDER:
    warnings.warn(UNNAMED, stacklevel=1)


class Fact(NamedTuple):
    """A line of a recording."""

    operation: str
    line: dict[str, Any]
    text: str

    @property
    def answer(self) -> Any:
        return self.line.get("answer")

    @property
    def error(self) -> Any:
        return self.line.get("error")


def facts(service: str) -> list[Fact]:
    """The lines of a service that hold an answer or an error; the others are words about some."""
    found = []
    for text in Path(FOLDER or "", f"{service}.jsonl").read_text().splitlines():
        line = json.loads(text)
        if "answer" in line or "error" in line:
            found.append(Fact(line["operation"].partition(".")[2], line, text))
    return found


_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

#: What is another one in each account, region and run.
_OTHERS = [
    (re.compile(rf"(<uuid>|{_UUID})-s?\d+\b"), "<uuid>-N"),
    (re.compile(_UUID), "<uuid>"),
    (re.compile(r"\b(?:us|ap|sa|eu)-[a-z]+-\d\b"), "<region>"),
    (re.compile(r"\b(sg|subnet)-[0-9a-f]+\b"), r"\1-N"),
    (re.compile(r"\b[a-z]+\d?-az\d\b"), "<zone>"),
    (re.compile(r"\.mq\.<region>\.(?:amazonaws\.com|on\.aws)"), ".mq.<host>"),
    (re.compile(r"\.[a-z0-9]{6}\.c\d+\.kafka\."), ".N.cN.kafka."),
    (re.compile(r"\b([bz])-\d\."), r"\1-N."),
    (re.compile(r"\bK[0-9A-Z]{11,13}\b"), "<version>"),
    (re.compile(r"^\d{4}-\d\d-\d\dT\S*$"), "<time>"),
    (re.compile(r"^\d{4}-\d\d-\d\d \d\d:\S*$"), "<time>"),
    (re.compile(r"^\d+\.\d+\.\d+\.\d+$"), "<address>"),
    (re.compile(r"^[A-Z]+DAY$"), "<day>"),
    (re.compile(r"^\d\d:\d\d$"), "<hour>"),
]


def likeness(value: Any) -> Any:
    text = str(value) if not isinstance(value, bool | int | float) else None
    if text is None:
        return value
    for pattern, name in _OTHERS:
        text = pattern.sub(name, text)
    return text


def lacks(recorded: Any, ours: Any, path: str = "") -> list[str]:
    """Where our answer is without something that AWS told, or tells it otherwise.

    What it has beyond a recording is no fault: recordings are old, and some are parts of answers.
    """
    if isinstance(recorded, dict):
        if not isinstance(ours, dict):
            return [f"{path}: {ours!r}"]
        found = []
        for name, value in recorded.items():
            where = f"{path}.{name}".lstrip(".")
            found += lacks(value, ours[name], where) if name in ours else [f"{where}: is not told"]
        return found
    if isinstance(recorded, list):
        if not isinstance(ours, list) or len(ours) != len(recorded):
            return [f"{path}: {ours!r}"]
        return [it for index, value in enumerate(recorded) for it in lacks(value, ours[index], f"{path}.{index}")]
    return [] if likeness(recorded) == likeness(ours) else [f"{path}: {ours!r}, not {recorded!r}"]


def words(message: str) -> str:
    """A message without what is in brackets, up to where the recording breaks off."""
    return re.sub(r"\[[^\]]*\]?", "[]", message.partition("…")[0]).strip()


#: What is not answered here, by the service, the operation and words of the recording, and why.
ACCEPTED: dict[str, dict[tuple[str, str], str]] = {
    "mq": {
        ("UpdateBroker", "Global broker attribute"): "no broker here is the replica of another",
        ("UpdateBroker", "Configuration ID is already in use"): "documented, but brokers do share configurations",
    },
    "kafka": {
        ("CreateCluster", "Broker logs are not supported"): "of 2025-02; AWS takes them by 2026",
        ("UpdateSecurity", "multiple attributes"): "of CloudFormation; hashicorp/aws sends several, and its tests pass",
        ("UpdateBrokerStorage", "atleast 100GB"): "of 2021; by now it is 10 GiB, by the documentation",
        ("DescribeConfiguration", "Invalid Configuration ARN."): "of which ARN is not known; a cluster is told so here",
        ("CreateConfiguration", "Invalid request body"): "a client encodes what it is given",
        ("CreateCluster", "LengthOfCloudWatchResourcePolicyLimit"): "a list of codes, no answer",
        ("DescribeClusterOperation", '"types"'): "a list of words, no answer",
        ("DescribeReplicator", "CKEVKO7DR4RA"): "a part of a state: a version need not begin with K",
        ("DescribeCluster", "testkafka-"): "of 2021-02 and 2.2.1, of which nothing is made here",
        ("GetBootstrapBrokers", "testkafka-"): "of 2021-02, when hosts still had the hyphens of the name",
        ("GetCompatibleKafkaVersions", "2.8.2"): "2.8.2 is 2.8.2.tiered in AWS's list of versions",
    },
    "kafkaconnect": {
        ("CreateCustomPlugin", "InternalServerErrorException"): "seen once; a test demands it as it likes",
    },
}

#: Paths where every recording may differ, and why.
OTHERWISE = {
    "EngineVersion": "old ones of which nothing is made here",
    "Configurations.Pending.Revision": "the recording is a part, without what the configuration was",
}


class Recorded(unittest.TestCase):
    """Gives each fact to the method that is named by its operation."""

    def holds(self, service: str) -> None:
        accepted, seen = ACCEPTED[service], set()
        for fact in facts(service):
            which = next((it for it in accepted if it[0] == fact.operation and it[1] in fact.text), None)
            if which:
                seen.add(which)
                continue
            with self.subTest(fact.operation, source=fact.line["source"]):
                self.setUp()
                if fact.error:
                    self.errs(fact)
                    continue
                ours = getattr(self, fact.operation)(fact)
                found = [it for it in lacks(fact.answer, ours) if not any(f"{path}:" in it for path in OTHERWISE)]
                self.assertEqual(found, [])
        self.assertEqual(set(accepted) - seen, set(), "accepted, and in no recording")

    def errs(self, fact: Fact) -> None:
        message = fact.error.get("message", "")
        call = next((it for start, it in self.errors().items() if message.startswith(start)), None)
        assert call, f"no case for {fact.text}"
        with self.assertRaises(ClientError) as raised:
            call()
        response = raised.exception.response
        self.assertEqual(response["Error"]["Code"], fact.error["code"])
        if "status" in fact.error:
            self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], fact.error["status"])
        if "attribute" in fact.error:
            told = response.get("ErrorAttribute") or response.get("InvalidParameter")
            self.assertEqual(told, fact.error["attribute"])
        if not message.startswith("("):
            self.assertTrue(words(response["Error"]["Message"]).startswith(words(message)), response["Error"])

    def errors(self) -> dict[str, Callable[[], Any]]:
        """What is done for an error, by the beginning of its words."""
        raise NotImplementedError
