"""How deliveries of all shops are getting on, for the platform's staff and its monitoring. Run as the platform.

Nothing here reads all deliveries: what waits stands in a partial index (``delivery_lane``), and counts of it have a limit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from platform_core.tenancy.models import Tenant
from webhooks.enums import EndpointStatus, RedeliveryState, TallySpan
from webhooks.models import AttemptTotal, Endpoint, Redelivery, Tally
from webhooks.services.claim_deliveries import LANES

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(hours=24)

# Late is what could be sent and is not. What waits for its receiver is not late: paused, left alone by the breaker until it
# has succeeded again, or with a rate of its own. The walk goes from lane to lane, as that of claim_deliveries does.
LATE = f"""
WITH RECURSIVE {LANES}
SELECT lane.role, min(first.due_at)
FROM lane LEFT JOIN public.webhooks_endpoint e ON e.id = lane.id
CROSS JOIN LATERAL (
    SELECT d.due_at FROM public.webhooks_delivery d
    WHERE d.tenant_role = lane.role AND d.lane = lane.id AND d.due_at < %(now)s
    ORDER BY d.due_at LIMIT 1
) first
WHERE e.id IS NULL OR (e.deleted_at IS NULL AND e.status = 'enabled' AND e.open_until IS NULL AND e.rate IS NULL)
GROUP BY lane.role
"""  # noqa: S608 - parts of our own
# From shop to shop in the same way: a plan that is made without statistics must not read the table either.
SHOPS = """\
shop (role) AS (
    (SELECT tenant_role FROM public.webhooks_delivery WHERE due_at IS NOT NULL ORDER BY tenant_role LIMIT 1)
    UNION ALL
    SELECT further.tenant_role
    FROM shop CROSS JOIN LATERAL (
        SELECT d.tenant_role FROM public.webhooks_delivery d
        WHERE d.due_at IS NOT NULL AND d.tenant_role > shop.role ORDER BY d.tenant_role LIMIT 1
    ) further
)"""
WAITING = f"""
WITH RECURSIVE {SHOPS}
SELECT count(*) FROM (
    SELECT FROM shop CROSS JOIN LATERAL (
        SELECT FROM public.webhooks_delivery d WHERE d.tenant_role = shop.role AND d.due_at IS NOT NULL
        ORDER BY d.lane, d.due_at LIMIT %(counted)s
    ) d LIMIT %(counted)s
) counted
"""  # noqa: S608 - parts of our own
WAITING_OF_SHOPS = f"""
WITH RECURSIVE {SHOPS}
SELECT shop.role, waiting.number
FROM shop CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM (
        SELECT FROM public.webhooks_delivery d WHERE d.tenant_role = shop.role AND d.due_at IS NOT NULL
        ORDER BY d.lane, d.due_at LIMIT %(counted)s
    ) counted
) waiting
"""  # noqa: S608 - parts of our own


class Attempts(NamedTuple):
    """How many attempts went well, and how many did not. Those to URLs that orders named are not counted."""

    succeeded: int = 0
    failed: int = 0


class EndpointStates(NamedTuple):
    """How many endpoints are in each state; ``failing`` ones are enabled and have had no success since a failure.

    ``breakers_open`` are enabled or failing too, and left alone at this moment.
    """

    enabled: int
    failing: int
    paused: int
    disabled: int
    breakers_open: int


class ShopFigures(NamedTuple):
    """One shop, by its role: what waits, since when something is late, and attempts of the last hour and day."""

    role: str
    waiting: int
    late_since: dt.datetime | None
    hour: Attempts
    day: Attempts


class Troubled(NamedTuple):
    """An endpoint that something is wrong with, and whose it is (None: its shop is gone)."""

    endpoint: Endpoint
    shop: Tenant | None


class Running(NamedTuple):
    """A redelivery that is not over, and whose it is."""

    redelivery: Redelivery
    shop: Tenant | None


def get_waiting(*, counted: int) -> int:
    """How many deliveries wait to be sent or are being sent, also those that wait for their receiver.

    Args:
        counted: no more than so many are counted.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"counted": counted})
        return int(cursor.fetchone()[0])


def get_late_since(*, now: dt.datetime) -> dict[str, dt.datetime]:
    """Since when the oldest delivery of a shop is due that could be sent and is not, by its role; none: nothing is late."""
    with connection.cursor() as cursor:
        cursor.execute(LATE, {"now": now})
        return dict(cursor.fetchall())


def get_attempts_ever() -> Attempts:
    """Since the beginning, whatever was purged. Never falls."""
    # Read first: hours that are added meanwhile are still there, and counted as hours.
    total = AttemptTotal.objects.filter(pk=AttemptTotal.ONLY).first()
    hours = Tally.objects.filter(span=TallySpan.HOUR)
    if total is not None:
        hours = hours.filter(at__gte=total.until)
    sums = hours.aggregate(succeeded=Sum("succeeded"), failed=Sum("failed"))
    before = Attempts() if total is None else Attempts(total.succeeded, total.failed)
    return Attempts(before.succeeded + (sums["succeeded"] or 0), before.failed + (sums["failed"] or 0))


def get_endpoint_states(*, now: dt.datetime) -> EndpointStates:
    """Of all shops, live and test, without deleted ones."""
    enabled = Q(status=EndpointStatus.ENABLED)
    counts = Endpoint.objects.filter(deleted_at=None).aggregate(
        enabled=Count("id", filter=enabled & Q(failing_since=None)),
        failing=Count("id", filter=enabled & Q(failing_since__isnull=False)),
        paused=Count("id", filter=Q(status=EndpointStatus.PAUSED)),
        disabled=Count("id", filter=Q(status=EndpointStatus.DISABLED)),
        breakers_open=Count("id", filter=enabled & Q(open_until__gt=now)),
    )
    return EndpointStates(**counts)


def list_shop_figures(*, counted: int, now: dt.datetime) -> list[ShopFigures]:
    """Every shop for which something waits or was tried in the last day, by role; test twins are shops of their own.

    Args:
        counted: no more of what waits than so many are counted of each.
    """
    with connection.cursor() as cursor:
        cursor.execute(WAITING_OF_SHOPS, {"counted": counted})
        waiting: dict[str, int] = dict(cursor.fetchall())
    late = get_late_since(now=now)
    hour, day = _attempts(TallySpan.MINUTE, now - HOUR), _attempts(TallySpan.HOUR, now - DAY)
    return [
        ShopFigures(role, waiting.get(role, 0), late.get(role), hour.get(role, Attempts()), day.get(role, Attempts()))
        for role in sorted(waiting.keys() | hour.keys() | day.keys())
    ]


def _attempts(span: TallySpan, since: dt.datetime) -> dict[str, Attempts]:
    rows = Tally.objects.filter(span=span, at__gt=since).values("tenant_role")
    sums = rows.annotate(good=Sum("succeeded"), bad=Sum("failed")).values_list("tenant_role", "good", "bad")
    return {role: Attempts(good, bad) for role, good, bad in sums}


def list_troubled_endpoints(*, limit: int) -> list[Troubled]:
    """Endpoints that fail, are left alone by the breaker or were disabled: those that fail longest first, disabled ones last."""
    wrong = Q(status=EndpointStatus.DISABLED) | Q(open_until__isnull=False) | Q(failing_since__isnull=False)
    rows = Endpoint.objects.filter(wrong, deleted_at=None).order_by(
        F("disabled_at").desc(nulls_first=True), F("failing_since").asc(nulls_last=True), "id"
    )
    found = list(rows[:limit])
    shops = find_shops(each.tenant_role for each in found)
    return [Troubled(each, shops.get(each.tenant_role)) for each in found]


def list_running_redeliveries(*, limit: int) -> list[Running]:
    """Redeliveries that wait or run, the oldest first."""
    rows: QuerySet[Redelivery] = Redelivery.objects.filter(state__in=[RedeliveryState.QUEUED, RedeliveryState.RUNNING])
    found = list(rows.order_by("id")[:limit])
    shops = find_shops(each.tenant_role for each in found)
    return [Running(each, shops.get(each.tenant_role)) for each in found]


def find_shops(roles: Iterable[str]) -> dict[str, Any]:
    """The tenants of these roles, by role; one that is gone is missing."""
    return {each.role_name: each for each in Tenant.objects.filter(role_name__in=set(roles))}
