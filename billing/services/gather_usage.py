from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

from billing.engines import is_billing_on
from billing.locks import Cursor, lock_cursors_with_news
from billing.models import OpenUsage
from platform_core.tenancy.context import platform_context

COUNT: Final = (Path(__file__).parent.parent / "sql" / "count_events.sql").read_text(encoding="utf-8")
# Live shops alone: what happens in test mode costs nothing.
BEGIN: Final = """
INSERT INTO public.billing_usagecursor (tenant_role, position)
SELECT t.role_name, -1 FROM public.tenancy_tenant t
WHERE t.livemode AND NOT EXISTS (SELECT FROM public.billing_usagecursor c WHERE c.tenant_role = t.role_name)
ON CONFLICT DO NOTHING
"""
MOVE: Final = """
UPDATE public.billing_usagecursor c SET position = m.position, event_id = m.id
FROM unnest(%s::text[], %s::bigint[], %s::uuid[]) AS m (role, position, id) WHERE c.tenant_role = m.role
"""
SHOPS, EVENTS = 100, 2_000  # of one batch
# How long a part of an issuance that is over may come late.
LATE: Final = dt.timedelta(days=7)


def gather_usage(*, now: dt.datetime, most: int = 1_000_000) -> int:
    """Count what shops used, from what their events say, each event once (ADR 71).

    A batch is one transaction: it adds to the totals and moves the cursors of its shops, or does neither. Two at once share the
    shops among them. Nothing that commits late is passed by: it stops where older transactions still run.

    Args:
        most: stop after about so many events; the rest is counted the next time.

    Returns:
        How many events were looked at.
    """
    if not is_billing_on():
        return 0
    looked = 0
    with platform_context():
        with connection.cursor() as cursor:
            cursor.execute(BEGIN)
        while looked < most and (count := _gather_batch(now)):
            looked += count
        if looked < most:  # all that there is was read
            OpenUsage.objects.filter(over_at__lt=now - LATE).delete()
    return looked


def _gather_batch(now: dt.datetime) -> int:
    with transaction.atomic():
        cursors = lock_cursors_with_news(SHOPS)
        if not cursors:
            return 0
        places = _count(cursors, now)
        _move(places)
    return sum(count for *_, count in places)


def _count(cursors: list[Cursor], now: dt.datetime) -> list[tuple[Any, ...]]:
    roles, positions, ids = (list(column) for column in zip(*cursors, strict=True))
    given: dict[str, Any] = {"roles": roles, "positions": positions, "ids": ids, "each": EVENTS, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, given)
        places: list[tuple[Any, ...]] = cursor.fetchall()
    return places


def _move(places: list[tuple[Any, ...]]) -> None:
    if not places:
        return
    roles, positions, ids, _ = (list(column) for column in zip(*places, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [roles, positions, ids])
