"""Signed heads, anchors and cuts, compared with what a chain turned out to be."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from platform_core.compliance.audit_chain import Start, cut_at, message_of
from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_heads import Head
from platform_core.compliance.audit_signing import is_signed
from platform_core.compliance.models import AuditAnchor, AuditCut

FILED_WITHIN: Final = dt.timedelta(days=1)  # the hourly anchoring writes what a sealing did not


class Notary:
    """What was signed of a chain, out of the database; in the platform's context."""

    def __init__(self, chain: str) -> None:
        self._chain = chain
        self.anchors = list(AuditAnchor.objects.filter(chain=chain).order_by("day"))
        self._cuts = list(AuditCut.objects.filter(chain=chain).order_by("at"))

    def begin(self, *, since: dt.date | None = None) -> Start:
        """Where to begin: behind the last cut, or at the last anchor of before a day, taken on its signature."""
        start, gone = Start(), defaultdict[str, list[tuple[int, dt.datetime]]](list)
        for cut in self._cuts:
            if not _is_good(cut):
                continue
            start = Start(cut.seq, bytes(cut.hash)) if cut.seq > start.seq else start
            for kind, seq in cut.gone.items():
                gone[kind].append((seq, cut.at))
        for anchor in self.anchors:
            if since is not None and anchor.day < since and anchor.seq > start.seq and _is_ours(anchor):
                start = Start(anchor.seq, bytes(anchor.hash))
        return start._replace(gone={kind: tuple(seqs) for kind, seqs in gone.items()})

    def wanted(self, filed: list[Head | None]) -> list[int]:
        """At which links the hash matters."""
        return [anchor.seq for anchor in self.anchors] + [head.seq for head in filed if head]

    def check(self, *, start: Start, last: int, head: Head | None, seen: dict[int, bytes]) -> Iterator[Fault]:
        """Does the end of the chain agree with what was signed of it?"""
        chain = self._chain
        if last < start.seq:
            yield Fault("tail_missing", chain, f"{last + 1}-{start.seq}")
        if head is None and last:
            yield Fault("head_missing", chain)
        elif head is not None:
            yield from _check_head(chain, head, last, seen)
        for anchor in self.anchors:
            if not _is_ours(anchor):
                yield Fault("anchor_forged", chain, anchor.day.isoformat())
            elif anchor.seq >= start.seq and seen.get(anchor.seq) != bytes(anchor.hash):
                yield Fault("anchor_broken", chain, anchor.day.isoformat())
        for cut in self._cuts:
            if not _is_good(cut):
                yield Fault("cut_forged", chain, cut.at.isoformat())


def check_filed(
    chain: str, filed: list[Head | None], *, start: Start, head: Head | None, seen: dict[int, bytes], now: dt.datetime
) -> Iterator[Fault]:
    """The same of the file beside the anchors, which was read before the chain."""
    if not filed and head is not None and head.at < now - FILED_WITHIN:
        yield Fault("head_unfiled", chain)
    for each in filed:
        if each is None:
            yield Fault("file_changed", chain, "heads")
        elif each.seq > (head.seq if head else 0):
            yield Fault("file_ahead", chain, str(each.seq))
        elif each.seq >= start.seq and seen.get(each.seq) != each.hash:
            yield Fault("file_differs", chain, str(each.seq))


def _check_head(chain: str, head: Head, last: int, seen: dict[int, bytes]) -> Iterator[Fault]:
    if not head.holds(chain):
        yield Fault("head_forged", chain)
    if last < head.seq:
        yield Fault("tail_missing", chain, f"{last + 1}-{head.seq}")
    elif last > head.seq:
        yield Fault("beyond_head", chain, f"{head.seq + 1}-{last}")
    elif seen.get(head.seq) != head.hash:
        yield Fault("link_broken", chain, str(head.seq))


def _is_ours(anchor: AuditAnchor) -> bool:
    message = message_of("anchor", anchor.chain, anchor.seq, bytes(anchor.hash), anchor.day.isoformat())
    return is_signed(message, anchor.signature)


def _is_good(cut: AuditCut) -> bool:
    message = message_of("cut", cut.chain, cut.seq, bytes(cut.hash), cut_at(cut.at, cut.gone, cut.by))
    return is_signed(message, cut.signature)
