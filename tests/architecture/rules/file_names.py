"""Test files outside packages have names of their own: pytest imports them by the bare name and takes the second for the first."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tests.architecture.sources import at, files, name_of


def violations(root: Path) -> list[str]:
    """Test files whose name another one has too."""
    named: dict[str, list[Path]] = defaultdict(list)
    for path in files(root):
        if path.match("test_*.py") and not (path.parent / "__init__.py").exists():
            named[path.name].append(path)
    return [
        at(root, path, 1, f"{name_of(root, first)} has this name too")
        for first, *others in named.values()
        for path in others
    ]
