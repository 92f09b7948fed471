"""How webhooks of all shops are getting on, for the platform's staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from platform_core.events.selectors import get_outbox
from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.site.views.staff import staff_only
from platform_core.tenancy.models import Tenant
from webhooks.breaker import LEAST
from webhooks.enums import EndpointStatus
from webhooks.models import Endpoint
from webhooks.overview import (
    Attempts,
    ShopFigures,
    find_shops,
    get_endpoint_states,
    list_running_redeliveries,
    list_shop_figures,
    list_troubled_endpoints,
)

COUNTED = 50_000  # of a shop, or of the outbox: so many or more
SHOPS, ROWS = 20, 50  # shown


class State(NamedTuple):
    """What is wrong with an endpoint, in words, with the colour of its badge."""

    word: str
    colour: str


@staff_only
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """What waits and how long, whose it is, who fails, and what is being sent anew."""
    moment = now()
    entries, made_at = get_outbox(counted=COUNTED)
    figures = list_shop_figures(counted=COUNTED, now=moment)
    longest = sorted((each for each in figures if each.waiting), key=lambda each: -each.waiting)[:SHOPS]
    worst = sorted((each for each in figures if _may_be_judged(each.day)), key=_worst_first)[:SHOPS]
    shops = find_shops(each.role for each in {*longest, *worst})
    hour, waiting = _sum(each.hour for each in figures), sum(each.waiting for each in figures)
    context = {
        "waiting": waiting,
        "more": any(each.waiting >= COUNTED for each in figures),
        "late_since": min((each.late_since for each in figures if each.late_since is not None), default=None),
        "entries": entries,
        "more_entries": entries >= COUNTED,
        "made_at": made_at,
        "spans": [(_("近 1 小时"), _facts(hour)), (_("近 24 小时"), _facts(_sum(each.day for each in figures)))],
        "states": get_endpoint_states(now=moment),
        "longest": [
            {
                "shop": shops.get(each.role),
                "figures": each,
                "more": each.waiting >= COUNTED,
                "waiting_share": _percent(each.waiting, waiting),
                "attempts": sum(each.hour),
                "attempts_share": _percent(sum(each.hour), sum(hour)),
            }
            for each in longest
        ],
        "worst": [{"shop": shops.get(each.role), **_facts(each.day)} for each in worst],
        "least": LEAST,
        "troubled": [_trouble(each.endpoint, each.shop, moment) for each in list_troubled_endpoints(limit=ROWS)],
        "running": list_running_redeliveries(limit=ROWS),
    }
    return render(request, "site/staff_webhooks.html", context)


def _may_be_judged(day: Attempts) -> bool:
    return day.failed > 0 and sum(day) >= LEAST


def _worst_first(each: ShopFigures) -> tuple[float, int]:
    return -each.day.failed / sum(each.day), -each.day.failed


def _sum(many: Iterable[Attempts]) -> Attempts:
    found = list(many)
    return Attempts(sum(each.succeeded for each in found), sum(each.failed for each in found))


def _facts(attempts: Attempts) -> dict[str, object]:
    both = sum(attempts)
    return {
        "attempts": both,
        "failed": attempts.failed,
        "success_share": _percent(attempts.succeeded, both),
        "failed_share": _percent(attempts.failed, both),
    }


def _percent(part: int, whole: int) -> str:
    """Of the whole; nothing of nothing. What is neither none nor all is not rounded to it."""
    if not whole:
        return ""
    share = 100 * part / whole
    return f"{share:.0f}%" if share in {0, 100} else f"{min(max(share, 0.1), 99.9):.1f}%"


def _trouble(endpoint: Endpoint, shop: Tenant | None, moment: dt.datetime) -> dict[str, object]:
    """The host alone: paths and queries of strangers' URLs may hold secrets of theirs."""
    return {
        "shop": shop,
        "host": urlsplit(endpoint.url).hostname,
        "id": public_id("we", endpoint.id),
        "state": _state(endpoint, moment),
        "reason": endpoint.get_disabled_reason_display(),
        "failing_since": endpoint.failing_since,
        "until": endpoint.open_until if endpoint.open_until is not None and endpoint.open_until > moment else None,
    }


def _state(endpoint: Endpoint, moment: dt.datetime) -> State:
    if endpoint.status != EndpointStatus.ENABLED:
        return State(endpoint.get_status_display(), "red" if endpoint.status == EndpointStatus.DISABLED else "")
    if endpoint.open_until is None:
        return State(_("持续失败"), "amber")
    return State(_("暂缓发送"), "amber") if endpoint.open_until > moment else State(_("正在试探"), "amber")
