"""How long ``manage.py up`` takes until the site answers, demo shops included."""

from __future__ import annotations

from benchmarks.rows import Row, at_most
from benchmarks.stack import Stack, separate_up


def measure(stack: Stack, quick: bool) -> list[Row]:
    """On a fresh data folder, then on the same again."""
    second = separate_up(stack.folder / "second")
    try:
        fresh = second.start()
        second.stop()
        used = []
        for _ in range(1 if quick else 3):
            used.append(second.start())
            second.stop()
    finally:
        second.stop()
    return [
        at_most("`up`, fresh data folder", fresh, 25, unit="s"),
        at_most("`up`, used data folder", sorted(used)[len(used) // 2], 8, unit="s"),
    ]
