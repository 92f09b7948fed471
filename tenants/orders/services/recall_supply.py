from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.signal_selectors import list_own_recalls
from tenants.inventory.enums import Shelf
from tenants.inventory.services.halt_lot import halt_lot
from tenants.inventory.shelves import list_lots_of
from tenants.orders.recalls import PLATFORM
from tenants.orders.services.report_recalls import report_recalls
from tenants.orders.services.start_recall import start_recall


def recall_supply(*, shop_id: uuid.UUID, now: dt.datetime) -> int:
    """The platform recalls a supplier's batches: they leave the shelf by its order, and the shop's buyers are told, a case for each.

    Each batch in transactions of its own; cut off anywhere it is called again, and tells nobody twice.

    Returns:
        How many batches there are.
    """
    wanted = next((each for each in list_own_recalls() if each.shop_id == shop_id), None)
    if wanted is None:
        return 0
    lots = list_lots_of(wanted.supplier_id, wanted.since, wanted.until)
    for lot in lots:
        if lot.shelf == Shelf.VOIDED:
            continue  # nothing of it is left to sell; its buyers are the merchant's own recall
        halt_lot(lot_id=lot.id, reason=wanted.reason, now=now)
        start_recall(
            lot_id=lot.id, notice=wanted.notice, open_cases=True, reason=wanted.reason, actor=PLATFORM, now=now
        )
    report_recalls(now=now)
    return len(lots)
