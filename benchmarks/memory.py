"""Peak memory (RSS) of a process tree while something runs."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.processes import tree

PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.1  # seconds


def rss(root: int) -> float:
    """MB of all processes of a tree together; what they share counts for each."""
    pages = 0
    for pid in tree(root):
        try:
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        except OSError:  # it has ended
            continue
    return pages * PAGE / 2**20


class MemoryMeter:
    """Watches named process trees for the block; ``grown`` says how many MB each rose above where it began."""

    def __init__(self, roots: dict[str, int]) -> None:
        self._roots = roots
        self._before = {name: rss(pid) for name, pid in roots.items()}
        self._most = dict(self._before)
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watcher.join()

    @property
    def grown(self) -> dict[str, float]:
        """MB above the beginning, at the worst moment."""
        return {name: self._most[name] - self._before[name] for name in self._roots}

    @property
    def peak(self) -> dict[str, float]:
        """MB at the worst moment."""
        return dict(self._most)

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            for name, pid in self._roots.items():
                self._most[name] = max(self._most[name], rss(pid))
