"""Signed heads and anchors, compared with what a chain turned out to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from platform_core.compliance.audit_chain import message_of, moment_of
from platform_core.compliance.audit_faults import Fault
from platform_core.compliance.audit_signing import is_signed
from platform_core.compliance.models import AuditAnchor, AuditHead


class Notary:
    """Signed heads and anchors of all chains, out of the database and the files; read once."""

    def __init__(self) -> None:
        self.heads = {head.chain: head for head in AuditHead.objects.all()}
        self.anchors: dict[str, list[AuditAnchor]] = defaultdict(list)
        for anchor in AuditAnchor.objects.order_by("chain", "day"):
            self.anchors[anchor.chain].append(anchor)

    def wanted(self, chain: str) -> dict[int, bytes]:
        """At which links the hash matters."""
        numbers = {anchor.seq for anchor in self.anchors[chain]}
        head = self.heads.get(chain)
        return dict.fromkeys(numbers | ({head.seq} if head else set()), b"")

    def check(self, chain: str, last: int, seen: dict[int, bytes]) -> Iterator[Fault]:
        """Does the end of the chain agree with what was signed of it?"""
        head = self.heads.get(chain)
        if head is None:
            if last:
                yield Fault("head_missing", chain)
        else:
            yield from self._check_head(chain, head, last, seen)
        for anchor in self.anchors[chain]:
            message = message_of("anchor", chain, anchor.seq, bytes(anchor.hash), anchor.day.isoformat())
            if not is_signed(message, anchor.signature):
                yield Fault("anchor_forged", chain, anchor.day.isoformat())
            elif seen.get(anchor.seq) != bytes(anchor.hash):
                yield Fault("anchor_broken", chain, anchor.day.isoformat())

    def _check_head(self, chain: str, head: AuditHead, last: int, seen: dict[int, bytes]) -> Iterator[Fault]:
        if not is_signed(message_of("head", chain, head.seq, bytes(head.hash), moment_of(head.at)), head.signature):
            yield Fault("head_forged", chain)
        if last < head.seq:
            yield Fault("tail_missing", chain, f"{last + 1}-{head.seq}")
        elif last > head.seq:
            yield Fault("beyond_head", chain, f"{head.seq + 1}-{last}")
        elif seen.get(head.seq) != bytes(head.hash):
            yield Fault("link_broken", chain, str(head.seq))
