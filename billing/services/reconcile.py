from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from billing.choosing import choose
from billing.engines import get_engine
from billing.enums import OWED
from billing.errors import BillingRefused, BillingUnavailable
from billing.models import BillingAccount, BillingCheck, Invoice, Subscription, SubscriptionStep
from billing.providers.base import Engine, RemoteSubscription
from billing.selectors import find_account, find_price_by_remote
from billing.services.end_subscription import end_subscription
from billing.services.ensure_prices import ensure_prices
from billing.services.sync_customer import sync_customer
from billing.services.sync_invoice import sync_invoice
from platform_core.kernel.clock import now as moment
from platform_core.kernel.errors import DomainError
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context

logger = logging.getLogger(__name__)
BILLS_LOOKED_AT: Final = dt.timedelta(
    days=40
)  # a month and the time a bill stays open; older open ones are asked for one by one
FIGURES: Final = ("subscriptions", "merchants", "same", "mended", "unknown", "twice", "unsettled", "closed", "failed")


@dataclass
class _Account:
    """What a comparison found so far."""

    figures: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(FIGURES, 0)))
    findings: list[dict[str, Any]] = field(default_factory=list)

    def note(self, what: str, **facts: str) -> None:
        self.figures[what] += 1
        self.findings.append({"what": what, **facts})


def reconcile(*, now: dt.datetime) -> BillingCheck:
    """Compare every subscription and every recent or open bill with the provider's; mend what differs, report what nobody knows.

    Returns:
        What was found, for the staff: ``figures`` and ``findings``.

    Raises:
        BillingOff
    """
    engine, found, outcome = get_engine(), _Account(), "done"
    with platform_context():
        try:
            ensure_prices(now=now)
            for remote in engine.list_all_subscriptions():
                found.figures["subscriptions"] += 1
                _know(engine, remote, found, now)
        except (BillingUnavailable, BillingRefused) as error:
            outcome = str(error.data.get("reason") or error.code)[:40]
        customers = BillingAccount.objects.filter(provider=engine.name).exclude(customer_id="").order_by("tenant_id")
        for account in customers.iterator():
            found.figures["merchants"] += 1
            _compare(engine, account, found, now)
        check = BillingCheck.objects.create(
            id=new_id(), kind=BillingCheck.COMPARISON, provider=engine.name, began_at=now, ended_at=moment(), outcome=outcome,
            figures=dict(found.figures), findings=found.findings[:100],
        )  # fmt: skip
    logger.info("billing compared: %s %s", outcome, check.figures)
    return check


def _know(engine: Engine, remote: RemoteSubscription, found: _Account, now: dt.datetime) -> None:
    """A subscription that bears our name belongs to a merchant that we know as that customer; else a person has to look."""
    account = find_account(remote.tenant_id) if remote.tenant_id is not None else None
    if account is not None and not account.customer_id:
        account.provider, account.customer_id, account.changed_at = engine.name, remote.customer_id, now
        account.save(update_fields=["provider", "customer_id", "changed_at"])
    if account is None or account.customer_id != remote.customer_id:
        found.note("unknown", id=remote.id, customer=remote.customer_id)
    elif find_price_by_remote(engine.name, remote.price_id) is None:
        found.note("unknown", id=remote.id, price=remote.price_id)


def _compare(engine: Engine, account: BillingAccount, found: _Account, now: dt.datetime) -> None:
    shop = str(account.tenant_id)
    try:
        before = _told(account.tenant_id)
        choice = choose(engine.list_subscriptions(account.customer_id))
        for each in choice.twice:
            found.note("twice", id=each.id, shop=shop)
        for each in choice.unsettled:
            found.note("unsettled", id=each.id, shop=shop)
        sync_customer(tenant_id=account.tenant_id, now=now, since=now - BILLS_LOOKED_AT)
        if end_subscription(tenant_id=account.tenant_id, now=now):
            found.note("closed", shop=shop)
        older = Invoice.objects.filter(
            tenant_id=account.tenant_id, provider=account.provider, status__in=OWED,
            created_at__lt=now - BILLS_LOOKED_AT,
        )  # fmt: skip
        for remote_id in older.values_list("remote_id", flat=True):
            sync_invoice(provider=account.provider, remote_id=remote_id, now=now)
    except DomainError as error:
        found.note("failed", shop=shop, reason=str(error.data.get("reason") or error.code))
        return
    if _told(account.tenant_id) == before:
        found.figures["same"] += 1
    else:
        found.note("mended", shop=shop)


def _told(tenant_id: uuid.UUID) -> object:
    """What can differ of a merchant, to be compared with itself afterwards."""
    bills = Invoice.objects.filter(tenant_id=tenant_id).order_by("remote_id")
    rows = Subscription.objects.filter(tenant_id=tenant_id)
    return (
        list(rows.values_list("remote_id", "status", "plan", "amount", "period_end", "cancel_at", "unpaid_since")),
        list(bills.values_list("remote_id", "status", "total", "amount_paid", "due_at")),
        SubscriptionStep.objects.filter(tenant_id=tenant_id).count(),
    )
