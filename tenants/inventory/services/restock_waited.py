from __future__ import annotations

import datetime as dt
import uuid

from tenants.catalog.models import Sku
from tenants.inventory.selectors import get_waited_count
from tenants.inventory.services.set_test_stock import set_test_stock


def restock_waited(*, sku_id: uuid.UUID, now: dt.datetime) -> None:
    """Let as many codes of a SKU of a test shop arrive as are waited for; who waits is served like after any import.

    Raises:
        NotInTestMode
    """
    waited = get_waited_count(sku_id)
    if waited:
        set_test_stock(sku=Sku.objects.get(pk=sku_id), available=waited, now=now)
