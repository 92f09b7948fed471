from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q, QuerySet

from billing.enums import OWED, Collection, InvoiceStatus, Meter, SubscriptionStatus
from billing.models import (
    BillingAccount,
    BillingCheck,
    GrantedPlan,
    Invoice,
    Price,
    ProviderEvent,
    SentLetter,
    Subscription,
    SubscriptionStep,
    UsageTotal,
)
from platform_core.entitlements.enums import Standing


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


def find_own_invoice(tenant_id: uuid.UUID, invoice_id: uuid.UUID) -> Invoice | None:
    """A bill of a merchant that was issued; None: it has none of this id. In its own context or the platform's."""
    return list_invoices(tenant_id).filter(pk=invoice_id).first()


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


def list_prices(provider: str, plan: str, interval: str) -> QuerySet[Price]:
    """What a plan's editions are called at a provider, the newest first."""
    return Price.objects.filter(provider=provider, plan=plan, interval=interval).order_by("-version")


def find_price_by_remote(provider: str, remote_id: str) -> Price | None:
    """What a provider's price is of; None: not one of ours."""
    return Price.objects.filter(provider=provider, remote_id=remote_id).first()


def find_account_of_customer(provider: str, customer_id: str) -> BillingAccount | None:
    """Which merchant a provider's customer is; None: none of ours."""
    if not customer_id:
        return None
    return BillingAccount.objects.filter(provider=provider, customer_id=customer_id).first()


def find_invoice(provider: str, remote_id: str) -> Invoice | None:
    """A bill by the provider's name; None: nobody told us of it yet."""
    return Invoice.objects.filter(provider=provider, remote_id=remote_id).first()


def find_unpaid_since(tenant_id: uuid.UUID, subscription_remote_id: str, now: dt.datetime) -> dt.datetime | None:
    """When the oldest bill of a subscription that is still to be paid fell due; None: none did.

    One that is collected by itself falls due when it is issued, as soon as collecting it failed once, or was given up.
    """
    owed = Invoice.objects.filter(tenant_id=tenant_id, subscription_remote_id=subscription_remote_id, status__in=OWED)
    fallen = []
    for each in owed.only("due_at", "issued_at", "created_at", "collection", "attempts", "status"):
        tried = each.attempts or each.status == InvoiceStatus.UNCOLLECTIBLE
        if each.due_at is not None and each.due_at <= now:
            fallen.append(each.due_at)
        elif each.due_at is None and each.collection == Collection.AUTOMATIC and tried:
            fallen.append(each.issued_at or each.created_at)
    return min(fallen, default=None)


def list_waiting_events(before: dt.datetime) -> QuerySet[ProviderEvent]:
    """Events that came before a moment and were not dealt with, the oldest first."""
    return ProviderEvent.objects.filter(handled_at__isnull=True, received_at__lt=before).order_by("received_at")


def find_newest_event(provider: str) -> ProviderEvent | None:
    """The event that was made last of those we know; None: we know none."""
    return ProviderEvent.objects.filter(provider=provider).order_by("-sent_at").first()


def list_checks() -> QuerySet[BillingCheck]:
    """Comparisons with the provider, the newest first."""
    return BillingCheck.objects.order_by("-began_at")


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
    # What another engine collected is over with its period.
    gone |= Q(period_end__lte=now) & ~Q(provider="") & ~Q(provider=settings.KAQUAN_BILLING)
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


def find_cure(step_id: uuid.UUID) -> str:
    """What brought a merchant back: ``granted``, ``trial_extended``, ``subscribed``, ``paid``; empty: none of these is on record.

    Whatever was done stands in history at the same moment as the standing; a payment is a bill that was paid since it went down.

    Args:
        step_id: of the step that says that it stands well again.
    """
    step = SubscriptionStep.objects.get(id=step_id)
    history = SubscriptionStep.objects.filter(tenant_id=step.tenant_id)
    with_it = set(history.filter(at=step.at).values_list("what", flat=True))
    found = next((what for what in ("granted", "trial_extended", "subscribed") if what in with_it), "")
    if found:
        return found
    down = history.filter(what="standing", before=Standing.ACTIVE, at__lt=step.at).order_by("at").last()
    paid = Invoice.objects.filter(tenant_id=step.tenant_id, status=InvoiceStatus.PAID, amount_paid__gt=0)
    return "paid" if down is not None and paid.filter(paid_at__gte=down.at).exists() else ""


def list_sent_letters(tenant_ids: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, str, str]]:
    """What was written to these merchants: (tenant, letter, cycle)."""
    return set(SentLetter.objects.filter(tenant_id__in=list(tenant_ids)).values_list("tenant_id", "letter", "cycle"))
