from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.points import points_of
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.signals import (
    BURST,
    CURRENCY,
    DAY,
    NEAR_LIMIT,
    SUM_IN_A_DAY,
    WEEK,
    Pattern,
    list_order_reasons,
)
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.clock import local_date
from platform_core.kernel.jobs import JobName
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context

ZONE = "Asia/Shanghai"  # the law's days are days in China
# What comes late is counted with what came after it, too. Linked is whoever has the same contact, or whose money is the same payer's.
PATTERNS = """
WITH fresh AS (
    SELECT * FROM public.compliance_purchasemark WHERE tenant_role = %(shop)s AND order_id = ANY(%(orders)s)
), ends AS (
    SELECT * FROM fresh
    UNION
    SELECT m.* FROM fresh f JOIN public.compliance_purchasemark m
        ON (m.contact = f.contact OR m.payer = f.payer) AND m.at > f.at AND m.at < f.at + %(week)s
)
SELECT e.tenant_role, e.order_id, e.contact, e.payer, e.at, s.roles, s.orders,
       CASE WHEN e.currency = %(currency)s THEN e.value ELSE 0 END, e.night,
       e.known OR coalesce(s.before, false), coalesce(s.day_value, 0), s.day_near, s.burst_cards, coalesce(s.burst_value, 0),
       s.payers, s.shops
FROM ends e CROSS JOIN LATERAL (
    SELECT array_agg(DISTINCT m.tenant_role) FILTER (WHERE m.at > e.at - %(day)s) AS roles,
           (array_agg(m.tenant_role || '/' || m.order_id ORDER BY m.at DESC) FILTER (WHERE m.at > e.at - %(day)s))[1:50] AS orders,
           bool_or(m.at <= e.at - %(burst)s) AS before,
           sum(m.value) FILTER (WHERE m.currency = %(currency)s AND m.at > e.at - %(day)s)::bigint AS day_value,
           count(*) FILTER (WHERE m.currency = %(currency)s AND m.at > e.at - %(day)s
                            AND m.value >= %(near)s AND m.value < %(sum)s) AS day_near,
           coalesce(sum(m.cards) FILTER (WHERE m.at > e.at - %(burst)s), 0)::bigint AS burst_cards,
           sum(m.value) FILTER (WHERE m.currency = %(currency)s AND m.at > e.at - %(burst)s)::bigint AS burst_value,
           count(DISTINCT m.payer) FILTER (WHERE m.contact = e.contact) AS payers,
           count(DISTINCT m.tenant_role) FILTER (WHERE m.payer = e.payer) AS shops
    FROM public.compliance_purchasemark m
    WHERE (m.contact = e.contact OR m.payer = e.payer) AND m.at <= e.at AND m.at > e.at - %(week)s
) s WHERE e.contact IS NOT NULL OR e.payer IS NOT NULL ORDER BY e.at, e.order_id
"""


class Seen(NamedTuple):
    """A paid order with what stands around it. ``orders``: of the last 24 hours, the newest first."""

    tenant_role: str
    order_id: uuid.UUID
    contact: bytes | None
    payer: bytes | None
    at: dt.datetime
    roles: list[str]
    orders: list[str]


def judge_purchases(*, tenant_role: str, order_ids: Sequence[uuid.UUID], now: dt.datetime) -> int:
    """X6, X7 and X8 of paid orders that a shop has pushed, across shops; in the platform's context.

    The same reason of the same person on the same day is one finding. From CNY 10,000 within 24 hours the shop of the order gets a case:
    the purchaser's identity is to be registered (CARD-03). Nothing is refused, and no person is judged by it (PI-05).

    Returns:
        How many findings there are about them, old or new.
    """
    asked: dict[str, Any] = {
        "shop": tenant_role, "orders": list(order_ids), "week": WEEK, "day": DAY, "burst": BURST, "currency": CURRENCY,
        "near": NEAR_LIMIT, "sum": SUM_IN_A_DAY,
    }  # fmt: skip
    found = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATTERNS, asked)
        rows = cursor.fetchall()
        for row in rows:
            found += _report(Seen(*row[:7]), Pattern(*row[7:]), now)
    return found


def _report(seen: Seen, pattern: Pattern, now: dt.datetime) -> int:
    codes = list_order_reasons(pattern)
    for code in codes:
        who = bytes((seen.payer if code == "X8.many_shops" else seen.contact or seen.payer) or b"").hex()
        facts: dict[str, Any] = {**_figures(pattern), "codes": [code], "orders": seen.orders, "roles": seen.roles}
        report_finding(
            rule_id=code.partition(".")[0],
            level=Level.BLOCK if code == "X6.sum" else Level.REVIEW,
            subject=(SubjectKind.BUYER, who),
            key=f"{code}:{who}:{local_date(seen.at, ZONE)}",
            facts=facts,
            tenant_role=seen.roles[0] if len(seen.roles) == 1 else "",
            points=points_of([code]),
            now=now,
        )
    if "X6.sum" in codes:
        _ask_identity(seen, now)
    return len(codes)


def _figures(pattern: Pattern) -> dict[str, int]:
    figures = pattern._asdict()
    return {
        name: int(figures[name]) for name in ("day_value", "day_near", "burst_cards", "burst_value", "payers", "shops")
    } | {"night": int(pattern.night)}


def _ask_identity(seen: Seen, now: dt.datetime) -> None:
    """A job in the shop of the order; it learns of this order alone."""
    tenant = directory.find_by_role(seen.tenant_role)
    if tenant is None:
        return
    with tenant_context(tenant):
        payload = {"order_id": str(seen.order_id), "reason": "identity_needed"}
        enqueue_job(JobName.OPEN_SIGNAL_CASE, key=f"identity:{seen.order_id}", payload=payload, now=now)
