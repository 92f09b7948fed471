from __future__ import annotations

import uuid

from billing.models import BillingAccount, GrantedPlan, Invoice, SandboxCustomer, Subscription


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
