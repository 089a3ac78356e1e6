"""What the patches take moto to be. After a change of the patches, or with a new version of moto whose
changes were looked at: `UPDATE=1 python -m pytest tests/test_moto.py`."""

import inspect
import os
import sys
import types
import unittest
from pathlib import Path
from typing import Any

from standin import patches, replacing
from standin.replacing import ADDED, REPLACED

RECORD = Path(__file__).parent / "moto.txt"


class Seams(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        patches.apply()

    def test_what_is_replaced_is_as_it_was(self):
        lines = [f"{place} {likeness}" for place, likeness in REPLACED.items()] + [f"{place} added" for place in ADDED]
        text = "".join(f"{line}\n" for line in sorted(lines))
        if os.environ.get("UPDATE"):
            RECORD.write_text(text)
        self.assertEqual(RECORD.read_text(), text)

    def test_nothing_is_replaced_without_being_noted(self):
        found = set()
        for module in [it for name, it in sys.modules.items() if name.startswith("moto.")]:
            for owner in [module, *(it for it in vars(module).values() if inspect.isclass(it))]:
                if not (owner.__name__ if owner is module else owner.__module__).startswith("moto."):
                    continue
                for name, member in vars(owner).items():
                    function = member.fget if isinstance(member, property) else member
                    if isinstance(function, types.FunctionType) and function.__module__.startswith("standin."):
                        found.add(replacing._place(owner, name))
        self.assertEqual(found - set(REPLACED) - ADDED, set(), "by `replace` or `add` of standin/replacing.py")


class Notices(unittest.TestCase):
    class Theirs:
        limit = 3

        def read(self, name, size=1):
            return name

    def test_what_is_gone_cannot_be_replaced(self):
        with self.assertRaisesRegex(AttributeError, "no .*Theirs.write that could be replaced"):
            replacing.replace(self.Theirs, write=None)

    def test_what_has_come_cannot_be_added(self):
        with self.assertRaisesRegex(AttributeError, "Theirs.read by now"):
            replacing.add(self.Theirs, read=None)
        urls: Any = types.ModuleType("urls")
        urls.url_paths = {"{0}/v1$": None}
        with self.assertRaisesRegex(AttributeError, "v1.* by now"):
            replacing.route(urls, "{0}/v1$", print)

    def test_parameters_and_the_source_are_in_the_record(self):
        class Other:
            def read(self, name, count=1):
                return name

        class Longer:
            def read(self, name, size=1):
                return name * size

        seen = {replacing._likeness(it.read) for it in (self.Theirs, Other, Longer)}
        self.assertEqual(len(seen), 3)
        self.assertRegex(replacing._likeness(self.Theirs.read), r"^\(self, name, size=1\) [0-9a-f]{8}$")
        self.assertEqual(replacing._likeness(self.Theirs.limit), "3")
