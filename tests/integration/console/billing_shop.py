"""A shop as a customer of the platform: in its trial, subscribed at the Stripe of the tests, with bills."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from billing.models import Invoice, Subscription
from billing.services.start_trial import start_trial
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.models import Entitlement
from platform_core.tenancy.context import platform_context
from tests.world import now

DAY = dt.timedelta(days=1)
HOME = "/console/settings/billing"
# A company's number whose check character is right, and one of a person's typing errors.
GOOD_NUMBER, BAD_NUMBER = "91330106MA2CCP5W2J", "91330106MA2CCP5W2K"


def words_of(answer: Any) -> str:
    """What a page says, without its marks and spaces."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", answer.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", text)


def row_of(tenant: Any) -> Subscription:
    """Its subscription as it is kept."""
    with platform_context():
        return Subscription.objects.get(tenant_id=tenant.id)


def try_it(tenant: Any, **changes: Any) -> Subscription:
    """It begins its trial; then the row is as it is told."""
    start_trial(tenant=tenant, by="owner@alpha.example", now=now())
    return put(tenant, **changes)


def put(tenant: Any, **changes: Any) -> Subscription:
    """The row as it is told, whatever came before; the entitlement follows its standing."""
    with platform_context():
        if changes:
            Subscription.objects.filter(tenant_id=tenant.id).update(**changes)
        if "standing" in changes:
            Entitlement.objects.filter(tenant_id=tenant.id).update(standing=changes["standing"])
        return Subscription.objects.get(tenant_id=tenant.id)


def paying(tenant: Any, **changes: Any) -> Subscription:
    """It subscribes to the professional plan by the month, in the middle of a period."""
    try_it(tenant)
    usual = {
        "provider": "stripe", "remote_id": "sub_1", "status": "active", "plan": "professional", "interval": "month",
        "amount": 500_000, "period_start": now() - 10 * DAY, "period_end": now() + 20 * DAY,
        "trial_ends_at": now() - 10 * DAY, "standing": Standing.ACTIVE,
    }  # fmt: skip
    return put(tenant, **(usual | changes))


def bill(tenant: Any, **changes: Any) -> Invoice:
    """A bill of the platform to it: of one month, paid by card."""
    with platform_context():
        number = Invoice.objects.count() + 1
    usual = {
        "tenant_id": tenant.id, "tenant_role": tenant.role_name, "provider": "stripe", "remote_id": f"in_{number}",
        "number": f"KQ-{number:04d}", "status": "paid", "collection": "automatic", "currency": "CNY", "total": 500_000,
        "amount_due": 500_000, "amount_paid": 500_000, "amount_remaining": 0, "period_start": now() - 10 * DAY,
        "period_end": now() + 20 * DAY, "paid_at": now(), "paid_by": "card", "created_at": now(), "synced_at": now(),
        "lines": [{"text": "专业版", "amount": 500_000, "quantity": 1, "from": None, "to": None, "proration": False}],
    }  # fmt: skip
    open_one = {
        "amount_paid": 0,
        "amount_remaining": 500_000,
        "paid_at": None,
        "paid_by": "",
        "due_at": now() + 7 * DAY,
    }
    facts = usual | (open_one if changes.get("status") == "open" else {}) | changes
    with platform_context():
        return Invoice.objects.create(**facts)
