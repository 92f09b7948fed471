from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from billing.enums import InvoiceStatus, SubscriptionStatus
from billing.models import BillingAccount, Invoice, Price, SentLetter, Subscription, SubscriptionStep
from platform_core.entitlements.enums import Standing


def find_subscription(tenant_id: uuid.UUID) -> Subscription | None:
    """What a merchant subscribes to or tries; None: the operator made it without. In its own context or the platform's."""
    return Subscription.objects.filter(tenant_id=tenant_id).first()


def find_account(tenant_id: uuid.UUID) -> BillingAccount | None:
    """A merchant as a customer; None: it never was one. In its own context or the platform's."""
    return BillingAccount.objects.filter(tenant_id=tenant_id).first()


def list_invoices(tenant_id: uuid.UUID) -> QuerySet[Invoice]:
    """Bills of a merchant that were issued, the newest first. In its own context or the platform's."""
    return Invoice.objects.filter(tenant_id=tenant_id).exclude(status="draft").order_by("-created_at", "-id")


def list_steps(tenant_id: uuid.UUID) -> QuerySet[SubscriptionStep]:
    """What changed with a merchant's subscription, the newest first."""
    return SubscriptionStep.objects.filter(tenant_id=tenant_id).order_by("-id")


def find_price(provider: str, plan: str, version: int, interval: str) -> Price | None:
    """What a plan's edition is called at a provider; None: nobody made it there yet."""
    return Price.objects.filter(provider=provider, plan=plan, version=version, interval=interval).first()


def find_price_by_remote(provider: str, remote_id: str) -> Price | None:
    """What a provider's price is of; None: not one of ours."""
    return Price.objects.filter(provider=provider, remote_id=remote_id).first()


def list_subscriptions_to_tend(now: dt.datetime) -> list[Subscription]:
    """Those that time alone may change, or whose owner is to be written to. Who is suspended for long is left alone."""
    soon = now + dt.timedelta(days=3)
    trying = Q(provider="") & Q(trial_ends_at__lte=soon)
    down = Q(unpaid_since__lte=now) | Q(standing=Standing.GRACE) | Q(standing=Standing.READ_ONLY)
    gone = (
        Q(status=SubscriptionStatus.PAST_DUE)
        | Q(status=SubscriptionStatus.UNPAID)
        | Q(status=SubscriptionStatus.PAUSED)
    )
    gone |= Q(status=SubscriptionStatus.CANCELED) | Q(status=SubscriptionStatus.INCOMPLETE_EXPIRED)
    gone |= Q(status=SubscriptionStatus.INCOMPLETE)
    late = ~Q(standing=Standing.SUSPENDED) | Q(standing_since__gt=now - dt.timedelta(days=7))
    ending = Q(cancel_at__gt=now) | Q(held_until__lte=now)
    return list(Subscription.objects.filter((trying | down | gone) & late | ending).order_by("tenant_id"))


def list_subscriptions_of(tenant_ids: Iterable[uuid.UUID]) -> list[Subscription]:
    """Subscriptions of these merchants."""
    return list(Subscription.objects.filter(tenant_id__in=list(tenant_ids)))


def list_open_invoices() -> list[Invoice]:
    """Bills of all merchants that are to be paid, the oldest first."""
    return list(Invoice.objects.filter(status=InvoiceStatus.OPEN).order_by("due_at", "id"))


def list_reinstated(since: dt.datetime) -> dict[uuid.UUID, uuid.UUID]:
    """Merchants that stand well again since then, after they could not put up anything new: with the step that says so."""
    steps = SubscriptionStep.objects.filter(what="standing", after=Standing.ACTIVE, at__gte=since)
    again = steps.filter(Q(before=Standing.READ_ONLY) | Q(before=Standing.SUSPENDED)).order_by("at", "id")
    return dict(again.values_list("tenant_id", "id"))


def list_sent_letters(tenant_ids: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, str, str]]:
    """What was written to these merchants: (tenant, letter, cycle)."""
    return set(SentLetter.objects.filter(tenant_id__in=list(tenant_ids)).values_list("tenant_id", "letter", "cycle"))
