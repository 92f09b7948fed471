from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Case(NamedTuple):
    """One planted tree: the files by path, and what the rule must say of it (None: nothing)."""

    rule: str
    tree: dict[str, str]
    says: str | None

    def plant(self, root: Path) -> None:
        """Write the tree."""
        for name, text in self.tree.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
