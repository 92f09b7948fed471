"""What of a shop is past its time: who bought, and what codes say; and why some of it is kept all the same."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum

from platform_core.compliance.retention import Kept, Profile, cutoff, keep_until, years_of
from platform_core.compliance.retention_selectors import get_own_profile
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import first_id_at
from tenants.access.selectors import get_shop_settings
from tenants.issuance.enums import CodeStatus, KeptBecause, RefundStatus
from tenants.issuance.keeping import find_past
from tenants.issuance.models import CodeRecord, Issuance, KeptIssuance, Refund
from tenants.orders.enums import CaseReason, CaseStatus
from tenants.orders.locks import UNFINISHED
from tenants.orders.models import AbnormalCase, Order
from tenants.payments.enums import RefundState
from tenants.payments.models import GatewayRefund

YEAR: Final = dt.timedelta(days=366)
# Who buys for so much registers (CARD-03), and is kept for longer (CARD-05): minor units of CNY. So is whoever had to register otherwise.
LARGE: Final = Q(currency="CNY") & Q(amount__gte=1_000_000 - F("discount"))
REGISTERED: Final = AbnormalCase.objects.filter(order=OuterRef("pk"), reason=CaseReason.IDENTITY_NEEDED)


def list_reasons_to_keep(issuances: Sequence[Issuance], until: dt.datetime) -> dict[uuid.UUID, KeptBecause]:
    """By issuance; those that are not named may go. ``until``: what was delivered later is kept."""
    ids = [issuance.id for issuance in issuances]
    orders = {order.issuance_id: order for order in Order.objects.filter(issuance_id__in=ids) if order.issuance_id}
    open_cases = AbnormalCase.objects.filter(order__in=orders.values()).exclude(status=CaseStatus.CLOSED)
    in_case = set(open_cases.values_list("order__issuance_id", flat=True))
    frozen = CodeRecord.objects.filter(issuance_id__in=ids, status=CodeStatus.SUSPENDED)
    suspended = set(frozen.values_list("issuance_id", flat=True))
    refunds = Refund.objects.filter(issuance_id__in=ids, status=RefundStatus.PENDING)
    at_gateway = GatewayRefund.objects.filter(
        payment__order_id__in=[order.id for order in orders.values()], state=RefundState.PENDING
    )
    paying_back = set(at_gateway.values_list("payment__order_id", flat=True))
    refunded = {*refunds.values_list("issuance_id", flat=True)}
    refunded |= {issuance_id for issuance_id, order in orders.items() if order.id in paying_back}
    found: dict[uuid.UUID, KeptBecause] = {}
    for issuance in issuances:
        order = orders.get(issuance.id)
        if _is_open(issuance, order, until):
            found[issuance.id] = KeptBecause.OPEN
        elif issuance.id in in_case:
            found[issuance.id] = KeptBecause.CASE
        elif issuance.id in refunded:
            found[issuance.id] = KeptBecause.REFUND
        elif issuance.id in suspended:
            found[issuance.id] = KeptBecause.SUSPENDED
    return found


def _is_open(issuance: Issuance, order: Order | None, until: dt.datetime) -> bool:
    if issuance.completed_at is None or issuance.completed_at > until:
        return True
    if order is None:
        return False
    return order.status in UNFINISHED or (order.completed_at is not None and order.completed_at > until)


def codes_kept_until(order: Order) -> dt.datetime | None:
    """Until when the codes of a delivered order can be looked at, if nothing holds it up."""
    done = order.completed_at
    return keep_until(Kept.CODES, done, Profile.STANDARD) if done and order.issuance_id else None


def count_due_codes(now: dt.datetime) -> dict[str, object]:
    """What the next run of the current shop comes upon, what is kept back and why, and when the next ones are due."""
    past, before = find_past(), first_id_at(on_the_wall(cutoff(Kept.CODES, Profile.STANDARD, now)))
    due = Issuance.objects.filter(pk__gt=past, pk__lt=before)
    oldest = Issuance.objects.filter(pk__gte=before, completed_at__isnull=False).order_by("pk")[:1]
    first = oldest.aggregate(at=Min("completed_at"))["at"]
    return {
        "issuances": due.count(),
        "codes": due.aggregate(codes=Sum("quantity"))["codes"] or 0,
        "kept_back": dict(Counter(KeptIssuance.objects.values_list("because", flat=True))),
        "next_due": keep_until(Kept.CODES, first, Profile.STANDARD).isoformat() if first else None,
    }


def find_cutoff(kept: Kept, now: dt.datetime) -> dt.datetime:
    """Buyers of orders that were completed at this moment or before are forgotten. A shop may keep them for longer than the law asks,
    never for less.
    """
    return now - max(get_shop_settings().retention_years, years_of(kept, get_own_profile())) * YEAR


def list_older(kept: Kept, since: dt.datetime | None, until: dt.datetime) -> QuerySet[Order]:
    """Orders of a class that came after one moment and until another, the oldest first."""
    large = LARGE | Exists(REGISTERED)
    orders = Order.objects.filter(large) if kept == Kept.LARGE_PURCHASES else Order.objects.exclude(large)
    rows = orders.filter(created_at__lte=until).order_by("created_at", "id")
    return rows.filter(created_at__gt=since) if since else rows


def count_due_buyers(now: dt.datetime) -> dict[str, int]:
    """Orders of the current shop whose buyers the next runs forget."""
    known = get_shop_settings()
    ordinary = list_older(Kept.ORDERS, known.forgotten_until, find_cutoff(Kept.ORDERS, now))
    large = list_older(Kept.LARGE_PURCHASES, known.large_forgotten_until, find_cutoff(Kept.LARGE_PURCHASES, now))
    return {"orders": ordinary.count(), "large_orders": large.count()}
