from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.inventory.services.give_up_import import give_up_import
from tenants.inventory.services.halt_lot import halt_lot
from tenants.inventory.services.lift_halt import lift_halt
from tenants.inventory.services.print_card_numbers import print_card_numbers
from tenants.inventory.services.print_codes import print_codes
from tenants.inventory.services.restock_waited import restock_waited
from tenants.inventory.services.run_import import run_import
from tenants.inventory.services.send_stock_alert import send_stock_alert


def _give_up(import_id: str) -> None:
    give_up_import(import_id=uuid.UUID(import_id), now=now())


@handles(JobName.HOLD_BATCH)
def _hold_batch(lot_id: int, reason: str) -> None:
    halt_lot(lot_id=lot_id, reason=reason, now=now())


@handles(JobName.RELEASE_BATCH)
def _release_batch(lot_id: int, reason: str) -> None:
    lift_halt(lot_id=lot_id, reason=reason, now=now())


@handles(JobName.PRINT_CODES)
def _print_codes(run_id: str, lot: int) -> None:
    print_codes(run_id=uuid.UUID(run_id), lot_id=lot, now=now())


@handles(JobName.PRINT_CARD_NUMBERS)
def _print_card_numbers(run_id: str, lot: int, position: int) -> None:
    print_card_numbers(run_id=uuid.UUID(run_id), lot=lot, position=position, now=now())


@handles(JobName.RESTOCK_TEST_SKU)
def _restock_test_sku(sku_id: str) -> None:
    restock_waited(sku_id=uuid.UUID(sku_id), now=now())


@handles(JobName.RUN_IMPORT, on_give_up=_give_up)
def _run_import(import_id: str) -> None:
    run_import(import_id=uuid.UUID(import_id), now=now())


@handles(JobName.SEND_STOCK_ALERT)
def _send_stock_alert(robot_id: str, sku_ids: list[str]) -> None:
    send_stock_alert(robot_id=uuid.UUID(robot_id), sku_ids=[uuid.UUID(sku_id) for sku_id in sku_ids], now=now())
