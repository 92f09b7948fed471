"""Subscriptions as the platform's staff look through them: filters, order, and rows with the shops' names."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from billing.enums import SubscriptionStatus
from billing.models import Invoice, Subscription
from billing.staff_selectors import list_subscriptions
from platform_core.entitlements.enums import Standing
from platform_core.entitlements.plans import OFFER
from platform_core.kernel.money import to_major
from platform_core.kernel.spreadsheets import safe_cell
from platform_core.site.billing_words import TONES, money, plan_name
from platform_core.tenancy.models import Tenant

WEEK: Final = dt.timedelta(days=7)
ONLY: Final[dict[str, Promise]] = {
    "paying": gettext_lazy("付费的"), "trial": gettext_lazy("试用中"), "trial_ending": gettext_lazy("试用 7 天内到期"),
    "late": gettext_lazy("有欠款的"), "ending": gettext_lazy("到期不续的"), "granted": gettext_lazy("有赠送套餐的"),
}  # fmt: skip
SORTS: Final[dict[str, Promise]] = {
    "amount": gettext_lazy("每月金额"), "owed": gettext_lazy("欠款"), "newest": gettext_lazy("最新"), "ends": gettext_lazy("最先到期"),
}  # fmt: skip
ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "amount": ("-worth", "tenant_id"), "owed": ("-owed", "tenant_id"), "newest": ("-created_at", "tenant_id"),
    "ends": (F("period_end").asc(nulls_last=True), "tenant_id"),
}  # fmt: skip


class Wanted(NamedTuple):
    """What is looked for; what is empty does not matter."""

    q: str
    plan: str
    status: str
    standing: str
    only: str
    sort: str


class SubscriptionRow(NamedTuple):
    """A line of the list. ``tenant``: None where the shop is gone."""

    subscription: Any  # with what list_subscriptions adds to it
    tenant: Tenant | None
    plan: str
    standing: Standing
    tone: str
    worth: str
    owed: str


def read_wanted(given: Mapping[str, str]) -> Wanted:
    """From an address; what there is not is left out."""

    def one_of(name: str, known: Iterable[str], usual: str = "") -> str:
        return given.get(name, "") if given.get(name, "") in set(known) else usual

    return Wanted(
        given.get("q", "").strip()[:80], one_of("plan", OFFER.plans), one_of("status", SubscriptionStatus.values),
        one_of("standing", Standing.values), one_of("only", ONLY), one_of("sort", SORTS, "amount"),
    )  # fmt: skip


def find_subscriptions(wanted: Wanted, now: dt.datetime) -> QuerySet[Subscription]:
    """What was looked for, in the order that was asked for."""
    found = list_subscriptions(now)
    for name in ("plan", "status", "standing"):
        if value := getattr(wanted, name):
            found = found.filter(**{name: value})
    if wanted.q:
        words = Q(name__icontains=wanted.q) | Q(slug__icontains=wanted.q) | Q(code__iexact=wanted.q)
        found = found.filter(tenant_id__in=Tenant.objects.filter(words, livemode=True).values("id"))
    own_trial = Q(status=SubscriptionStatus.TRIALING, trial_ends_at__gt=now)
    narrow = {
        "paying": Q(worth__gt=0), "trial": own_trial, "late": Q(owed__gt=0), "granted": Q(grant_ends__isnull=False),
        "trial_ending": own_trial & Q(trial_ends_at__lte=now + WEEK, provider=""),
        "ending": Q(cancel_at__gt=now),
    }  # fmt: skip
    if wanted.only:
        found = found.filter(narrow[wanted.only])
    return found.order_by(*ORDERS[wanted.sort])


def list_rows(found: Iterable[Subscription]) -> list[SubscriptionRow]:
    """Lines with the shops' names; one query for all of them."""
    every: list[Any] = list(found)
    shops = Tenant.objects.in_bulk([each.tenant_id for each in every])
    return [
        SubscriptionRow(
            each,
            shops.get(each.tenant_id),
            plan_name(each.plan),
            Standing(each.standing),
            TONES[Standing(each.standing)],
            money(each.worth, each.currency),
            money(each.owed, each.currency),
        )
        for each in every
    ]


def name_shops(rows: Iterable[Invoice]) -> list[tuple[Invoice, Tenant | None]]:
    """Bills with the shops that they are for; one query for all of them."""
    every = list(rows)
    shops: dict[uuid.UUID, Tenant] = Tenant.objects.in_bulk({each.tenant_id for each in every})
    return [(each, shops.get(each.tenant_id)) for each in every]


def table_of(found: QuerySet[Subscription]) -> Iterator[list[str]]:
    """The list as rows of a file, its heads first; amounts in major units, moments in the reader's zone."""
    yield [
        _("店铺"), _("网址"), _("套餐"), _("周期"), _("订阅状态"), _("使用状态"), _("每月金额"), _("欠款"), _("币种"), _("收款"),
        _("试用到期"), _("本期到期"), _("到期结束"), _("赠送至"), _("开始时间"),
    ]  # fmt: skip
    batch: list[Subscription] = []
    for each in found.iterator(chunk_size=500):
        batch.append(each)
        if len(batch) == 500:
            yield from _lines(batch)
            batch = []
    yield from _lines(batch)


def _lines(batch: list[Subscription]) -> Iterator[list[str]]:
    for row in list_rows(batch):
        each = row.subscription
        yield [
            safe_cell(row.tenant.name if row.tenant else ""), safe_cell((row.tenant.slug or "") if row.tenant else ""), safe_cell(row.plan),
            str(each.get_interval_display()), str(each.get_status_display()), str(row.standing.label),
            str(to_major(each.worth, each.currency)), str(to_major(each.owed, each.currency)), each.currency,
            str(each.get_provider_display()), _day(each.trial_ends_at), _day(each.period_end), _day(each.cancel_at),
            _day(each.grant_ends), _day(each.created_at),
        ]  # fmt: skip


def _day(moment: dt.datetime | None) -> str:
    return f"{localtime(moment):%Y-%m-%d}" if moment else ""
