"""Anchors outside the database: one file a month, a line each, every line bound to the one before it.

Whoever owns the database does not own these; backups and auditors take them away day by day.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from platform_core.compliance.models import AuditAnchor


def anchor_folder() -> Path:
    """Where the files are."""
    return Path(settings.KAQUAN_DATA_DIR) / "audit-anchors"


def append_anchors(lines: Iterable[dict[str, Any]]) -> None:
    """Write anchors to the end of their months' files, durably before this returns."""
    folder = anchor_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for line in lines:
        path = folder / f"{line['day'][:7]}.jsonl"
        with path.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
            file.write(orjson.dumps({**line, "before": _hash(last)}, option=orjson.OPT_SORT_KEYS) + b"\n")
            file.flush()
            os.fsync(file.fileno())


def read_anchors() -> Iterator[tuple[dict[str, Any] | None, str]]:
    """Every line of every file, oldest first, with where it stands; None for one that is not what it was."""
    folder = anchor_folder()
    for path in sorted(folder.glob("*.jsonl")) if folder.exists() else ():
        before = b""
        for number, raw in enumerate(path.read_bytes().splitlines(), 1):
            place = f"{path.name}:{number}"
            try:
                line = orjson.loads(raw)
                whole = isinstance(line, dict) and line.get("before") == _hash(before)
            except orjson.JSONDecodeError:
                whole = False
            yield (line if whole else None), place
            before = raw


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest() if line else ""


def line_of(anchor: AuditAnchor) -> dict[str, Any]:
    """An anchor as it stands in a file."""
    return {
        "chain": anchor.chain,
        "day": anchor.day.isoformat(),
        "seq": anchor.seq,
        "hash": bytes(anchor.hash).hex(),
        "signature": bytes(anchor.signature).hex(),
    }
