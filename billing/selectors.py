from __future__ import annotations

import uuid

from django.db.models import QuerySet

from billing.enums import Meter
from billing.models import BillingAccount, Invoice, Price, Subscription, SubscriptionStep, UsageTotal


def find_subscription(tenant_id: uuid.UUID) -> Subscription | None:
    """What a merchant subscribes to or tries; None: the operator made it without. In its own context or the platform's."""
    return Subscription.objects.filter(tenant_id=tenant_id).first()


def find_account(tenant_id: uuid.UUID) -> BillingAccount | None:
    """A merchant as a customer; None: it never was one. In its own context or the platform's."""
    return BillingAccount.objects.filter(tenant_id=tenant_id).first()


def list_invoices(tenant_id: uuid.UUID) -> QuerySet[Invoice]:
    """Bills of a merchant that were issued, the newest first. In its own context or the platform's."""
    return Invoice.objects.filter(tenant_id=tenant_id).exclude(status="draft").order_by("-created_at", "-id")


def find_stored_megabytes(tenant_role: str) -> int:
    """How many megabytes are kept for a merchant, as they were measured last; 0: not yet. In its own context or the platform's."""
    measured = UsageTotal.objects.filter(tenant_role=tenant_role, meter=Meter.STORAGE).order_by("-at")
    return measured.values_list("quantity", flat=True).first() or 0


def list_steps(tenant_id: uuid.UUID) -> QuerySet[SubscriptionStep]:
    """What changed with a merchant's subscription, the newest first."""
    return SubscriptionStep.objects.filter(tenant_id=tenant_id).order_by("-id")


def find_price(provider: str, plan: str, version: int, interval: str) -> Price | None:
    """What a plan's edition is called at a provider; None: nobody made it there yet."""
    return Price.objects.filter(provider=provider, plan=plan, version=version, interval=interval).first()


def find_price_by_remote(provider: str, remote_id: str) -> Price | None:
    """What a provider's price is of; None: not one of ours."""
    return Price.objects.filter(provider=provider, remote_id=remote_id).first()
