"""What the demo shops subscribe to: through the services that merchants' own steps go through, months back by the sandbox's clock."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.conf import settings

from billing.enums import Interval, Provider, SandboxCard
from billing.providers.sandbox_sessions import find_session
from billing.selectors import find_subscription
from billing.services.advance_sandbox_time import advance_sandbox_time
from billing.services.change_subscription import change_subscription
from billing.services.finish_sandbox_checkout import finish_sandbox_checkout
from billing.services.open_checkout import open_checkout
from billing.services.preview_change import preview_change
from billing.services.start_trial import start_trial
from billing.services.sync_customer import sync_customer
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.reference import TenantRef

BY: Final = "demo"
FIRST_PLAN, PLAN = "starter", "professional"


def try_plan(*, tenant: TenantRef, now: dt.datetime) -> None:
    """Let a demo shop be in its trial; one that has been anything before stays what it is."""
    if settings.KAQUAN_BILLING == Provider.SANDBOX:
        start_trial(tenant=tenant, by=BY, now=now)


def subscribe(*, tenant: TenantRef, now: dt.datetime) -> None:
    """Let a demo shop have a past: a trial, two months of the small plan, then a year of the professional one.

    What was broken off is taken up again by the next start; a shop that subscribes stays as it is.
    """
    if settings.KAQUAN_BILLING != Provider.SANDBOX:
        return
    start_trial(tenant=tenant, by=BY, now=now)
    with platform_context():
        held = find_subscription(tenant.id)
    if held is None or not held.is_trial:
        return
    back = shop_url(tenant.host, "/console/settings/billing")
    page = open_checkout(
        tenant=tenant, plan=FIRST_PLAN, interval=Interval.MONTH, by=BY, done_url=back, back_url=back, now=now
    )
    with platform_context():
        session = find_session("checkout", page.rpartition("/")[2], now)
    assert session is not None
    finish_sandbox_checkout(session_id=session.id, method=SandboxCard.GOOD, coupon="", now=now)
    sync_customer(tenant_id=tenant.id, now=now, by=BY)
    for days in (14, 31, 20):
        advance_sandbox_time(tenant=tenant, days=days, by=BY, now=now)
    seen = preview_change(tenant=tenant, plan=PLAN, interval=Interval.YEAR, now=now)
    change_subscription(tenant=tenant, plan=PLAN, interval=Interval.YEAR, at=seen.at, by=BY, now=now)
    advance_sandbox_time(tenant=tenant, days=40, by=BY, now=now)
