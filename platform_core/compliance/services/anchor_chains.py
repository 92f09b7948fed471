from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db import transaction

from platform_core.compliance.audit_chain import PLATFORM_CHAIN, message_of
from platform_core.compliance.audit_files import append_anchors, line_of, read_anchors
from platform_core.compliance.audit_heads import Head, head_of, write_head
from platform_core.compliance.audit_signing import sign
from platform_core.compliance.models import AuditAnchor, AuditHead
from platform_core.kernel.clock import local_date
from platform_core.tenancy.selectors import list_kept_tenants

ZONE: Final = "Asia/Shanghai"


def anchor_chains(*, now: dt.datetime) -> int:
    """Once a day: where every chain stands, signed, in the table and in the month's file. Called again it adds what is missing.

    Returns:
        How many anchors were made.
    """
    day = local_date(now, ZONE)
    # Of a shop whose data was dropped there is nothing that grows.
    kept = {PLATFORM_CHAIN, *(tenant.id.hex for tenant in list_kept_tenants())}
    with transaction.atomic():
        heads = _list_heads(kept)
        have = set(AuditAnchor.objects.filter(day=day).values_list("chain", flat=True))
        made = [
            AuditAnchor(
                chain=chain,
                day=day,
                seq=head.seq,
                hash=head.hash,
                signature=sign(message_of("anchor", chain, head.seq, head.hash, day.isoformat())),
            )
            for chain, head in heads
            if chain not in have
        ]
        AuditAnchor.objects.bulk_create(made)
    _complete_file(day)
    for chain, head in heads:  # what a sealing did not write, whose process ended
        write_head(chain, head)
    return len(made)


def _list_heads(chains: Collection[str]) -> list[tuple[str, Head]]:
    """Those that we signed: an anchor upon another one would make it good."""
    rows = (
        AuditHead.objects.filter(chain__in=chains)
        .order_by("chain")
        .values_list("chain", "seq", "hash", "signature", "at")
    )
    heads = [(chain, head_of((seq, hash_, signature, at))) for chain, seq, hash_, signature, at in rows]
    return [(chain, head) for chain, head in heads if head.holds(chain)]


def _complete_file(day: dt.date) -> None:
    """What a process that died between table and file left out is written now."""
    written = {(line["chain"], line["day"]) for line, _ in read_anchors() if line is not None}
    append_anchors(
        line_of(anchor)
        for anchor in AuditAnchor.objects.filter(day=day).order_by("chain")
        if (anchor.chain, anchor.day.isoformat()) not in written
    )
