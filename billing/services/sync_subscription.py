from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from django.db import transaction

from billing.choosing import Choice, choose
from billing.engines import get_engine
from billing.enums import SubscriptionStatus
from billing.locks import lock_merchant
from billing.models import BillingAccount, Subscription
from billing.providers.base import Engine
from billing.selectors import find_account, find_subscription
from billing.services.apply_remote import apply_remote
from billing.services.draw_ticket import draw_ticket
from billing.services.end_twice import end_twice
from billing.services.sync_open_invoices import sync_open_invoices
from billing.standing import OWING
from platform_core.tenancy.context import platform_context

TRIES: Final = 5


def sync_subscription(
    *, tenant_id: uuid.UUID, now: dt.datetime, by: str = "provider", because: str = ""
) -> Subscription | None:
    """Read a merchant's subscription at the provider and write what is different, unless somebody reads it later than we did.

    One that was subscribed a second time, beside a running one, is ended there and its money goes back.

    Args:
        by: who made it change, for its history.

    Returns:
        The row; None: it has none. A merchant that never was a customer, or whose trial is ours alone, stays as it is.

    Raises:
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        account = find_account(tenant_id)
        if account is None or not account.customer_id:
            return find_subscription(tenant_id)
        engine = get_engine(account.provider)
        for _ in range(TRIES):
            ticket = draw_ticket(tenant_id=tenant_id)
            choice = choose(engine.list_subscriptions(account.customer_id))
            if choice.chosen is not None and choice.chosen.status in OWING:
                sync_open_invoices(account=account, engine=engine, subscription_id=choice.chosen.id, now=now)
            written, row = _write(account, choice, ticket, by, now, because)
            if written:
                _end_those_beside(account, engine, choice, now)
                return row
        return find_subscription(tenant_id)


def _write(
    account: BillingAccount, choice: Choice, ticket: int | None, by: str, now: dt.datetime, because: str
) -> tuple[bool, Subscription | None]:
    """Returns whether that is settled: it is not where a row came into being since we asked for a number."""
    with transaction.atomic():
        row = lock_merchant(account.tenant_id)
        if row is not None and ticket is None:
            return False, row
        if choice.chosen is None or (row is not None and row.ticket != ticket):
            return True, row
        row = row or Subscription(
            tenant_id=account.tenant_id, tenant_role=account.tenant_role, status=SubscriptionStatus.INCOMPLETE,
            version=1, currency=choice.chosen.currency, standing_since=now, created_at=now,
        )  # fmt: skip
        apply_remote(subscription=row, provider=account.provider, remote=choice.chosen, by=by, now=now, because=because)
        return True, row


def _end_those_beside(account: BillingAccount, engine: Engine, choice: Choice, now: dt.datetime) -> None:
    for each in choice.twice:
        end_twice(account=account, engine=engine, remote_id=each.id, now=now)
