from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import Final

from billing.models import BillingAccount
from billing.providers.base import Engine
from billing.services.draw_invoice_tickets import draw_invoice_tickets
from billing.services.write_invoice import write_invoice

NEWEST: Final = 20


def sync_open_invoices(*, account: BillingAccount, engine: Engine, subscription_id: str, now: dt.datetime) -> None:
    """Read the newest bills of a subscription that owes: since when it owes stands on them, and their events may come later.

    Raises:
        BillingUnavailable, BillingRefused
    """
    tickets = draw_invoice_tickets(provider=account.provider, tenant_id=account.tenant_id)
    for remote in islice(engine.list_invoices(account.customer_id), NEWEST):
        if remote.subscription_id == subscription_id:
            write_invoice(account=account, remote=remote, ticket=tickets.get(remote.id), now=now)
