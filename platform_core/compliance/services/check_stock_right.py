from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.errors import ListingFrozen
from platform_core.compliance.right_words import words_of
from platform_core.compliance.supply_due import list_supply_due
from platform_core.tenancy.context import current_tenant


def check_stock_right(*, link_id: uuid.UUID | None, now: dt.datetime) -> None:
    """May anything new of this supplier get into stock? Not once it is due to be verified again (X12). What is in stock sells on.

    Args:
        link_id: what a contract of the current shop names; None: nobody, of whom there is nothing to ask.

    Raises:
        ListingFrozen: ``reason`` is ``supplier_due``.
    """
    if link_id is None or not current_tenant().livemode:
        return
    told = list_supply_due([link_id]).get(link_id)
    if told is not None and told.is_over(now):
        raise ListingFrozen(reason="supplier_due", **words_of("supplier_due", now))
