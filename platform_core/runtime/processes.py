"""What ``/proc`` says about processes; nothing where there is none (macOS)."""

from __future__ import annotations

import os
from pathlib import Path


def facts_of(pid: int) -> list[str]:
    """Fields of ``/proc/<pid>/stat`` from the third (state) on; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def is_unreaped(pid: int) -> bool:
    """Has it ended without anybody having taken notice?"""
    return facts_of(pid)[:1] in (["Z"], ["X"])


def works_in(folder: Path) -> bool:
    """Has a living process this working folder?"""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == str(folder):
                return True
        except OSError:
            continue
    return False
