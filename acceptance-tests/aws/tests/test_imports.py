"""How the modules of the stand-in hang together."""

import ast
import unittest
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _modules() -> dict[str, Path]:
    found = {}
    for path in sorted((ROOT / "standin").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        found[name.removesuffix(".__init__")] = path
    return found


class TestImports(unittest.TestCase):
    def test_no_module_needs_itself_through_others(self) -> None:
        modules = _modules()
        needs: dict[str, set[str]] = {}
        for name, path in modules.items():
            needs[name] = set()
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ImportFrom) and node.module in modules:
                    inner = {f"{node.module}.{alias.name}" for alias in node.names}
                    needs[name] |= inner & modules.keys() or {node.module}
        # It raises an error that names the cycle.
        order = list(TopologicalSorter(needs).static_order())
        self.assertEqual(len(order), len(modules))
