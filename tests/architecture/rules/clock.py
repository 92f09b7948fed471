"""Time has a zone and one source: ``kernel.clock.now``; services are given theirs."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, name_of, parsed

SOURCE = "platform_core/kernel/clock.py"
# Never right: they know no zone.
NAIVE = {"utcnow", "utcfromtimestamp", "today"}
# Right with a zone given.
ZONED = {"now": 0, "fromtimestamp": 1}
OWNERS = {"datetime", "date", "dt", "datetime.datetime", "datetime.date", "dt.datetime", "dt.date", "timezone", "tz"}


def _wrong(call: ast.Call) -> bool:
    owner, _, verb = dotted(call.func).rpartition(".")
    if owner not in OWNERS:
        return False
    if verb in NAIVE or (owner in {"timezone", "tz"} and verb in {"now", "localtime"}):
        return True
    given = len(call.args) > ZONED.get(verb, -1) or any(word.arg == "tz" for word in call.keywords)
    return verb in ZONED and not given


def violations(root: Path) -> list[str]:
    """Naive moments, and moments that tests cannot move."""
    return [
        at(root, path, call, f"{dotted(call.func)}(): use kernel.clock")
        for path in [*code(root), *code(root, "benchmarks")]
        if name_of(root, path) != SOURCE
        for call in calls(parsed(path))
        if _wrong(call)
    ]
