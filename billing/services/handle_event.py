from __future__ import annotations

import datetime as dt
from typing import Final

from billing.engines import get_engine
from billing.errors import BillingUnavailable
from billing.models import BillingAccount, ProviderEvent
from billing.selectors import find_account, find_account_of_customer
from billing.services.end_subscription import end_subscription
from billing.services.sync_customer import sync_customer
from billing.services.sync_invoice import sync_invoice
from billing.services.sync_subscription import sync_subscription
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import platform_context

SYNCED, IGNORED, OTHER = "synced", "ignored", "other_platform"
HEARD: Final = ("customer.subscription.", "invoice.", "checkout.session.completed")
RECENT: Final = dt.timedelta(days=2)


def handle_event(*, event_id: str, now: dt.datetime) -> str:
    """Do what an event asks for: read its object at the provider, and write what that says. Doing it again is harmless.

    Returns:
        What was done: ``synced``, ``ignored`` (nothing of ours hangs on such events), ``other_platform``, or why it could not be done.

    Raises:
        BillingUnavailable: it is to be tried again.
    """
    with platform_context():
        event = ProviderEvent.objects.filter(pk=event_id).first()
        if event is None or event.handled_at is not None:
            return event.outcome if event is not None else ""
        try:
            outcome = _handle(event, now)
        except BillingUnavailable:
            raise
        except (
            DomainError
        ) as error:  # refused, or its shop is gone: trying again would not help, the comparison shows it
            outcome = str(error.data.get("reason") or error.code)[:40]
        ProviderEvent.objects.filter(pk=event_id).update(handled_at=now, outcome=outcome)
        return outcome


def _handle(event: ProviderEvent, now: dt.datetime) -> str:
    if not event.type.startswith(HEARD) or not event.object_id:  # a bill that is only foreseen has no id yet
        return IGNORED
    account = _account_of(event, now)
    if account is None:
        return OTHER
    if event.object_type == "checkout.session":
        sync_customer(tenant_id=account.tenant_id, now=now, since=event.sent_at - RECENT)
    else:
        if event.object_type == "invoice":
            sync_invoice(provider=event.provider, remote_id=event.object_id, now=now)
        # A bill that is paid or not is felt by the subscription, and that one's own event may be late, or lost.
        sync_subscription(tenant_id=account.tenant_id, now=now)
    end_subscription(tenant_id=account.tenant_id, now=now)  # if its shop is closed: nobody shall pay for that
    return SYNCED


def _account_of(event: ProviderEvent, now: dt.datetime) -> BillingAccount | None:
    """Whose event it is. A customer that we do not know may be ours all the same: its subscription says whose it is."""
    known = find_account_of_customer(event.provider, event.customer_id)
    if known is not None or event.object_type != "subscription":
        return known
    remote = get_engine(event.provider).find_subscription(event.object_id)
    if remote is None or remote.tenant_id is None:
        return None
    BillingAccount.objects.filter(tenant_id=remote.tenant_id, customer_id="").update(
        provider=event.provider, customer_id=remote.customer_id, changed_at=now
    )
    account = find_account(remote.tenant_id)
    return account if account is not None and account.customer_id == remote.customer_id else None
