"""What the demo shops subscribe to: by the services that merchants' own steps go through, each done when it would have been."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from billing.enums import Interval, Provider, SandboxCard
from billing.providers.sandbox_sessions import find_session
from billing.selectors import find_account, find_subscription
from billing.services.advance_sandbox import advance_sandbox
from billing.services.change_subscription import change_subscription
from billing.services.choose_sandbox_card import choose_sandbox_card
from billing.services.finish_sandbox_checkout import finish_sandbox_checkout
from billing.services.gather_usage import gather_usage
from billing.services.measure_storage import measure_storage
from billing.services.open_checkout import open_checkout
from billing.services.preview_change import preview_change
from billing.services.start_trial import start_trial
from billing.services.sync_customer import sync_customer
from platform_core.kernel.clock import back_in, now
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

FIRST_PLAN, PLAN = "starter", "professional"
DAY, MOMENT = dt.timedelta(days=1), dt.timedelta(minutes=1)


def try_plan(*, tenant: TenantRef, by: str, opened: dt.datetime) -> bool:
    """Let a demo shop be in its trial; one that has been anything before stays what it is.

    Returns:
        Whether it tries now and nothing else; ``False`` too where the sandbox does not collect the money.
    """
    if settings.KAQUAN_BILLING != Provider.SANDBOX:
        return False
    with back_in(opened):
        start_trial(tenant=tenant, by=by, now=now())
    with platform_context():
        held = find_subscription(tenant.id)
    return held is not None and held.is_trial


def grow(*, tenant: TenantRef, by: str, opened: dt.datetime, until: dt.datetime) -> None:
    """A trial, the small plan for two months, then the professional one; all of it paid.

    What was broken off is taken up again by the next start; a shop that subscribes stays as it is.
    """
    if not try_plan(tenant=tenant, by=by, opened=opened):
        return
    _subscribe(tenant, by, opened + 10 * DAY)
    _go_on(tenant, opened + 65 * DAY)
    with back_in(opened + 65 * DAY):
        seen = preview_change(tenant=tenant, plan=PLAN, interval=Interval.MONTH, now=now())
        change_subscription(tenant=tenant, plan=PLAN, interval=Interval.MONTH, at=seen.at, by=by, now=now())
    _go_on(tenant, until)


def fall_behind(*, tenant: TenantRef, by: str, opened: dt.datetime, until: dt.datetime) -> None:
    """A trial, a month that was paid, and one whose bill the card refuses; taken up again as ``grow`` is."""
    if not try_plan(tenant=tenant, by=by, opened=opened):
        return
    _subscribe(tenant, by, opened + 10 * DAY)
    _go_on(tenant, opened + 20 * DAY)
    with back_in(opened + 20 * DAY):
        with platform_context():
            account = find_account(tenant.id)
        assert account is not None
        choose_sandbox_card(customer_id=account.customer_id, card=SandboxCard.LATER, now=now())
    _go_on(tenant, until)


def count_usage(*, now: dt.datetime) -> None:
    """Count what was sold and what is stored, so that the first page that is opened shows it."""
    measure_storage(now=now)
    gather_usage(now=now)


def _subscribe(tenant: TenantRef, by: str, moment: dt.datetime) -> None:
    back = shop_url(tenant.host, "/console/settings/billing")
    with back_in(moment):
        page = open_checkout(
            tenant=tenant, plan=FIRST_PLAN, interval=Interval.MONTH, by=by, done_url=back, back_url=back, now=now()
        )
        with platform_context():
            session = find_session("checkout", page.rpartition("/")[2], now())
        assert session is not None
        finish_sandbox_checkout(session_id=session.id, method=SandboxCard.GOOD, coupon="", now=now())
        sync_customer(tenant_id=tenant.id, now=now(), by=by)


def _go_on(tenant: TenantRef, until: dt.datetime) -> None:
    """Let the time go by: each period when it begins, and of what is owed each day."""
    while (moment := _next(tenant)) is not None and moment <= until:
        with back_in(moment):
            advance_sandbox(now=now())
            sync_customer(tenant_id=tenant.id, now=now())


def _next(tenant: TenantRef) -> dt.datetime | None:
    with platform_context():
        held = find_subscription(tenant.id)
    if held is None or held.period_end is None or held.synced_at is None:
        return None
    due = held.period_end + MOMENT
    return min(due, held.synced_at + DAY) if held.unpaid_since is not None else due
