"""No ``print(``: programs log, commands write to ``self.stdout``, the launcher has its report."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, parsed


def violations(root: Path) -> list[str]:
    """Every ``print(`` of the product."""
    return [
        at(root, path, call, "print(")
        for path in code(root)
        for call in calls(parsed(path))
        if dotted(call.func) in {"print", "pprint", "pprint.pprint", "builtins.print"}
    ]
