"""Subscriptions as tests of the stairs want them, and the letters that were queued."""

import datetime as dt

from billing.models import BillingAccount, Invoice, SentLetter, Subscription
from billing.services.tend_subscriptions import tend_subscriptions
from platform_core.entitlements.selectors import find_entitlement
from platform_core.entitlements.services.grant_plan import grant_plan
from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import platform_context

NOW = dt.datetime(2026, 6, 15, 4, tzinfo=dt.UTC)  # noon in Shanghai
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def subscribe(tenant, **fields):
    """A row as the provider's word would have it, and the plan that goes with it."""
    given = {
        "provider": "sandbox", "remote_id": "sub_1", "status": "active", "plan": "professional", "version": 1,
        "interval": "month", "amount": 500_000, "currency": "CNY", "standing_since": NOW - 60 * DAY,
        "created_at": NOW - 60 * DAY, **fields,
    }  # fmt: skip
    with platform_context():
        grant_plan(tenant_id=tenant.id, tenant_role=tenant.role_name, plan="professional", now=NOW)
        return Subscription.objects.create(tenant_id=tenant.id, tenant_role=tenant.role_name, **given)


def try_out(tenant, ends):
    """Our own trial."""
    return subscribe(tenant, provider="", remote_id="", status="trialing", interval="", trial_ends_at=ends)


def bill(tenant, **fields):
    """An open bill."""
    given = {
        "provider": "sandbox", "remote_id": "in_1", "number": "KQ-0001", "status": "open", "collection": "automatic",
        "currency": "CNY", "total": 500_000, "amount_due": 500_000, "amount_paid": 0, "amount_remaining": 500_000,
        "created_at": NOW, "synced_at": NOW, "issued_at": NOW, "due_at": NOW, **fields,
    }  # fmt: skip
    with platform_context():
        return Invoice.objects.create(tenant_id=tenant.id, tenant_role=tenant.role_name, **given)


def bills_go_to(tenant, address):
    with platform_context():
        BillingAccount.objects.create(
            tenant_id=tenant.id, tenant_role=tenant.role_name, mail_to=address, created_at=NOW, changed_at=NOW
        )


def letters(tenant):
    """What was written, the oldest first."""
    with platform_context():
        return list(
            SentLetter.objects.filter(tenant_id=tenant.id).order_by("at", "id").values_list("letter", flat=True)
        )


def mails(tenant):
    """The queued mails of subscriptions as they would be sent."""
    with platform_context():
        rows = Mail.objects.filter(tenant_role=tenant.role_name, template="billing/mail/letter").order_by("id")
        return [compose(row) for row in rows]


def standing(tenant):
    """As everybody else sees it."""
    with platform_context():
        held = find_entitlement(tenant.id)
        return held.standing if held else None


def walk(tenant, days, *, since=NOW, each=DAY / 4):
    """Tend as the clock goes; (days since, standing, new letters) whenever something was new."""
    told, seen, moment = [], 0, since + days[0] * DAY
    last = standing(tenant)
    while moment <= since + days[1] * DAY:
        tend_subscriptions(now=moment)
        now_standing, all_letters = standing(tenant), letters(tenant)
        if now_standing != last or len(all_letters) > seen:
            told.append(((moment - since) / DAY, now_standing, sorted(all_letters[seen:])))
        last, seen = now_standing, len(all_letters)
        moment += each
    return told
