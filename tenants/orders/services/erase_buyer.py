from __future__ import annotations

import datetime as dt

from django.db import transaction

from tenants.customers.errors import ConfirmationWanted
from tenants.customers.models import Device
from tenants.customers.services.erase_account import erase_account
from tenants.orders.enums import CaseStatus, OrderStatus
from tenants.orders.errors import ErasureRefused
from tenants.orders.locks import list_orders_of_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.forget_contacts import forget_contacts
from tenants.payments.selectors import get_balance

UNFINISHED = frozenset({OrderStatus.PENDING_PAYMENT, OrderStatus.PAID, OrderStatus.PROCESSING, OrderStatus.ABNORMAL})


def erase_buyer(*, device: Device, now: dt.datetime) -> None:
    """Forget a person (PIPL 47): account, and of their orders the contact, the answers, what they wrote.

    What was bought, when, for how much, paid and delivered how stays as long as the E-commerce Law asks (31: three years),
    and so do the records of who looked at codes: they belong to nobody any more.

    Raises:
        ConfirmationWanted
        ErasureRefused: orders are on their way, or money is; ``orders`` counts them. Nothing was erased.
    """
    if not device.is_confirmed(now):
        raise ConfirmationWanted
    with transaction.atomic():
        orders = list_orders_of_locked(device.buyer_id)
        ids = [order.id for order in orders]
        cases = AbnormalCase.objects.filter(order_id__in=ids).exclude(status=CaseStatus.CLOSED)
        unfinished = {order.id for order in orders if order.status in UNFINISHED}
        unfinished.update(cases.values_list("order_id", flat=True))
        if unfinished:
            raise ErasureRefused(reason="orders_open", orders=len(unfinished))
        if get_balance(device.buyer_id):
            raise ErasureRefused(reason="balance_left")
        issued = [order.issuance_id for order in orders if order.issuance_id]
        forget_contacts(order_ids=ids, issuance_ids=issued)
        erase_account(buyer_id=device.buyer_id, now=now)
