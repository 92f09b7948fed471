"""Wrong settings fail at start as numbered checks with a hint: ``Error(…, hint="…", id="kaquan.E001")``."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import at, calls, code, dotted, parsed, string

LEVELS = {"Error": "E", "Critical": "C", "Warning": "W"}
NUMBER = re.compile(r"kaquan\.([ECW])\d{3}")


def violations(root: Path) -> list[str]:
    """Checks without a hint, without a number, or with another's number."""
    found, numbers = [], set()
    for path in code(root):
        if path.name != "checks.py":
            continue
        for call in calls(parsed(path)):
            level = LEVELS.get(dotted(call.func).rpartition(".")[2])
            if level is None:
                continue
            given = {word.arg: word.value for word in call.keywords}
            number = string(given.get("id")) or ""
            match = NUMBER.fullmatch(number)
            if match is None or match[1] != level or number in numbers:
                found.append(at(root, path, call, f"a check without a number of its own: {number!r}"))
            if "hint" not in given:
                found.append(at(root, path, call, "a check without a hint"))
            numbers.add(number)
    return found
