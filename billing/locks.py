from __future__ import annotations

import uuid

from billing.models import BillingAccount, GrantedPlan, Invoice, Subscription


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
