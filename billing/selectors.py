from __future__ import annotations

import uuid

from django.db.models import QuerySet

from billing.models import BillingAccount, GrantedPlan, Invoice, Price, Subscription, SubscriptionStep


def find_subscription(tenant_id: uuid.UUID) -> Subscription | None:
    """What a merchant subscribes to or tries; None: the operator made it without. In its own context or the platform's."""
    return Subscription.objects.filter(tenant_id=tenant_id).first()


def find_account(tenant_id: uuid.UUID) -> BillingAccount | None:
    """A merchant as a customer; None: it never was one. In its own context or the platform's."""
    return BillingAccount.objects.filter(tenant_id=tenant_id).first()


def find_granted_plan(tenant_id: uuid.UUID) -> GrantedPlan | None:
    """What the platform lets a merchant use for nothing, or did last; None: nothing ever. In the platform's context."""
    return GrantedPlan.objects.filter(tenant_id=tenant_id).first()


def list_invoices(tenant_id: uuid.UUID) -> QuerySet[Invoice]:
    """Bills of a merchant that were issued, the newest first. In its own context or the platform's."""
    return Invoice.objects.filter(tenant_id=tenant_id).exclude(status="draft").order_by("-created_at", "-id")


def find_invoice(tenant_id: uuid.UUID, invoice_id: uuid.UUID) -> Invoice | None:
    """A bill of a merchant that was issued; None: it has none of this id. In its own context or the platform's."""
    return list_invoices(tenant_id).filter(pk=invoice_id).first()


def list_open_invoices(tenant_id: uuid.UUID) -> QuerySet[Invoice]:
    """Bills of a merchant that wait for their money, the oldest first. In its own context or the platform's."""
    return Invoice.objects.filter(tenant_id=tenant_id, status="open").order_by("due_at", "created_at", "id")


def list_steps(tenant_id: uuid.UUID) -> QuerySet[SubscriptionStep]:
    """What changed with a merchant's subscription, the newest first."""
    return SubscriptionStep.objects.filter(tenant_id=tenant_id).order_by("-id")


def find_price(provider: str, plan: str, version: int, interval: str) -> Price | None:
    """What a plan's edition is called at a provider; None: nobody made it there yet."""
    return Price.objects.filter(provider=provider, plan=plan, version=version, interval=interval).first()


def find_price_by_remote(provider: str, remote_id: str) -> Price | None:
    """What a provider's price is of; None: not one of ours."""
    return Price.objects.filter(provider=provider, remote_id=remote_id).first()
