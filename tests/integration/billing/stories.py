"""Short ways to make what a merchant subscribes to: rows as the services write them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from billing.models import BillingAccount, Invoice, Subscription, SubscriptionStep
from platform_core.kernel.ids import new_id
from platform_core.tenancy.reference import TenantRef

CHINA = dt.timezone(dt.timedelta(hours=8))
DAY = dt.timedelta(days=1)


def at(text: str) -> dt.datetime:
    """A moment in China, as ``2020-03-01`` or ``2020-03-01 23:59``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def merchant() -> uuid.UUID:
    """An id of a merchant that nobody else has."""
    return new_id()


def step(tenant_id: uuid.UUID, moment: str | dt.datetime, amount: int, what: str = "plan") -> SubscriptionStep:
    """What came or went with a merchant at a moment."""
    when = at(moment) if isinstance(moment, str) else moment
    return SubscriptionStep.objects.create(
        tenant_id=tenant_id, tenant_role=f"r{tenant_id.hex}", what=what, amount=amount, by="provider", at=when
    )


def subscribe(tenant: TenantRef | uuid.UUID, moment: dt.datetime, **given: Any) -> Subscription:
    """A subscription that is paid for by the month, unless told."""
    tenant_id = tenant if isinstance(tenant, uuid.UUID) else tenant.id
    role = f"r{tenant_id.hex}" if isinstance(tenant, uuid.UUID) else tenant.role_name
    values = {
        "tenant_role": role, "provider": "stripe", "remote_id": f"sub_{tenant_id.hex}", "status": "active", "plan": "starter",
        "version": 1, "interval": "month", "amount": 300_000, "currency": "CNY", "period_start": moment,
        "period_end": moment + 30 * DAY, "standing_since": moment, "created_at": moment, **given,
    }  # fmt: skip
    return Subscription.objects.create(tenant_id=tenant_id, **values)


def bill(tenant: TenantRef, moment: dt.datetime, **given: Any) -> Invoice:
    """An open bill that is paid by somebody, due in a week, unless told."""
    amount = given.pop("amount", 300_000)
    number = new_id().hex
    values = {
        "provider": "stripe", "remote_id": f"in_{number}", "number": f"KQ-{number[-6:]}", "status": "open", "collection": "invoice",
        "reason": "subscription_cycle", "currency": "CNY", "total": amount, "amount_due": amount, "amount_paid": 0,
        "amount_remaining": amount, "issued_at": moment, "due_at": moment + 7 * DAY, "created_at": moment, "synced_at": moment,
        "lines": [{"text": "入门版", "amount": amount, "quantity": 1, "from": None, "to": None, "proration": False}], **given,
    }  # fmt: skip
    return Invoice.objects.create(tenant_id=tenant.id, tenant_role=tenant.role_name, **values)


def account(tenant: TenantRef, moment: dt.datetime, **given: Any) -> BillingAccount:
    """A merchant as a customer of the provider."""
    values = {
        "provider": "stripe", "customer_id": f"cus_{tenant.id.hex}", "title_kind": "company", "title": "上海示例网络有限公司",
        "tax_number": "91310000MA1FL00000", "created_at": moment, "changed_at": moment, **given,
    }  # fmt: skip
    return BillingAccount.objects.create(tenant_id=tenant.id, tenant_role=tenant.role_name, **values)
