from __future__ import annotations

import datetime as dt

from tenants.catalog.models import Sku
from tenants.finance.enums import AccountCode, TransferKind
from tenants.finance.services.post_transfers import Transfer, post_transfers
from tenants.inventory.enums import WithheldReason
from tenants.inventory.models import Lot, WithheldCode
from tenants.inventory.services.withhold_code import withhold_code
from tenants.inventory.stored import StoredCode


def write_off_code(*, code: StoredCode, now: dt.datetime) -> bool:
    """Take one unsold code off the shelf for ever; what it cost is a loss. In the caller's transaction.

    Returns:
        False when somebody has it.
    """
    assert code.lot_id is not None
    assert code.position is not None
    kept = [WithheldReason.HELD, WithheldReason.EXPORTED]
    held = WithheldCode.objects.filter(lot_id=code.lot_id, position=code.position, reason__in=kept)
    if not held.update(reason=WithheldReason.VOIDED, since=now) and not withhold_code(
        code=code, reason=WithheldReason.VOIDED, now=now
    ):
        return False
    cost = Lot.objects.values_list("unit_cost", flat=True).get(pk=code.lot_id)
    currency = Sku.objects.values_list("currency", flat=True).get(pk=code.sku_id)
    lost = Transfer(AccountCode.WRITE_OFFS, AccountCode.CODE_STOCK, cost, currency)
    post_transfers(kind=TransferKind.CODE_WRITTEN_OFF, subject_id=code.id, transfers=[lost], now=now)
    return True
