from __future__ import annotations

import datetime as dt

from tenants.orders.errors import RetentionRefused
from tenants.orders.models import OrderRetention
from tenants.orders.models.order_retention import LEAST_YEARS, MOST_YEARS


def save_retention(*, years: int, now: dt.datetime) -> None:
    """Decide for how many years the shop knows whose an order was; after that contact and answers are erased.

    Raises:
        RetentionRefused: less than the law asks for, or longer than anything needs it.
    """
    if not LEAST_YEARS <= years <= MOST_YEARS:
        raise RetentionRefused(minimum=LEAST_YEARS, maximum=MOST_YEARS)
    OrderRetention.objects.update_or_create(pk=1, defaults={"years": years, "updated_at": now})
