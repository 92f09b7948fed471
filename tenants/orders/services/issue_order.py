from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping, Sequence

from platform_core.events.catalogue import OrderPaid
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from tenants.catalog.enums import Fulfilment
from tenants.catalog.models import Sku
from tenants.inventory.locks import list_held_reservations_locked
from tenants.inventory.services.release_reservations import release_reservations
from tenants.issuance.enums import FulfillmentPolicy, Source
from tenants.issuance.services.issue_codes import Issued, IssueLine, issue_codes
from tenants.orders.errors import OrderActionRefused
from tenants.orders.inputs import open_inputs
from tenants.orders.models import Order, OrderLine


def issue_order(
    *,
    order: Order,
    stand_ins: Mapping[uuid.UUID, uuid.UUID],
    policy: FulfillmentPolicy,
    now: dt.datetime,
    keep_holds: bool = False,
) -> Issued | None:
    """Issue what of a paid order is delivered by itself, out of fresh stock unless told otherwise.

    In the caller's transaction, which locked the order.

    Args:
        stand_ins: by line, another SKU to take: of the same currency, worth at least as much.
        keep_holds: the codes that are still held for it are what its buyer gets.

    Returns:
        What was issued; None: all of it is delivered by hand.

    Raises:
        OrderActionRefused: a stand-in does not fit.
        CodeStockExhausted, StoreSuspended: the caller's transaction must be undone.
    """
    mine = [line for line in order.lines.all() if line.fulfilment == Fulfilment.AUTOMATIC]
    holds = _holds(mine, stand_ins) if keep_holds else {}
    given_up = [line.reservation_id for line in mine if line.reservation_id and line.id not in holds]
    release_reservations(ids=given_up, now=now)
    issued = None
    if mine:
        skus = Sku.objects.in_bulk([stand_ins.get(line.id, line.sku_id) for line in mine])
        lines = [_line(order, line, skus.get(stand_ins.get(line.id, line.sku_id)), holds.get(line.id)) for line in mine]
        issued = issue_codes(
            lines=lines,
            external_id=None,
            # Another attempt after one that was given up is another issuance.
            fingerprint=hashlib.sha256(order.id.bytes + new_id().bytes).digest(),
            source=Source.ORDER,
            actor="order",
            now=now,
            metadata={"order": order.number},
            policy=policy,
        )
        order.issuance_id = issued.id
    _tell(order, now)
    return issued


def _holds(lines: Sequence[OrderLine], stand_ins: Mapping[uuid.UUID, uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """What is still held, by line."""
    asked = {line.id: line.reservation_id for line in lines if line.reservation_id and line.id not in stand_ins}
    held = list_held_reservations_locked(list(asked.values()))
    return {line_id: reservation for line_id, reservation in asked.items() if reservation in held}


def _line(order: Order, line: OrderLine, sku: Sku | None, hold: uuid.UUID | None) -> IssueLine:
    stand_in = sku is not None and sku.id != line.sku_id
    if sku is None or sku.currency != order.currency or (stand_in and sku.face_value < line.face_value):
        raise OrderActionRefused(reason="stand_in_unfit")
    return IssueLine(
        sku, line.quantity, line.unit_price, hold, discount=line.discount, inputs=open_inputs(line.id, line.inputs)
    )


def _tell(order: Order, now: dt.datetime) -> None:
    """It is paid, as an order that is delivered at once says when its money comes."""
    outside = public_id("ord", order.id)
    paid = OrderPaid(
        id=outside,
        number=order.number,
        amount=order.amount,
        currency=order.currency,
        issuance=public_id("iss", order.issuance_id) if order.issuance_id else None,
    )
    publish_event(paid, object_id=outside, now=now, sequence=3)
