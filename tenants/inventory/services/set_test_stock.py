from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import F

from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CodeMode
from tenants.catalog.models import Sku
from tenants.inventory.enums import ImportState
from tenants.inventory.errors import CodesAreGenerated, NotInTestMode
from tenants.inventory.generating import TEST, new_code
from tenants.inventory.locks import get_test_contract_locked, lock_shared_codes
from tenants.inventory.models import Bucket, CodeImport, Lot, ReturnedRange, SharedCode, SupplierContract
from tenants.inventory.selectors import get_waited_count, list_stock
from tenants.inventory.services.add_codes import add_codes
from tenants.inventory.services.finish_import import finish_import
from tenants.inventory.services.note_stored import note_stored
from tenants.inventory.services.store_shared_codes import store_shared_codes
from tenants.inventory.services.undo_import import undo_import


def set_test_stock(*, sku: Sku, available: int, now: dt.datetime) -> int:
    """Give a SKU of a test shop exactly so many codes for sale, all of them visibly fake; what is held or issued stays.

    More are imported from the test supplier; for fewer the imports are undone first. Two calls at once come one after the
    other. Where somebody waits for codes of the SKU they go to him.

    Returns:
        How many are for sale: what was asked for, unless somebody waits or buys at this very moment.

    Raises:
        NotInTestMode: in a live shop.
        CodesAreGenerated: the SKU makes its codes itself; there is always one more.
    """
    if current_tenant().livemode:
        raise NotInTestMode
    if sku.code_mode == CodeMode.GENERATED:
        raise CodesAreGenerated(param="sku")
    with transaction.atomic():
        contract = get_test_contract_locked()
        if sku.code_mode == CodeMode.SHARED:
            _share(sku, contract, available, now)
        else:
            _stock(sku, contract, available, now)
        return list_stock([sku.id], now=now)[sku.id]


def _stock(sku: Sku, contract: SupplierContract, available: int, now: dt.datetime) -> None:
    there = list_stock([sku.id], now=now)[sku.id]
    if there > available or get_waited_count(sku.id):  # what is kept for a queue is not for sale, and not counted
        for import_id in _unsold_imports(sku):
            undo_import(import_id=import_id, now=now)
        there = 0
    if there < available:
        codes = _fake_codes(available - there)
        add_codes(sku_id=sku.id, contract_id=contract.id, codes=codes, unit_cost=sku.cost, now=now)


def _unsold_imports(sku: Sku) -> list[uuid.UUID]:
    """In the order of their ids: two calls lock in one order."""
    shelf = {"sku_id": sku.id}
    lots = (
        Bucket.objects.filter(**shelf, open=True)
        .values("lot_id")
        .union(ReturnedRange.objects.filter(**shelf).values("lot_id"))
    )
    found = Lot.objects.filter(pk__in=[row["lot_id"] for row in lots], withdrawn=False)
    return sorted(set(found.values_list("code_import_id", flat=True)))


def _share(sku: Sku, contract: SupplierContract, available: int, now: dt.datetime) -> None:
    """One shared code carries them all."""
    ids = lock_shared_codes(sku.id)
    SharedCode.objects.filter(pk__in=ids).update(max_uses=F("uses"))
    ours = SharedCode.objects.filter(pk__in=ids, supplier_id=contract.supplier_id).order_by("id").first()
    if ours is not None:
        SharedCode.objects.filter(pk=ours.pk).update(max_uses=F("uses") + available)
    elif available:
        row = CodeImport.objects.create(
            sku_id=sku.id,
            contract=contract,
            state=ImportState.VALIDATING,
            filename="rows",
            bytes=0,
            unit_cost=sku.cost,
            shared_uses=available,
            lines=1,
            created_at=now,
            started_at=now,
        )
        batch = [(1, *code) for code in _fake_codes(1)]
        stored = store_shared_codes(code_import=row, supplier_id=contract.supplier_id, batches=[batch])
        note_stored(code_import=row, stored=stored, rejected=0)
        finish_import(code_import=row, now=now)


def _fake_codes(count: int) -> Iterator[tuple[str, str, dt.date | None]]:
    """``TEST-XXXXX-…`` with a card number: nobody shall take it for money."""
    for _ in range(count):
        code = new_code()
        yield (
            f"{TEST}{secrets.randbelow(10**10):010d}",
            TEST + "-".join(code[start : start + 5] for start in range(0, 15, 5)),
            None,
        )
