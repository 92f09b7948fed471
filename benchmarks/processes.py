"""CPU time of a process with everything below it, from /proc."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from platform_core.runtime.processes import facts_of

TICK = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> Iterator[int]:
    """A process and all its living descendants."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := facts_of(int(folder.name))):
            children[int(fields[1])].append(int(folder.name))
    waiting = [root]
    while waiting:
        pid = waiting.pop()
        yield pid
        waiting += children[pid]


def cpu_seconds(root: int) -> float:
    """User and system time of a process tree, including children that have ended and were waited for."""
    ticks = 0
    for pid in tree(root):
        fields = facts_of(pid)
        if fields:
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICK


class CpuMeter:
    """CPU spent by named process trees since the meter was made, less what they spend while nobody asks."""

    def __init__(self, roots: dict[str, int], idle: dict[str, float] | None = None) -> None:
        self._roots, self._idle = roots, idle or {}
        self._started = time.monotonic()
        self._before = {name: cpu_seconds(pid) for name, pid in roots.items()}

    def spent(self) -> dict[str, float]:
        """Seconds of CPU per tree."""
        passed = time.monotonic() - self._started
        return {
            name: max(0.0, cpu_seconds(pid) - self._before[name] - self._idle.get(name, 0.0) * passed)
            for name, pid in self._roots.items()
        }


def idle_rates(roots: dict[str, int], seconds: float = 4.0) -> dict[str, float]:
    """CPU seconds per second of process trees that have nothing to do (sweeps, background writers)."""
    meter = CpuMeter(roots)
    time.sleep(seconds)
    return {name: spent / seconds for name, spent in meter.spent().items()}


def come_to_rest(roots: dict[str, int], share: float = 0.03, patience: float = 120.0) -> None:
    """Wait until process trees have nothing left to do, e.g. spare schemas to make for the shops that were just opened.

    Args:
        share: of one core, below which a tree rests; three seconds of it in a row are wanted.

    Raises:
        RuntimeError: they do not come to rest.
    """
    deadline, calm = time.monotonic() + patience, 0
    while calm < 3:
        if time.monotonic() > deadline:
            raise RuntimeError("the stack does not come to rest")
        busiest = max(idle_rates(roots, seconds=1.0).values())
        calm = calm + 1 if busiest < share else 0
