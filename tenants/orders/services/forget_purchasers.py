from __future__ import annotations

import datetime as dt
from typing import Final

from platform_core.compliance.enums import SubjectKind
from platform_core.compliance.merchant_selectors import find_shop_regions
from platform_core.compliance.retention import Kept, may_go
from platform_core.compliance.retention_selectors import get_own_profile
from platform_core.compliance.services.ask_rules import ask_rules
from platform_core.kernel.clock import local_date
from platform_core.tenancy.context import current_tenant
from tenants.orders.models import Order

MOST: Final = 500
OF_RECORD: Final = ("CARD-05",)
KEPT: Final = 5  # years (CARD-05); ten for a licensed merchant


def forget_purchasers(*, now: dt.datetime) -> int:
    """Erase names and numbers of who bought prepaid cards once the rule lets go of them (CARD-05, KEEP-02); a chore.

    Until then they stay, whatever else of the order is erased: the law asks the shop for them.

    Returns:
        How many were erased.
    """
    old = Order.objects.filter(purchaser_sealed__isnull=False, created_at__lt=now - dt.timedelta(days=KEPT * 366))
    due = [order.id for order in old.only("id", "created_at").order_by("created_at")[:MOST] if _may_go(order, now)]
    return Order.objects.filter(pk__in=due).update(purchaser_sealed=None) if due else 0


def _may_go(order: Order, now: dt.datetime) -> bool:
    if not may_go(Kept.LARGE_PURCHASES, order.created_at, get_own_profile(), now):
        return False
    zone = current_tenant().time_zone
    facts = {
        "real_name_needed": True, "sold_on": local_date(order.created_at, zone), "kept_until": local_date(now, zone),
    }  # fmt: skip
    asked = ask_rules(
        subject_kind=SubjectKind.RECORD, facts=facts, now=now, regions=find_shop_regions(), only=OF_RECORD
    )
    return asked.refusal() is None
