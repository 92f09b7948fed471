from __future__ import annotations

import datetime as dt
import uuid

from platform_core.kernel.errors import RecordNotFound
from tenants.inventory.errors import CodesNotKept
from tenants.orders.enums import LineSecret
from tenants.orders.inputs import open_handed_over, open_inputs
from tenants.orders.models import LineLook, OrderLine


def reveal_line(
    *, line_id: uuid.UUID, what: LineSecret, actor: str, ip: str | None, now: dt.datetime
) -> dict[str, str] | str:
    """Open what is sealed on a line of an order: the buyer's answers, by field, or what was handed over.

    Who looked, when, from where is written down before it is opened.

    Raises:
        RecordNotFound: no such line, or nothing is sealed there.
        CodesNotKept: what was handed over was shredded (``since``: when).
        SealBroken: it was tampered with.
    """
    line = OrderLine.objects.filter(pk=line_id).first()
    sealed = None if line is None else line.inputs if what == LineSecret.INPUTS else line.handed_over
    if line is None or sealed is None:
        raise RecordNotFound(id=str(line_id))
    if what == LineSecret.HANDED_OVER and line.shredded_at is not None:
        raise CodesNotKept(since=line.shredded_at.date().isoformat())
    LineLook.objects.create(line=line, what=what, actor=actor[:254], ip=ip, at=now)
    return open_inputs(line.id, sealed) if what == LineSecret.INPUTS else open_handed_over(line.id, sealed)
