from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import transaction

from tenants.inventory.errors import CodesNotKept
from tenants.orders.enums import LineSecret
from tenants.orders.models import OrderLine
from tenants.orders.services.reveal_line import reveal_line


class HandedOver(NamedTuple):
    """A line that was delivered by hand, and what its buyer was told."""

    line: OrderLine
    text: str


def reveal_handed_over(*, order_id: uuid.UUID, actor: str, ip: str | None, now: dt.datetime) -> list[HandedOver]:
    """Open all that was handed over of an order; each look is on record. What was shredded is left out, unless all of it was.

    Raises:
        CodesNotKept: all of it was shredded.
        SealBroken: it was tampered with.
    """
    lines = list(OrderLine.objects.filter(order_id=order_id, handed_over_at__isnull=False))
    gone = [line.shredded_at for line in lines if line.shredded_at]
    if gone and len(gone) == len(lines):
        raise CodesNotKept(since=max(gone).date().isoformat())
    with transaction.atomic():
        return [
            HandedOver(
                line, str(reveal_line(line_id=line.id, what=LineSecret.HANDED_OVER, actor=actor, ip=ip, now=now))
            )
            for line in lines
            if line.shredded_at is None
        ]
