"""A merchant's subscription with its limits and what it used of them, in one statement: for what stands above every page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from billing.enums import Meter
from billing.models import Subscription, UsageTotal
from platform_core.entitlements.models import Entitlement


@dataclass(frozen=True, slots=True)
class Outline:
    """A subscription at a glance.

    Args:
        limits: by the names of an allowance's fields; what is not limited is not there.
        codes: issued since the month began.
        megabytes: kept, as it was measured last; 0: not yet.
        counted: how many rows each set has that was asked for.
    """

    subscription: Subscription
    limits: dict[str, int]
    codes: int
    megabytes: int
    counted: dict[str, int]


LIMITS = ("codes", "skus", "staff", "endpoints", "storage_mb")


def find_outline(
    tenant_id: uuid.UUID, tenant_role: str, month_begins: dt.datetime, sets: Mapping[str, QuerySet[Any]]
) -> Outline | None:
    """How a merchant stands; None: it has no subscription. One statement, in its own context.

    Args:
        sets: rows of other tables, which are counted in the same statement.
    """
    held = Entitlement.objects.filter(tenant_id=OuterRef("tenant_id"))
    totals = UsageTotal.objects.filter(tenant_role=tenant_role, meter=Meter.CODES, at__gte=month_begins).order_by()
    issued = totals.values("tenant_role").annotate(_n=Sum("quantity")).values("_n")
    stored = UsageTotal.objects.filter(tenant_role=tenant_role, meter=Meter.STORAGE).order_by("-at")
    asked: dict[str, Any] = {f"of_{name}": _count(rows) for name, rows in sets.items()}
    asked |= {f"most_{name}": Subquery(held.values(name)) for name in LIMITS}
    asked["issued"] = Coalesce(Subquery(issued, output_field=IntegerField()), 0)
    asked["stored"] = Coalesce(Subquery(stored.values("quantity")[:1], output_field=IntegerField()), 0)
    row: Any = Subscription.objects.filter(tenant_id=tenant_id).annotate(**asked).first()
    if row is None:
        return None
    most = {name: getattr(row, f"most_{name}") for name in LIMITS}
    return Outline(
        subscription=row,
        limits={name: value for name, value in most.items() if value is not None},
        codes=row.issued,
        megabytes=row.stored,
        counted={name: getattr(row, f"of_{name}") for name in sets},
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    one = rows.order_by().annotate(_all=Value(1)).values("_all").annotate(_n=Sum(Value(1))).values("_n")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)
