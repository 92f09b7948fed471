from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.engines import get_engine
from billing.locks import find_subscription_locked
from billing.models import Invoice
from billing.monthly import monthly_value
from billing.models import SubscriptionStep
from billing.providers.base import RemoteInvoice, RemoteSubscription
from billing.selectors import find_account, find_subscription
from billing.services.settle_standing import settle_standing
from platform_core.tenancy.context import platform_context

TAKEN = (
    "status", "total", "amount_due", "amount_paid", "amount_remaining", "due_at", "paid_at", "attempts", "hosted_url", "pdf_url",
)  # fmt: skip


def sync_customer(*, tenant_id: uuid.UUID, now: dt.datetime) -> None:
    """Read a merchant's subscription and bills at the provider again, and bring ours up to what they say.

    Raises:
        BillingUnavailable, BillingRefused
    """
    with platform_context():
        subscription, account = find_subscription(tenant_id), find_account(tenant_id)
    if subscription is None or account is None or not account.customer_id:
        return
    engine = get_engine(account.provider)
    remote = engine.find_subscription(subscription.remote_id) if subscription.remote_id else None
    invoices = list(engine.list_invoices(account.customer_id))
    with platform_context(), transaction.atomic():
        for each in invoices:
            _take_invoice(account.provider, each, now)
        _take_subscription(tenant_id, remote, now)


def _take_invoice(provider: str, remote: RemoteInvoice, now: dt.datetime) -> None:
    known = Invoice.objects.filter(provider=provider, remote_id=remote.id)
    known.update(synced_at=now, **{name: getattr(remote, name) for name in TAKEN})


def _take_subscription(tenant_id: uuid.UUID, remote: RemoteSubscription | None, now: dt.datetime) -> None:
    subscription = find_subscription_locked(tenant_id)
    if subscription is None or remote is None:
        return
    worth, status = monthly_value(subscription), subscription.status
    subscription.status, subscription.synced_at = remote.status, now
    owed = Invoice.objects.filter(tenant_id=tenant_id, status="open", due_at__lte=now).order_by("due_at").first()
    subscription.unpaid_since = owed.due_at if owed else None
    more = monthly_value(subscription) - worth
    if more or status != remote.status:
        SubscriptionStep.objects.create(
            tenant_id=tenant_id, tenant_role=subscription.tenant_role, what="status", before=status, after=remote.status,
            amount=more, by="provider", at=now,
        )  # fmt: skip
    settle_standing(subscription=subscription, by="provider", now=now, tell=status != remote.status)
