from __future__ import annotations

import datetime as dt

from django.db import transaction

from billing.locks import find_remote_invoice_locked, lock_merchant
from billing.models import BillingAccount, Invoice, Subscription
from billing.providers.base import RemoteInvoice
from billing.selectors import find_unpaid_since
from billing.services.note_invoice import note_invoice
from billing.services.settle_standing import settle_standing
from billing.standing import OWING


def write_invoice(
    *, account: BillingAccount, remote: RemoteInvoice, ticket: int | None, now: dt.datetime
) -> tuple[Invoice | None, bool]:
    """Write what was read of a bill unless somebody reads it later, and settle what it means for the merchant's standing.

    Args:
        ticket: what the reader drew; None: there was no row.

    Returns:
        The row; None: it came into being since the reader asked for a number, who then reads again. And whether it changed.
    """
    with transaction.atomic():
        subscription = lock_merchant(account.tenant_id)
        row = find_remote_invoice_locked(account.provider, remote.id)
        if row is not None and ticket is None:
            return None, False
        if row is not None and row.ticket != ticket:
            return row, False
        row, changed = note_invoice(
            row=row, tenant_id=account.tenant_id, tenant_role=account.tenant_role, provider=account.provider,
            remote=remote, now=now,
        )  # fmt: skip
        if subscription is not None and subscription.remote_id == remote.subscription_id != "":
            _settle_debt(subscription, now)
        return row, changed


def _settle_debt(subscription: Subscription, now: dt.datetime) -> None:
    since = find_unpaid_since(subscription.tenant_id, subscription.remote_id, now)
    if since is None and subscription.status in OWING:
        return  # the subscription itself is about to be read
    if since != subscription.unpaid_since:
        subscription.unpaid_since = since
        settle_standing(subscription=subscription, by="provider", now=now)
