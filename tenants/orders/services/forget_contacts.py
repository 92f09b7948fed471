from __future__ import annotations

import uuid
from collections.abc import Collection

from platform_core.kernel.contacts import NOBODY
from tenants.issuance.services.erase_answers import erase_answers
from tenants.marketing.services.forget_uses import forget_uses
from tenants.notifications.services.erase_recipients import erase_recipients
from tenants.orders.models import CaseNote, Order, OrderLine


def forget_contacts(*, order_ids: Collection[uuid.UUID], issuance_ids: Collection[uuid.UUID]) -> None:
    """Erase from orders who bought, what they answered and wrote, who was told, in the caller's transaction; what was bought stays.

    Args:
        issuance_ids: of these very orders.
    """
    Order.objects.filter(pk__in=order_ids).update(
        contact_sealed=b"", contact_hash=NOBODY, contact_masked="", query_password="", address_hash=None
    )
    OrderLine.objects.filter(order_id__in=order_ids).update(inputs=None)
    CaseNote.objects.filter(case__order_id__in=order_ids, author="buyer").update(text="")
    erase_answers(issuance_ids=list(issuance_ids))
    forget_uses(order_ids=order_ids)
    erase_recipients(order_ids=order_ids)
