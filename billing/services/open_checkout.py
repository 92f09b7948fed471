from __future__ import annotations

import datetime as dt
from typing import Final

from billing.engines import get_engine
from billing.enums import Collection, InvoiceStatus, SubscriptionStatus
from billing.errors import SubscriptionStateInvalid
from billing.models import BillingAccount, Subscription
from billing.numbers import number_of
from billing.providers.base import Order
from billing.selectors import list_invoices
from billing.services.ensure_customer import ensure_customer
from billing.services.get_price import get_price
from billing.services.sync_customer import sync_customer
from billing.services.sync_subscription import sync_subscription
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

DAYS_UNTIL_DUE: Final = 7
# Stripe takes no trial that ends sooner than 48 hours from now: what is left of a shorter one is rounded up, in the merchant's favour.
SHORTEST_TRIAL: Final = dt.timedelta(hours=48)
LIVING: Final = frozenset(SubscriptionStatus) - {
    SubscriptionStatus.CANCELED,
    SubscriptionStatus.INCOMPLETE,
    SubscriptionStatus.INCOMPLETE_EXPIRED,
}


def open_checkout(
    *,
    tenant: TenantRef,
    plan: str,
    interval: str,
    collection: str = Collection.AUTOMATIC,
    coupon: str = "",
    by: str,
    done_url: str,
    back_url: str,
    now: dt.datetime,
) -> str:
    """Where a merchant goes on to subscribe; the same wish leads to the same page. During its trial nothing is paid before that ends.

    With ``collection=invoice`` it is subscribed at once, and the address is that of the bill: it is paid there, by WeChat Pay or by
    bank transfer.

    Args:
        tenant: the live one.
        coupon: what was typed; empty: none.
        by: who subscribes.
        done_url, back_url: where the provider's page leads when it is done, or not.

    Raises:
        PlanNotForSale, CouponInvalid
        SubscriptionStateInvalid: there is a subscription already, or a bill of the one before is not paid (``past_due``).
        BillingUnavailable, BillingRefused, BillingOff
    """
    with platform_context():
        price = get_price(plan=plan, interval=interval, now=now)
        account = ensure_customer(tenant=tenant, now=now)
        engine = get_engine(account.provider)
        held = sync_subscription(tenant_id=tenant.id, now=now)  # it may have subscribed in another tab a moment ago
        if held is not None and held.unpaid_since is not None:
            held = sync_customer(tenant_id=tenant.id, now=now)  # it may have paid a moment ago
        _check_free(held, engine.name)
        trial = _trial(held, now)
        before = held.remote_id if held is not None else ""
        wish = (tenant.id, price.remote_id, collection, trial, coupon, before, done_url, back_url)
        order = Order(
            customer_id=account.customer_id, tenant_id=tenant.id, price_id=price.remote_id, trial_ends_at=trial,
            coupon=coupon.strip(), done_url=done_url, back_url=back_url, number=number_of(*wish),
        )  # fmt: skip
        if collection != Collection.INVOICE:
            return engine.open_checkout(order)
        begun = engine.subscribe_by_invoice(order, DAYS_UNTIL_DUE)
        sync_customer(tenant_id=tenant.id, now=now, by=by)
        return _bill_page(account, begun.id) or done_url


def _check_free(held: Subscription | None, engine: str) -> None:
    """Refuse who subscribes here already, and who left without paying. What another engine had is over: nobody collects it."""
    if held is None or held.provider != engine:
        return
    if held.status in LIVING:
        raise SubscriptionStateInvalid(state=held.status)
    if held.unpaid_since is not None:
        raise SubscriptionStateInvalid(state=SubscriptionStatus.PAST_DUE.value)


def _trial(held: Subscription | None, now: dt.datetime) -> dt.datetime | None:
    """Until when nothing is paid: the end of our own trial, if that still runs."""
    if held is None or not held.is_trial or held.trial_ends_at is None or held.trial_ends_at <= now:
        return None
    least = now + SHORTEST_TRIAL
    if held.trial_ends_at > least + dt.timedelta(hours=1):
        return held.trial_ends_at
    # On the hour, so that whoever asks again a little later asks for the same.
    return least.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=2)


def _bill_page(account: BillingAccount, subscription_id: str) -> str:
    bills = list_invoices(account.tenant_id).filter(subscription_remote_id=subscription_id, status=InvoiceStatus.OPEN)
    return bills.values_list("hosted_url", flat=True).first() or ""
