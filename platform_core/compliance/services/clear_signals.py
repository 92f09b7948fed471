from __future__ import annotations

import datetime as dt

from platform_core.compliance.models import PurchaseMark, ShopConduct
from platform_core.compliance.signals import KEPT


def clear_signals(*, now: dt.datetime) -> int:
    """Delete what shops pushed of persons, and their weeks, after 30 days; in the platform's context.

    Returns:
        How many rows went.
    """
    gone, _ = PurchaseMark.objects.filter(at__lte=now - KEPT).delete()
    weeks, _ = ShopConduct.objects.filter(day__lte=(now - KEPT).date()).delete()
    return gone + weeks
