"""One line above every page of the back office while a merchant should know something of its subscription.

It costs one statement, and none while a process remembers it. What is over in half a minute is not worth more.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Collection
from typing import Any, Final, NamedTuple

from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from billing.engines import is_billing_on
from billing.enums import Meter
from billing.standing import ENDED, OVER, Way, facts_of, stand_at
from platform_core.entitlements.enums import Limit, Standing
from platform_core.kernel.clock import now
from platform_core.tenancy.context import current_tenant
from platform_core.tenancy.reference import TenantRef
from tenants.access.powers import Power
from tenants.console.billing_held import FIELDS, held_of, outline_of
from tenants.console.billing_offer import amount_words
from tenants.console.billing_terms import day, days_until, way_ahead
from tenants.console.billing_usage import quantity_words

SECONDS: Final = 30.0
SOON: Final = 5  # days before a trial ends
NEARLY: Final = 80  # percent of a limit
KEY: Final = "billing_banner"  # in the session: which line is hidden, and on which day
HOME: Final = "/console/settings/billing"
PLANS: Final = f"{HOME}/plans"
USAGE: Final = f"{HOME}/usage"


class Facts(NamedTuple):
    """What the line is made of; ``used`` and ``most`` by limit."""

    subscription: Any
    used: dict[str, int]
    most: dict[str, int]


class Banner(NamedTuple):
    """The line. ``key`` names it when it is hidden for a day; empty: it stays."""

    key: str
    tone: str
    text: str
    path: str
    link: str


_kept: dict[uuid.UUID, tuple[float, Facts | None]] = {}


def forget_banner(tenant_id: uuid.UUID | None = None) -> None:
    """Read it anew the next time: of one shop, or of all."""
    if tenant_id is None:
        _kept.clear()
    else:
        _kept.pop(tenant_id, None)


def banner_for(request: HttpRequest) -> Banner | None:
    """The line for whoever looks; None: there is nothing to say, or they hid it for today."""
    if not is_billing_on() or request.path == HOME:  # that page says it all
        return None
    facts = _facts()
    if facts is None:
        return None
    found = _worst(facts, now())
    if found is None or (found.key and request.session.get(KEY) == mark_of(found.key)):
        return None
    return _for_role(found, request.powers)  # type: ignore[attr-defined]


def mark_of(key: str) -> str:
    """What the session keeps of a line that was hidden today."""
    return f"{key} {localtime(now()):%Y-%m-%d}"


def _for_role(banner: Banner, powers: Collection[str]) -> Banner:
    """Who may not do anything about it is told who may."""
    able = Power.BILLING_PAY in powers if banner.path == HOME else Power.BILLING_EDIT in powers
    if able:
        return banner
    path, link = (banner.path, gettext("查看")) if Power.BILLING_VIEW in powers else ("", "")
    return banner._replace(text=f"{banner.text}{gettext('请联系店主处理。')}", path=path, link=link)


def _facts() -> Facts | None:
    tenant, clock = current_tenant(), time.monotonic()
    kept = _kept.get(tenant.id)
    if kept is not None and clock - kept[0] < SECONDS:
        return kept[1]
    read = _read(tenant)
    _kept[tenant.id] = clock, read
    return read


def _read(tenant: TenantRef) -> Facts | None:
    found = outline_of(tenant, now())
    if found is None:
        return None
    held = held_of(found)
    used = {
        Limit.CODES.value: found.codes,
        Limit.SKUS.value: held.skus,
        Limit.STAFF.value: held.staff,
        Limit.ENDPOINTS.value: held.endpoints,
        Limit.STORAGE.value: found.megabytes,
    }
    most = {limit: found.limits[FIELDS[limit]] for limit in used if FIELDS[limit] in found.limits}
    return Facts(found.subscription, used, most)


def _worst(facts: Facts, moment: dt.datetime) -> Banner | None:
    return _of_standing(facts.subscription, moment) or _of_limits(facts, moment) or _of_ends(facts.subscription, moment)


def _of_standing(subscription: Any, moment: dt.datetime) -> Banner | None:
    """What is owed, or over, with the day on which more happens."""
    told = facts_of(subscription)
    standing, descent = stand_at(told, moment).standing, way_ahead(told, moment)
    if standing == Standing.ACTIVE or descent is None:
        return None
    begun = told.subscribed and told.status not in OVER
    owes = not begun and told.unpaid_since is not None  # ended, with a bill that comes before anything new
    path, link = (HOME, gettext("去付款")) if begun or owes else (PLANS, gettext("选择套餐"))
    if standing == Standing.SUSPENDED:
        return Banner("", "error", _suspended(begun, owes), path, link)
    if standing == Standing.READ_ONLY:
        text = gettext("后台现在只读：在售商品照卖，不能上新和补货。%(day)s 起店铺停用。")
        return Banner("", "error", text % {"day": day(descent.suspended_at)}, path, link)
    text = (
        gettext("有账单未付，%(day)s 起后台转为只读。")
        if begun or owes
        else gettext("试用已结束，%(day)s 起后台转为只读。")
    )
    return Banner("", "", text % {"day": day(descent.read_only_at)}, path, link)


def _suspended(begun: bool, owes: bool) -> str:
    if owes:
        return gettext("店铺已停用，不能售卖和发卡；请先付清欠费账单，再重新订阅，数据都在。")
    if begun:
        return gettext("店铺已停用，不能售卖和发卡；付款后立即恢复，数据都在。")
    return gettext("店铺已停用，不能售卖和发卡；订阅后立即恢复，数据都在。")


def _of_limits(facts: Facts, moment: dt.datetime) -> Banner | None:
    """The limit that is fullest, once it is over four fifths."""
    shares = {limit: facts.used[limit] * 100 // max(most, 1) for limit, most in facts.most.items()}
    limit = max(shares, key=lambda one: shares[one], default=None)
    if limit is None or shares[limit] < NEARLY:
        return None
    meter = Meter.STORAGE if limit == Limit.STORAGE else ""
    used, most = quantity_words(meter, facts.used[limit]), amount_words(FIELDS[limit], facts.most[limit])
    said = {"limit": Limit(limit).label, "used": used, "most": most}
    if facts.used[limit] >= facts.most[limit]:
        text = gettext("%(limit)s已用满（%(used)s / %(most)s），不能再增加。")
        return Banner(f"full:{limit}", "error", text % said, PLANS, gettext("升级套餐"))
    text = gettext("%(limit)s已用 %(used)s / %(most)s，快到上限了。")
    return Banner(f"nearly:{limit}", "", text % said, USAGE, gettext("查看用量"))


def _of_ends(subscription: Any, moment: dt.datetime) -> Banner | None:
    """A trial that ends soon, a subscription that somebody cancelled."""
    cancel, trial = subscription.cancel_at, subscription.trial_ends_at
    if cancel is not None and cancel > moment:
        text = gettext("订阅将在 %(day)s 结束，之后后台转为只读，%(suspended)s 起店铺停用。")
        text %= {"day": day(cancel), "suspended": day(Way(cancel, ENDED).suspended_at)}
        return Banner("cancel", "", text, HOME, gettext("恢复订阅"))
    if subscription.is_trial and trial is not None and 0 < days_until(trial, moment) <= SOON:
        left = days_until(trial, moment)
        text = ngettext("试用还剩 %(count)d 天，%(day)s 结束。", "试用还剩 %(count)d 天，%(day)s 结束。", left)
        text %= {"count": left, "day": day(trial)}
        return Banner("trial", "", text, PLANS, gettext("选择套餐"))
    return None
