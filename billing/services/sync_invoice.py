from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from billing.engines import get_engine
from billing.enums import InvoiceStatus
from billing.locks import find_remote_invoice_locked, lock_merchant
from billing.models import Invoice
from billing.selectors import find_account_of_customer, find_invoice
from billing.services.draw_invoice_tickets import draw_invoice_tickets
from billing.services.write_invoice import write_invoice
from platform_core.tenancy.context import platform_context

TRIES: Final = 5


def sync_invoice(*, provider: str, remote_id: str, now: dt.datetime) -> Invoice | None:
    """Read a bill at the provider and write what is different, unless somebody reads it later than we did.

    Returns:
        The row; None: it is not a bill of one of our merchants.

    Raises:
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        engine = get_engine(provider)
        for _ in range(TRIES):
            ticket = draw_invoice_tickets(provider=provider, remote_id=remote_id).get(remote_id)
            remote = engine.find_invoice(remote_id)
            if remote is None:
                return _forget_draft(provider, remote_id, ticket)
            account = find_account_of_customer(provider, remote.customer_id)
            if account is None:
                return None
            row, _changed = write_invoice(account=account, remote=remote, ticket=ticket, now=now)
            if row is not None:
                return row
        return find_invoice(provider, remote_id)


def _forget_draft(provider: str, remote_id: str, ticket: int | None) -> Invoice | None:
    """A draft may be deleted at the provider; nobody was ever shown it."""
    known = find_invoice(provider, remote_id)
    if known is None:
        return None
    with transaction.atomic():
        lock_merchant(known.tenant_id)
        row = find_remote_invoice_locked(provider, remote_id)
        if row is not None and row.ticket == ticket and row.status == InvoiceStatus.DRAFT:
            row.status = InvoiceStatus.VOID
            row.save(update_fields=["status"])
        return row
