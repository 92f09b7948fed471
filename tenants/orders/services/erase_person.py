from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from tenants.customers.services.erase_account import erase_account
from tenants.orders.enums import CaseStatus
from tenants.orders.errors import ErasureRefused
from tenants.orders.locks import UNFINISHED, list_orders_of_locked
from tenants.orders.models import AbnormalCase
from tenants.orders.services.forget_contacts import forget_contacts
from tenants.payments.selectors import get_balance


def erase_person(*, buyer_id: uuid.UUID | None, contact_hashes: Collection[bytes], now: dt.datetime) -> int:
    """Forget a person (PIPL 47): account, and of their orders the contact, the answers, what they wrote, who was told.

    What was bought, when, for how much, paid and delivered how stays as long as the E-commerce Law asks (31: three years),
    and so do the records of who looked at codes: they belong to nobody any more.

    Args:
        buyer_id: of the account; None: a guest.
        contact_hashes: of orders without an account that are theirs too.

    Returns:
        How many orders it was.

    Raises:
        ErasureRefused: orders are on their way, or money is; ``orders`` counts them. Nothing was erased.
    """
    with transaction.atomic():
        orders = list_orders_of_locked(buyer_id, contact_hashes)
        ids = [order.id for order in orders]
        cases = AbnormalCase.objects.filter(order_id__in=ids).exclude(status=CaseStatus.CLOSED)
        unfinished = {order.id for order in orders if order.status in UNFINISHED}
        unfinished.update(cases.values_list("order_id", flat=True))
        if unfinished:
            raise ErasureRefused(reason="orders_open", orders=len(unfinished))
        if buyer_id is not None and get_balance(buyer_id):
            raise ErasureRefused(reason="balance_left")
        issued = [order.issuance_id for order in orders if order.issuance_id]
        forget_contacts(order_ids=ids, issuance_ids=issued)
        if buyer_id is not None:
            erase_account(buyer_id=buyer_id, now=now)
    return len(ids)
