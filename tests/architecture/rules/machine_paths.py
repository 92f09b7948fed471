"""No text names a folder of somebody's machine: the repository runs wherever it is cloned."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import at, text_of, texts

# Written in two parts, so that this file does not name them either.
FOLDERS = "|".join(["wo" + "rk", "ro" + "ot", "ho" + r"me/\w+", "Us" + r"ers/\w+"])
MACHINE = re.compile(rf"(?<![\w.}}\])/-])/(?:{FOLDERS})(?=[/\s\"'`.,;:)\]]|$)|\b[A-Z]:\\+Us" + "ers")


def violations(root: Path) -> list[str]:
    """Lines with such a path."""
    return [
        at(root, path, number, f"a path of one machine: {match[0]}")
        for path in texts(root)
        for number, line in enumerate(text_of(path).split("\n"), 1)
        if (match := MACHINE.search(line))
    ]
