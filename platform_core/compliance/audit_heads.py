"""The newest head of each chain in a file beside the anchors, with the one before it: a database that is older than that is found.

``<data dir>/audit-anchors/heads/<chain>.jsonl``, two lines at most, the newest last.
"""

from __future__ import annotations

import datetime as dt
import fcntl
from pathlib import Path
from typing import NamedTuple

import orjson

from platform_core.compliance import audit_files
from platform_core.compliance.audit_chain import message_of, moment_of
from platform_core.compliance.audit_signing import is_signed


class Head(NamedTuple):
    """Where a chain ended at a moment, signed."""

    seq: int
    hash: bytes
    signature: bytes
    at: dt.datetime

    def holds(self, chain: str) -> bool:
        """Is the signature ours?"""
        return is_signed(message_of("head", chain, self.seq, self.hash, moment_of(self.at)), self.signature)


def head_of(row: tuple[int, bytes | memoryview, bytes | memoryview, dt.datetime]) -> Head:
    """A head as the database gives it."""
    return Head(row[0], bytes(row[1]), bytes(row[2]), row[3])


def write_head(chain: str, head: Head) -> None:
    """Note a head, unless the file knows one that is further on: an older database does not overwrite what shows that it is."""
    path = _path(chain)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (path.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = read_heads(chain)
        good = [each for each in kept if each is not None]
        if len(good) < len(kept) or (good and good[-1].seq >= head.seq):  # what was changed stays, to be looked at
            return
        partial = path.with_suffix(".partial")
        partial.write_bytes(b"".join(_line(chain, each) for each in [*good[-1:], head]))
        partial.replace(path)


def read_heads(chain: str) -> list[Head | None]:
    """The heads in the file, the newest last; None for a line that is not what was written. Empty: there is no file."""
    try:
        return [_read(chain, line) for line in _path(chain).read_bytes().splitlines()]
    except FileNotFoundError:
        return []


def _path(chain: str) -> Path:
    return audit_files.anchor_folder() / "heads" / f"{chain}.jsonl"


def _line(chain: str, head: Head) -> bytes:
    told = {
        "chain": chain,
        "seq": head.seq,
        "hash": head.hash.hex(),
        "at": moment_of(head.at),
        "signature": head.signature.hex(),
    }
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS) + b"\n"


def _read(chain: str, line: bytes) -> Head | None:
    try:
        told = orjson.loads(line)
        at = dt.datetime.fromisoformat(told["at"])
        head = Head(int(told["seq"]), bytes.fromhex(told["hash"]), bytes.fromhex(told["signature"]), at)
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        return None
    return head if head.holds(chain) else None
