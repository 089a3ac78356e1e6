"""The stand-in is held to what AWS itself answered, where STANDIN_RECORDINGS names the folder of the recordings."""

import os
import unittest
from pathlib import Path
from typing import Any, NamedTuple

from tests.recorded_differences import ACCEPTED
from tests.recordings import CannotBeAsked, Replay, facts
from tests.running import Running

FOLDER = os.environ.get("STANDIN_RECORDINGS")


class Service(NamedTuple):
    #: How many facts can be asked again, at least: a test of none proves nothing.
    least: int
    #: Services that the calls before a fact may be of as well.
    others: tuple[str, ...] = ()
    settings: dict[str, Any] = {}


SERVICES = {
    "kinesis": Service(least=12),
    "sns": Service(least=255, others=("sqs",), settings={"sns_endpoints_confirm": False}),
    "sqs": Service(least=42),
}


@unittest.skipUnless(FOLDER, "STANDIN_RECORDINGS names no folder: nothing that AWS answered is compared")
class Recordings(Running):
    maxDiff = None

    def test_as_aws_answered(self):
        for name, service in SERVICES.items():
            asked, different = 0, set()
            clients = [self.client(it) for it in (name, *service.others)]
            for fact in facts(Path(FOLDER) / f"{name}.jsonl"):
                self.raw("POST", "/moto-api/reset")
                self.settings(**service.settings)
                replay = Replay(clients)
                try:
                    difference = replay.difference(fact)
                except CannotBeAsked:
                    continue
                asked += 1
                if difference is None:
                    continue
                accepted = [it for it in ACCEPTED.get(name, {}) if it in fact.source]
                different.update(accepted)
                with self.subTest(fact.source, operation=fact.operation):
                    self.assertTrue(
                        accepted, f"{fact.operation} {fact.input}: {difference}, not {fact.error or fact.answer}"
                    )
            with self.subTest(name):
                self.assertGreaterEqual(asked, service.least)
                self.assertEqual(set(ACCEPTED.get(name, {})) - different, set(), "these do not differ")
