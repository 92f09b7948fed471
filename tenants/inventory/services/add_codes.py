from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice

from platform_core.compliance.refusals import kept_refusals
from platform_core.compliance.services.check_listing_right import check_listing_right
from platform_core.compliance.services.check_stock_right import check_stock_right
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.context import current_tenant
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport, Lot, SupplierContract
from tenants.inventory.packing import Row
from tenants.inventory.services.finish_import import finish_import
from tenants.inventory.services.note_stored import note_stored
from tenants.inventory.services.screen_codes import screen_codes
from tenants.inventory.services.screen_validity import screen_validity
from tenants.inventory.services.settle_lots import settle_lots
from tenants.inventory.staging import stage, store_staged

BATCH = 400
Code = tuple[str, str, dt.date | None]


def add_codes(
    *,
    sku_id: uuid.UUID,
    contract_id: uuid.UUID,
    codes: Iterable[Code],
    unit_cost: int,
    now: dt.datetime,
    created_by: str = "",
) -> CodeImport:
    """Put codes that are already at hand into stock, in the caller's transaction or one of its own; looked up in the register of
    prints before they are on the shelf, in the same transaction.

    Args:
        codes: (card number or "", secret, last day of validity or None).
        unit_cost: what one code cost the merchant, in minor units.

    Raises:
        ListingFrozen: the merchant, or this supplier, is to be verified again first.
        RuleRefused, ScreeningUnavailable: nothing is stored.
    """
    check_listing_right(now=now)

    at_hand = list(codes)
    with kept_refusals():
        return in_transaction(lambda: _add(sku_id, contract_id, at_hand, unit_cost, created_by, now))


def _add(
    sku_id: uuid.UUID, contract_id: uuid.UUID, codes: list[Code], unit_cost: int, created_by: str, now: dt.datetime
) -> CodeImport:
    contract = SupplierContract.objects.get(pk=contract_id)
    check_stock_right(link_id=contract.supplier_id, now=now)
    code_import = CodeImport.objects.create(
        sku_id=sku_id,
        contract=contract,
        state=ImportState.VALIDATING,
        upload="",
        filename="rows",
        bytes=0,
        unit_cost=unit_cost,
        created_by=created_by,
        created_at=now,
        started_at=now,
    )
    closed = current_tenant().livemode  # what a test shop sells is no card
    staging = stage(code_import, contract.supplier_id, _batches(codes), now, closed=closed)
    stored = store_staged(code_import, contract.supplier_id, staging)
    code_import.lines = staging.rows
    note_stored(code_import=code_import, stored=stored, rejected=0)
    screen_validity(code_import=code_import, now=now)
    if closed:
        _screen(code_import)
    return finish_import(code_import=code_import, now=now)


def _batches(codes: list[Code]) -> Iterator[list[Row]]:
    numbered = enumerate(codes, 1)
    while chunk := [(line, *code) for line, code in islice(numbered, BATCH)]:
        yield chunk


def _screen(code_import: CodeImport) -> None:
    for lot_id in Lot.objects.filter(code_import=code_import).order_by("id").values_list("id", flat=True):
        while screen_codes(lot_id=lot_id):
            pass
    settle_lots(import_id=code_import.id)
