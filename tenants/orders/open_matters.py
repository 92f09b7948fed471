"""What keeps the contents of codes that are past their time: an open case, a refund on its way, a hold, a recall."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from platform_core.tenancy.context import current_tenant
from tenants.inventory.keeping import list_lots_looked_into, list_lots_of_lines, list_lots_on_hold
from tenants.inventory.opening import place_of
from tenants.issuance.enums import CodeStatus, KeptBecause, RefundStatus
from tenants.issuance.models import CodeRecord, Issuance, IssuanceLine, Refund
from tenants.orders.enums import CaseStatus, RecallState
from tenants.orders.locks import UNFINISHED
from tenants.orders.models import AbnormalCase, Order, Recall, ReplacedCode
from tenants.payments.enums import RefundState
from tenants.payments.models import GatewayRefund


def list_reasons_to_keep(issuances: Sequence[Issuance], until: dt.datetime) -> dict[uuid.UUID, KeptBecause]:
    """By issuance; those that are not named may go. ``until``: what was delivered later is kept."""
    ids = [issuance.id for issuance in issuances]
    orders = _orders_of(ids)
    open_orders = list_open_orders({order.id for order in orders.values()})
    frozen = CodeRecord.objects.filter(issuance_id__in=ids, status=CodeStatus.SUSPENDED)
    suspended = set(frozen.values_list("issuance_id", flat=True))
    refunds = Refund.objects.filter(issuance_id__in=ids, status=RefundStatus.PENDING)
    refunded = set(refunds.values_list("issuance_id", flat=True))
    recalled = _list_recalled(ids)
    # All codes of an order are read together: the first ones stay as long as what replaced a bad one.
    late = ReplacedCode.objects.filter(order__in=orders.values(), at__gt=until)
    replaced = set(late.values_list("order_id", flat=True))
    found: dict[uuid.UUID, KeptBecause] = {}
    for issuance in issuances:
        order = orders.get(issuance.id)
        if _is_open(issuance, order, until) or (order is not None and order.id in replaced):
            found[issuance.id] = KeptBecause.OPEN
        elif order is not None and order.id in open_orders:
            found[issuance.id] = open_orders[order.id]
        elif issuance.id in refunded:
            found[issuance.id] = KeptBecause.REFUND
        elif issuance.id in suspended:
            found[issuance.id] = KeptBecause.SUSPENDED
        elif issuance.id in recalled:
            found[issuance.id] = KeptBecause.RECALL
    return found


def list_open_orders(order_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, KeptBecause]:
    """Of these orders those that somebody works on, or whose money is on its way back."""
    paying = GatewayRefund.objects.filter(payment__order_id__in=order_ids, state=RefundState.PENDING)
    cases = AbnormalCase.objects.filter(order_id__in=order_ids).exclude(status=CaseStatus.CLOSED)
    found = dict.fromkeys(paying.values_list("payment__order_id", flat=True), KeptBecause.REFUND)
    found |= dict.fromkeys(cases.values_list("order_id", flat=True), KeptBecause.CASE)
    return {order_id: why for order_id, why in found.items() if order_id is not None}


def is_over(order: Order, until: dt.datetime) -> bool:
    """Was it over by then?"""
    return order.status not in UNFINISHED and (order.completed_at is None or order.completed_at <= until)


def list_open_lots(lot_ids: Collection[int]) -> set[int]:
    """Of these batches those that are held, recalled, or kept off the shelf by the platform, and whose recall is not over."""
    return list_lots_on_hold(lot_ids) | _list_recalls(lot_ids)


def list_open_codes(code_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Of these codes those that are suspended, or that a case is about."""
    suspended = CodeRecord.objects.filter(code_id__in=code_ids, status=CodeStatus.SUSPENDED)
    cases = AbnormalCase.objects.filter(code_id__in=code_ids).exclude(status=CaseStatus.CLOSED)
    return {*suspended.values_list("code_id", flat=True), *(pk for pk in cases.values_list("code_id", flat=True) if pk)}


def list_lots_with_open_codes() -> set[int]:
    """Batches with an unsold code that is suspended, or with any that a case is about."""
    suspended = CodeRecord.objects.filter(status=CodeStatus.SUSPENDED, line_id=None)
    cases = AbnormalCase.objects.exclude(status=CaseStatus.CLOSED).filter(code_id__isnull=False)
    own = current_tenant().id
    ids = [*suspended.values_list("code_id", flat=True), *(pk for pk in cases.values_list("code_id", flat=True) if pk)]
    return {place[0] for pk in ids if (place := place_of(own, pk))}


def _orders_of(issuance_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Order]:
    """The orders that issuances were made for: as what was bought, or as what replaced a bad code of them."""
    lines = dict(IssuanceLine.objects.filter(issuance_id__in=issuance_ids).values_list("id", "issuance_id"))
    replaced = ReplacedCode.objects.filter(line_id__in=list(lines)).select_related("order")
    found = {lines[row.line_id]: row.order for row in replaced}
    bought = Order.objects.filter(issuance_id__in=issuance_ids)
    return found | {order.issuance_id: order for order in bought if order.issuance_id}


def _list_recalled(issuance_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Issuances with codes of a batch that is being recalled, or that the platform looks into."""
    lines = dict(IssuanceLine.objects.filter(issuance_id__in=issuance_ids).values_list("id", "issuance_id"))
    lots: dict[int, set[uuid.UUID]] = {}
    for owner_id, lot_id in list_lots_of_lines(list(lines)):
        lots.setdefault(lot_id, set()).add(lines[owner_id])
    open_ = _list_recalls(list(lots)) | list_lots_looked_into(list(lots))
    return {issuance_id for lot_id in open_ for issuance_id in lots[lot_id]}


def _list_recalls(lot_ids: Collection[int]) -> set[int]:
    """Of these batches those whose buyers are being told."""
    recalls = Recall.objects.filter(lot_id__in=lot_ids).exclude(state=RecallState.DONE)
    return set(recalls.values_list("lot_id", flat=True))


def _is_open(issuance: Issuance, order: Order | None, until: dt.datetime) -> bool:
    if issuance.completed_at is None or issuance.completed_at > until:
        return True
    return order is not None and not is_over(order, until)
