from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says what was skipped, in the form that `cargo xtask test` repeats at its end."""
    for report in terminalreporter.stats.get("skipped", []):
        terminalreporter.write_line(f"SKIPPED: {report.longrepr[2].removeprefix('Skipped: ')}")
