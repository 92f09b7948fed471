"""What transfers are about: the order, import or supplier that a person looks up for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from tenants.finance.enums import TransferKind
from tenants.finance.models import LedgerTransfer, SupplierPayment
from tenants.orders.models import Order
from tenants.payments.models import GatewayRefund, Payment, PaymentSplit

IMPORTS = frozenset({TransferKind.IMPORT, TransferKind.IMPORT_UNDONE})
PAID = frozenset({TransferKind.SUPPLIER_PAID, TransferKind.SUPPLIER_PAYMENT_UNDONE})


class Origin(NamedTuple):
    """``what``: order, import or supplier; ``label``: as people call it."""

    what: str
    id: uuid.UUID
    label: str


def origins_of(transfers: Iterable[LedgerTransfer]) -> dict[uuid.UUID, Origin]:
    """Where transfers come from, by their subject; a few queries for any number of them. What is not found has none."""
    rows = list(transfers)
    subjects = {row.subject_id for row in rows}
    found = {row.subject_id: Origin("import", row.subject_id, "") for row in rows if row.kind in IMPORTS}
    paid = {row.subject_id for row in rows if row.kind in PAID}
    if paid:
        payments = SupplierPayment.objects.filter(pk__in=paid)
        for payment_id, supplier_id, reference in payments.values_list("id", "supplier_id", "reference"):
            found[payment_id] = Origin("supplier", supplier_id, reference)
    rest = subjects - found.keys()
    of_subject = _orders_of(rest)
    orders = Order.objects.filter(Q(pk__in=set(of_subject.values())) | Q(issuance_id__in=rest - of_subject.keys()))
    numbers: dict[uuid.UUID, str] = {}
    for order_id, number, issuance_id in orders.values_list("id", "number", "issuance_id"):
        numbers[order_id] = number
        if issuance_id is not None:
            found[issuance_id] = Origin("order", order_id, number)
    for subject, order_id in of_subject.items():
        if order_id in numbers:
            found[subject] = Origin("order", order_id, numbers[order_id])
    return found


def _orders_of(subjects: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Orders of payments, refunds and shares."""
    wanted = list(subjects)
    pairs = [
        *Payment.objects.filter(pk__in=wanted).values_list("id", "order_id"),
        *GatewayRefund.objects.filter(pk__in=wanted).values_list("id", "payment__order_id"),
        *PaymentSplit.objects.filter(pk__in=wanted).values_list("id", "payment__order_id"),
    ]
    return {subject: order_id for subject, order_id in pairs if order_id is not None}
