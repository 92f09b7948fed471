from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import F

from billing.locks import lock_merchant
from billing.models import Invoice


def draw_invoice_tickets(*, provider: str, remote_id: str = "", tenant_id: uuid.UUID | None = None) -> dict[str, int]:
    """Draw a number for a bill that will be read at the provider, or for all of a merchant; see ``draw_ticket``.

    Returns:
        By the provider's id. A bill that is not there has no row yet.
    """
    rows = Invoice.objects.filter(provider=provider)
    rows = rows.filter(remote_id=remote_id) if tenant_id is None else rows.filter(tenant_id=tenant_id)
    with transaction.atomic():
        if tenant_id is not None:
            lock_merchant(tenant_id)  # two that draw for the same bills would wait for each other
        rows.update(ticket=F("ticket") + 1)
        return dict(rows.values_list("remote_id", "ticket"))
