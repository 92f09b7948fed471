from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db import connection
from django.db.models import F, QuerySet

from billing.models import BillingAccount, GrantedPlan, Invoice, SandboxCustomer, Subscription, UsageTotal

# One look into an index for each shop; a subquery that ends at the first row cannot be planned as a join with all events.
NEWS = """
SELECT c.tenant_role, c.position, coalesce(c.event_id, '00000000-0000-0000-0000-000000000000')
FROM public.billing_usagecursor c
WHERE (
    SELECT true FROM public.events_event e
    WHERE e.tenant_role COLLATE "C" = c.tenant_role
      AND (e.position, e.id) > (c.position, coalesce(c.event_id, '00000000-0000-0000-0000-000000000000'))
      AND e.position < (SELECT public.event_horizon())
    ORDER BY e.position, e.id LIMIT 1
)
ORDER BY c.tenant_role LIMIT %s FOR UPDATE OF c SKIP LOCKED
"""


class Cursor(NamedTuple):
    """Up to which event the usage of a shop is counted."""

    tenant_role: str
    position: int
    event_id: uuid.UUID


def find_subscription_locked(tenant_id: uuid.UUID) -> Subscription | None:
    """The subscription of a merchant, locked; None: it has none. Locked before its account and its bills."""
    return Subscription.objects.select_for_update().filter(tenant_id=tenant_id).first()


def find_granted_plan_locked(tenant_id: uuid.UUID) -> GrantedPlan | None:
    """What the platform lets a merchant use for nothing, locked after its subscription; None: nothing ever."""
    return GrantedPlan.objects.select_for_update().filter(tenant_id=tenant_id).first()


def find_account_locked(tenant_id: uuid.UUID) -> BillingAccount | None:
    """The account of a merchant, locked; None: it has none."""
    return BillingAccount.objects.select_for_update().filter(tenant_id=tenant_id).first()


def get_invoice_locked(invoice_id: uuid.UUID) -> Invoice:
    """A bill, locked.

    Raises:
        Invoice.DoesNotExist
    """
    return Invoice.objects.select_for_update().get(pk=invoice_id)


def find_sandbox_customer_locked(customer_id: str) -> SandboxCustomer | None:
    """A customer of the sandbox, locked; None: there is none. Locked before anything else of it in the sandbox."""
    return SandboxCustomer.objects.select_for_update().filter(pk=customer_id).first()


def find_sandbox_customer_idle(customer_id: str) -> SandboxCustomer | None:
    """A customer of the sandbox, locked; None: there is none, or somebody else is at it."""
    return SandboxCustomer.objects.select_for_update(skip_locked=True).filter(pk=customer_id).first()


def find_remote_invoice_locked(provider: str, remote_id: str) -> Invoice | None:
    """A bill by the provider's name, locked; None: nobody told us of it yet. After the merchant's subscription."""
    return Invoice.objects.select_for_update().filter(provider=provider, remote_id=remote_id).first()


def lock_merchant(tenant_id: uuid.UUID) -> Subscription | None:
    """The subscription of a merchant, locked. Where there is none yet its account is, so that two do not make it at once."""
    if (found := find_subscription_locked(tenant_id)) is not None:
        return found
    find_account_locked(tenant_id)
    return find_subscription_locked(tenant_id)


def lock_cursors_with_news(most: int) -> list[Cursor]:
    """Cursors of shops that have events behind them, locked; those that somebody else counts just now are left to them."""
    with connection.cursor() as cursor:
        cursor.execute(NEWS, [most])
        return [Cursor(*row) for row in cursor.fetchall()]


def lock_unreported(*, roles: list[str], since: dt.datetime) -> QuerySet[UsageTotal]:
    """Usage of shops that the provider does not know yet, the oldest first, locked; what somebody else tells is left to them."""
    rows = UsageTotal.objects.select_for_update(skip_locked=True).filter(
        tenant_role__in=roles, quantity__gt=F("reported"), at__gte=since
    )
    return rows.order_by("at", "tenant_role", "meter")
