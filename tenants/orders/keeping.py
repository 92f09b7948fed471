"""What of a shop is past its time: who bought, and what codes say. Why some of it is kept all the same: open_matters.py."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Sum

from platform_core.compliance.retention import Kept, Profile, cutoff, keep_until, years_of
from platform_core.compliance.retention_selectors import get_own_profile
from platform_core.kernel.clock import on_the_wall
from platform_core.kernel.ids import first_id_at
from tenants.access.selectors import get_shop_settings
from tenants.inventory.keeping import count_due_off_shelf
from tenants.issuance.keeping import find_past
from tenants.issuance.models import Issuance, KeptIssuance
from tenants.orders.enums import CaseReason
from tenants.orders.models import AbnormalCase, KeptBuyer, Order, OrderLine

YEAR: Final = dt.timedelta(days=366)
AGAIN: Final = dt.timedelta(days=1)  # what is kept back is looked at once a day
# Who buys for so much registers (CARD-03), and is kept for longer (CARD-05): minor units of CNY. So is whoever had to register otherwise.
LARGE: Final = Q(currency="CNY") & Q(amount__gte=1_000_000 - F("discount"))
REGISTERED: Final = AbnormalCase.objects.filter(order=OuterRef("pk"), reason=CaseReason.IDENTITY_NEEDED)


def codes_kept_until(order: Order) -> dt.datetime | None:
    """Until when the codes of a delivered order can be looked at, if nothing holds it up."""
    done = order.completed_at
    return keep_until(Kept.CODES, done, Profile.STANDARD) if done else None


def due_handed_over(until: dt.datetime, now: dt.datetime) -> QuerySet[OrderLine]:
    """Lines that were delivered by hand until then and can still be read, the oldest first; not those that were kept back lately."""
    rows = OrderLine.objects.filter(handed_over__isnull=False, handed_over_at__lte=until, shredded_at=None)
    return rows.filter(Q(looked_at=None) | Q(looked_at__lte=now - AGAIN)).order_by("handed_over_at", "id")


def count_due_codes(now: dt.datetime) -> dict[str, object]:
    """What the next run of the current shop comes upon, what is kept back and why, and when the next ones are due."""
    past, before = find_past(), first_id_at(on_the_wall(cutoff(Kept.CODES, Profile.STANDARD, now)))
    due = Issuance.objects.filter(pk__gt=past, pk__lt=before)
    oldest = Issuance.objects.filter(pk__gte=before, completed_at__isnull=False).order_by("pk")[:1]
    first = oldest.aggregate(at=Min("completed_at"))["at"]
    until = cutoff(Kept.CODES, Profile.STANDARD, now)
    return {
        "issuances": due.count(),
        "codes": due.aggregate(codes=Sum("quantity"))["codes"] or 0,
        "kept_back": dict(Counter(KeptIssuance.objects.values_list("because", flat=True))),
        "next_due": keep_until(Kept.CODES, first, Profile.STANDARD).isoformat() if first else None,
        "handed_over": due_handed_over(until, now).count(),
        "off_shelf": count_due_off_shelf(until, now),
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
    passed = KeptBuyer.objects.count()
    return {"orders": ordinary.count(), "large_orders": large.count(), "passed_and_looked_at_daily": passed}
