"""Locks of imports. What an import does to the store is locked after it, in primary-key order, in the statements of a claim."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from platform_core.kernel.errors import RecordNotFound
from tenants.inventory.enums import ReservationState
from tenants.inventory.models import CodeImport, Lot, Reservation, SharedCode, SupplierContract, WithheldCode
from tenants.inventory.models.withheld_code import GONE

TEST_SUPPLIER = "TEST 测试供应商"  # of the codes that a test shop is stocked with


def find_import_locked(import_id: uuid.UUID) -> CodeImport | None:
    """Lock an import and its contract, for the job that begins it; None: no such import."""
    return CodeImport.objects.select_for_update().filter(pk=import_id).select_related("contract").first()


def get_import_locked(import_id: uuid.UUID) -> CodeImport:
    """Lock an import alone, for who undoes it.

    Raises:
        CodeImport.DoesNotExist: no such import.
    """
    return CodeImport.objects.select_for_update().get(pk=import_id)


def get_test_contract_locked() -> SupplierContract:
    """Lock the contract with the test supplier, so that one call at a time sets the stock of a test shop.

    Raises:
        SupplierContract.DoesNotExist: not a test shop.
    """
    found = SupplierContract.objects.select_for_update(no_key=True).filter(name=TEST_SUPPLIER)
    return found.order_by("created_at")[:1].get()


def lock_shared_codes(sku_id: uuid.UUID) -> list[uuid.UUID]:
    """Lock the shared codes of a SKU, in the order of their ids."""
    found = SharedCode.objects.select_for_update().filter(sku_id=sku_id).order_by("id")
    return list(found.values_list("id", flat=True))


def get_lot_locked(lot_id: int) -> Lot:
    """Lock a batch, before its buckets: what is done to all of it comes one after another.

    Raises:
        RecordNotFound: none of this tenant has this number.
    """
    found = Lot.objects.select_for_update().filter(pk=lot_id).first()
    if found is None:
        raise RecordNotFound(id=str(lot_id))
    return found


def list_held_reservations_locked(reservation_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Lock reservations, so that their time does not run out in this moment; those that still hold their codes."""
    rows = Reservation.objects.select_for_update().filter(pk__in=reservation_ids).order_by("id")
    return {row.id for row in rows if row.state == ReservationState.HELD}


def list_lots_locked(import_id: uuid.UUID) -> list[Lot]:
    """Lock the batches of an import, in the order of their numbers."""
    return list(Lot.objects.select_for_update().filter(code_import_id=import_id).order_by("id"))


def list_withheld_locked(rows: QuerySet[WithheldCode]) -> list[WithheldCode]:
    """Lock the batches of single codes, so that nobody holds or recalls one meanwhile, and then these codes."""
    chosen = list(rows.values_list("lot_id", "position"))
    lots = {lot_id for lot_id, _ in chosen}
    list(Lot.objects.select_for_update(no_key=True).filter(pk__in=lots).order_by("id").values_list("pk", flat=True))
    left = WithheldCode.objects.select_for_update().filter(GONE, pk__in=chosen, shredded_at=None)
    return list(left.order_by("lot_id", "position")) if chosen else []


def find_shared_code_locked(rows: QuerySet[SharedCode], code_id: uuid.UUID) -> SharedCode | None:
    """Lock a shared code, if it is still among some."""
    return rows.select_for_update(of=("self",)).filter(pk=code_id).first()
