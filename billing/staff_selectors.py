"""What the platform's staff see of subscriptions, bills and events, over all merchants. In the platform's context."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, Final, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest

from billing.enums import OWED, Collection, FapiaoState, Interval
from billing.models import (
    BillingAccount,
    BillingCheck,
    GrantedPlan,
    Invoice,
    ProviderEvent,
    SentLetter,
    Subscription,
    UsageTotal,
)
from billing.monthly import PAYING
from platform_core.entitlements.enums import Standing

# What a comparison found that no machine mends.
SERIOUS: Final = ("unknown", "twice", "unsettled", "failed")
# What became of an event that nobody need look at.
SETTLED: Final = ("synced", "ignored", "other_platform")
PATIENCE: Final = dt.timedelta(minutes=10)  # an event that is not handled by then is stuck
LATE: Final = dt.timedelta(days=7)  # who owes for longer is looked at by a person


class Health(NamedTuple):
    """What is watched from outside: subscriptions by standing, stuck events, when the last comparison came to its end."""

    standings: dict[str, int]
    stuck: int
    compared_at: dt.datetime | None


class Work(NamedTuple):
    """How much waits in a queue, and since when the first of it does."""

    many: int
    since: dt.datetime | None


def list_subscriptions(now: dt.datetime) -> QuerySet[Subscription]:
    """All, each with ``worth`` (minor units a month), ``owed`` (what is overdue of its bills) and ``grant_ends``."""
    net = Greatest(F("amount") - F("discount"), Value(0), output_field=BigIntegerField())
    worth = Case(
        When(Q(provider=""), then=Value(0)),
        When(~Q(status__in=[str(each) for each in PAYING]), then=Value(0)),
        When(interval=Interval.YEAR, then=net / 12),
        default=net,
        output_field=BigIntegerField(),
    )
    due = list_overdue(now).filter(tenant_id=OuterRef("tenant_id")).order_by().values("tenant_id")
    owed = Coalesce(Subquery(due.annotate(owed=Sum("amount_remaining")).values("owed")), Value(0))
    running = GrantedPlan.objects.filter(tenant_id=OuterRef("tenant_id"), ended_at__isnull=True, until__gt=now)
    return Subscription.objects.annotate(
        worth=worth,
        owed=owed,
        grant_ends=Subquery(running.values("until")),
        granted_plan=Subquery(running.values("plan")),
    )


def list_overdue(now: dt.datetime) -> QuerySet[Invoice]:
    """Bills whose money should be here: fell due, or was tried and refused."""
    return Invoice.objects.filter(Q(due_at__lte=now) | Q(attempts__gt=0), status__in=OWED)


def list_transfers() -> QuerySet[Invoice]:
    """Bills to be paid that somebody pays each time, perhaps by bank transfer; the oldest first."""
    return Invoice.objects.filter(status__in=OWED, collection=Collection.INVOICE).order_by("created_at", "id")


def list_asked_fapiao() -> QuerySet[Invoice]:
    """Paid bills whose Chinese invoice (发票) was asked for and is not made; who waits longest first."""
    return Invoice.objects.filter(fapiao=FapiaoState.ASKED).order_by("fapiao_at", "id")


def list_late(now: dt.datetime) -> QuerySet[Subscription]:
    """Subscriptions that owe for more than a week."""
    return Subscription.objects.filter(unpaid_since__lte=now - LATE)


def list_stuck_events(now: dt.datetime) -> QuerySet[ProviderEvent]:
    """Events that were not handled in ten minutes, or not well: nobody of ours, or an error; the newest first."""
    waiting = Q(handled_at__isnull=True, received_at__lte=now - PATIENCE)
    failed = Q(handled_at__isnull=False) & ~Q(outcome__in=SETTLED)
    return ProviderEvent.objects.filter(waiting | failed).order_by("-received_at")


def list_bad_checks() -> QuerySet[BillingCheck]:
    """The latest comparison with the provider, if it was broken off or found what a person has to look at; else none."""
    comparisons = BillingCheck.objects.filter(kind=BillingCheck.COMPARISON)
    found = Q(*(Q(findings__contains=[{"what": what}]) for what in SERIOUS), _connector=Q.OR)
    latest = comparisons.order_by("-began_at").values("id")[:1]
    return comparisons.filter(~Q(outcome="done") | found, id__in=latest)


def count_work(now: dt.datetime) -> dict[str, Work]:
    """How much waits for the staff, by queue: ``transfers``, ``fapiao``, ``late``, ``events``, ``checks``; one statement."""

    def counted(name: str, rows: QuerySet[Any], moment: str, key: str = "id") -> QuerySet[Any]:
        grouped = rows.order_by().values(queue=Value(name))
        return grouped.values_list("queue", Count(key), Min(moment))

    first, *others = (
        counted("transfers", list_transfers(), "created_at"),
        counted("fapiao", list_asked_fapiao(), "fapiao_at"),
        counted("late", list_late(now), "unpaid_since", "tenant_id"),
        counted("events", list_stuck_events(now), "received_at"),
        counted("checks", list_bad_checks(), "began_at"),
    )
    found = {name: Work(many, since) for name, many, since in first.union(*others, all=True)}
    return {name: found.get(name, Work(0, None)) for name in ("transfers", "fapiao", "late", "events", "checks")}


def find_health(now: dt.datetime) -> Health:
    """What is watched from outside; three reads."""
    counted = dict(Subscription.objects.values_list("standing").annotate(Count("tenant_id")).order_by())
    done = BillingCheck.objects.filter(kind=BillingCheck.COMPARISON, outcome="done").aggregate(at=Max("ended_at"))["at"]
    standings = {each.value: counted.get(each.value, 0) for each in Standing}
    return Health(standings, list_stuck_events(now).order_by().count(), done)


def list_events_of(tenant_id: uuid.UUID) -> QuerySet[ProviderEvent]:
    """What the provider sent about a merchant, the newest first."""
    customer = BillingAccount.objects.filter(tenant_id=tenant_id).exclude(customer_id="").values("customer_id")
    return ProviderEvent.objects.filter(customer_id__in=customer).order_by("-sent_at", "-id")


def list_letters(tenant_id: uuid.UUID) -> QuerySet[SentLetter]:
    """What the merchant's owner was written about it, the newest first."""
    return SentLetter.objects.filter(tenant_id=tenant_id).order_by("-at")


def sum_usage(tenant_role: str, since: dt.datetime) -> dict[str, int]:
    """What a merchant used since a moment, by meter: added up; of storage the greatest figure."""
    rows = UsageTotal.objects.filter(tenant_role=tenant_role, at__gte=since).values_list("meter", "quantity")
    found: dict[str, int] = {}
    for meter, quantity in rows:
        found[meter] = max(found.get(meter, 0), quantity) if meter == "storage" else found.get(meter, 0) + quantity
    return found
