from __future__ import annotations

import uuid
from collections.abc import Collection

from tenants.issuance.services.erase_answers import erase_answers
from tenants.notifications.services.erase_recipients import erase_recipients
from tenants.orders.models import CaseNote, Order, OrderLine

NOBODY = bytes(16)  # no contact has this hash


def erase_orders(*, order_ids: Collection[uuid.UUID]) -> None:
    """Forget whose orders were: contact, answers, what the buyer wrote, who was told. In the caller's transaction.

    What was bought, when, for how much, paid and delivered how stays (E-commerce Law 31), and so does who looked at codes.
    """
    orders = Order.objects.filter(pk__in=order_ids)
    issued = list(orders.filter(issuance_id__isnull=False).values_list("issuance_id", flat=True))
    orders.update(contact_sealed=b"", contact_hash=NOBODY, contact_masked="", query_password="", address_hash=None)
    OrderLine.objects.filter(order_id__in=order_ids).update(inputs=None)
    CaseNote.objects.filter(case__order_id__in=order_ids, author="buyer").update(text="")
    erase_answers(issuance_ids=[issuance_id for issuance_id in issued if issuance_id])
    erase_recipients(order_ids=order_ids)
