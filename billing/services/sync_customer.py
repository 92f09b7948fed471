from __future__ import annotations

import datetime as dt
import uuid

from billing.engines import get_engine
from billing.models import Subscription
from billing.selectors import find_account
from billing.services.draw_invoice_tickets import draw_invoice_tickets
from billing.services.sync_invoice import sync_invoice
from billing.services.sync_subscription import sync_subscription
from billing.services.write_invoice import write_invoice
from platform_core.tenancy.context import platform_context


def sync_customer(
    *, tenant_id: uuid.UUID, now: dt.datetime, by: str = "provider", because: str = "", since: dt.datetime | None = None
) -> Subscription | None:
    """Read all bills of a merchant and its subscription at the provider: who comes back from paying, or asks to look again.

    Args:
        since: bills made earlier are left as they are; None: all.

    Raises:
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        account = find_account(tenant_id)
        if account is not None and account.customer_id:
            engine = get_engine(account.provider)
            tickets = draw_invoice_tickets(provider=account.provider, tenant_id=tenant_id)
            for remote in engine.list_invoices(account.customer_id, since):
                row, changed = write_invoice(account=account, remote=remote, ticket=tickets.get(remote.id), now=now)
                if row is None or (changed and remote.attempts):  # how it was paid, or why not, stands on its payment
                    sync_invoice(provider=account.provider, remote_id=remote.id, now=now)
        return sync_subscription(tenant_id=tenant_id, now=now, by=by, because=because)
