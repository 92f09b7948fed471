"""Files up to 300 lines, functions up to 50."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import ROOMS, at, nodes, parsed, text_of, texts

FILE, FUNCTION = 300, 50
# A translation catalogue and a list of changes are as long as what they list; so is JSON, which programs write.
LONG_BY_NATURE = {"django.po", "CHANGELOG.md"}
WRITTEN_BY_PROGRAMS = {".json"}


def _generated(root: Path, path: Path) -> bool:
    """Is it of a client's part that tests/unit/test_python_client.py holds to what its generator writes?"""
    return path.relative_to(root).parts[:4] == ("clients", "python", "kaquan", "generated")


def violations(root: Path) -> list[str]:
    """Files and functions longer than a person takes in."""
    found = []
    for path in texts(root):
        if path.name in LONG_BY_NATURE or path.suffix in WRITTEN_BY_PROGRAMS or _generated(root, path):
            continue
        lines = text_of(path).count("\n")
        if lines > FILE:
            found.append(at(root, path, lines, f"{lines} lines, at most {FILE}"))
        if path.suffix == ".py" and path.relative_to(root).parts[0] in ROOMS and "migrations" not in path.parts:
            for node in nodes(parsed(path)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    length = (node.end_lineno or node.lineno) - node.lineno + 1
                    if length > FUNCTION:
                        found.append(at(root, path, node, f"{node.name} has {length} lines, at most {FUNCTION}"))
    return found
