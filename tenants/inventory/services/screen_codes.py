from __future__ import annotations

from typing import Final

from django.db import connection

from platform_core.compliance.code_prints import PrintedCodes
from platform_core.compliance.enums import Verdict
from platform_core.compliance.services.begin_code_prints import begin_code_prints
from platform_core.compliance.services.check_code_prints import check_code_prints
from platform_core.kernel.transactions import in_transaction
from tenants.inventory.enums import Halt
from tenants.inventory.locks import get_lot_locked
from tenants.inventory.models import Lot
from tenants.inventory.printing import brand_of, open_stretch

SLICE = 5_000  # codes of a transaction: a fraction of a second, for whoever waits for one of its prints
WORSE: Final = {Verdict.DUPLICATE_OWN: Halt.OWN, Verdict.NEEDS_REVIEW: Halt.REVIEW}


def screen_codes(*, lot_id: int, on_sale: bool = False) -> bool:
    """Look up the next codes of a batch in the register of prints, in a transaction of their own; killed, they are looked up again.

    The codes are opened in memory for it: what is printed is what they say, not how this shop has sealed it.

    Args:
        on_sale: older stock: it is looked up again where that was done before, and nothing follows for it here.

    Returns:
        Whether it looked any up.

    Raises:
        KeyMissing, DatabaseError: the register cannot be asked; the batch stays as it is.
    """
    alone = not connection.in_atomic_block

    def work() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            if alone:  # what is lost with the machine is looked up again; the commit that puts codes on the shelf waits for all
                cursor.execute("SET LOCAL synchronous_commit = off")
        return _screen(get_lot_locked(lot_id), on_sale)

    return in_transaction(work)


def _screen(lot: Lot, on_sale: bool) -> bool:
    if lot.screened >= lot.size:
        return False
    past = min(lot.screened + SLICE, lot.size)
    newest, *former = begin_code_prints()
    codes, brand = list(open_stretch(lot, lot.screened, past)), brand_of(lot.sku_id)
    nothing = PrintedCodes(b"", [])
    verdict = check_code_prints(
        lot_id=lot.id,
        supplier_id=lot.supplier_id,
        printed=newest.print_codes(codes, brand),
        former=former[0].print_codes(codes, brand) if former else nothing,
        on_sale=on_sale,
    )
    lot.screened = past
    if verdict in WORSE and lot.halt != Halt.REVIEW and not on_sale:
        lot.halt = WORSE[verdict]
    lot.save(update_fields=["screened", "halt"])
    return True
