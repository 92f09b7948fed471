from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from platform_core.compliance.audit_chain import message_of
from platform_core.compliance.audit_files import append_anchors, line_of, read_anchors
from platform_core.compliance.audit_heads import Head, write_head
from platform_core.compliance.audit_signing import sign
from platform_core.compliance.models import AuditAnchor, AuditHead
from platform_core.kernel.clock import local_date

ZONE: Final = "Asia/Shanghai"


def anchor_chains(*, now: dt.datetime) -> int:
    """Once a day: where every chain stands, signed, in the table and in the month's file. Called again it adds what is missing.

    Returns:
        How many anchors were made.
    """
    day = local_date(now, ZONE)
    with transaction.atomic():
        have = set(AuditAnchor.objects.filter(day=day).values_list("chain", flat=True))
        heads = list(AuditHead.objects.exclude(chain__in=have).order_by("chain"))
        made = [
            AuditAnchor(
                chain=head.chain,
                day=day,
                seq=head.seq,
                hash=head.hash,
                signature=sign(message_of("anchor", head.chain, head.seq, bytes(head.hash), day.isoformat())),
            )
            for head in heads
        ]
        AuditAnchor.objects.bulk_create(made)
    _complete_file(day)
    for head in AuditHead.objects.order_by("chain"):  # what a sealing did not write, whose process ended
        write_head(head.chain, Head(head.seq, bytes(head.hash), bytes(head.signature), head.at))
    return len(made)


def _complete_file(day: dt.date) -> None:
    """What a process that died between table and file left out is written now."""
    written = {(line["chain"], line["day"]) for line, _ in read_anchors() if line is not None}
    append_anchors(
        line_of(anchor)
        for anchor in AuditAnchor.objects.filter(day=day).order_by("chain")
        if (anchor.chain, anchor.day.isoformat()) not in written
    )
