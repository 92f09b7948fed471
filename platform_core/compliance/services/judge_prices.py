from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q

from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.models import PriceMark
from platform_core.compliance.points import VERSION, points_of
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.signals import PEERS_FOR, list_price_reasons, parts_of_face

RULE = "X5"
MOST_PEERS = 20_000


def judge_prices(*, tenant_role: str, sku_ids: Sequence[uuid.UUID], now: dt.datetime) -> int:
    """X5 of prices that a shop has changed or put on sale, against their face value and against all shops; in the platform's context.

    Returns:
        How many findings there are about them, old or new.
    """
    marks = PriceMark.objects.filter(tenant_role=tenant_role, sku_id__in=sku_ids, on_sale=True, face__gt=0)
    peers: dict[tuple[str, str], tuple[list[int], int]] = {}
    found = 0
    for mark in marks.order_by("sku_id"):
        group = (mark.category, mark.currency)
        if group not in peers:
            peers[group] = _peers(*group, now)
        parts, shops = peers[group] if mark.category else ([], 0)  # what is of no known kind is like nothing
        codes = list_price_reasons(mark.price, mark.face, parts, shops)
        if not codes:
            continue
        found += 1
        ref = f"{tenant_role}/{mark.sku_id}"
        report_finding(
            rule_id=RULE,
            level=Level.REVIEW,
            subject=(SubjectKind.PRODUCT, ref),
            key=f"{RULE}:{ref}:{mark.price}/{mark.face}:{'+'.join(codes)}",
            facts={
                "codes": codes, "price": mark.price, "face": mark.face, "currency": mark.currency, "category": mark.category,
                "parts_of_face": parts_of_face(mark.price, mark.face), "peers": len(parts), "shops": shops, "points": VERSION,
            },
            tenant_role=tenant_role,
            points=points_of(codes),
            now=now,
        )  # fmt: skip
    return found


def _peers(category: str, currency: str, now: dt.datetime) -> tuple[list[int], int]:
    """Prices of a category in parts of their face values, on sale or changed within a week; and how many shops they are of."""
    alive = PriceMark.objects.filter(
        Q(on_sale=True) | Q(at__gt=now - PEERS_FOR), category=category, currency=currency, face__gt=0
    )
    rows = list(alive.order_by("-at").values_list("tenant_role", "price", "face")[:MOST_PEERS])
    return [parts_of_face(price, face) for _, price, face in rows], len({role for role, _, _ in rows})
