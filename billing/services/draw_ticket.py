from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from billing.models import Subscription


def draw_ticket(*, tenant_id: uuid.UUID) -> int | None:
    """Draw the next number of whoever reads a merchant's subscription at the provider. Before reading, and committed at once.

    What a reader saw is written only if nobody drew after it: whoever reads last has seen everything that the others saw.

    Returns:
        None: the merchant has no row yet.
    """
    with transaction.atomic():
        row = Subscription.objects.filter(tenant_id=tenant_id)
        if not row.update(ticket=F("ticket") + 1):
            return None
        return row.values_list("ticket", flat=True).get()
