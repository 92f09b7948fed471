"""Where somebody begins their day."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.catalog.services.update_product import update_product
from tenants.console.figure_days import SPANS, Board, board_of, change_of, share_of, width_of
from tenants.console.launch_steps import is_launched
from tenants.console.shelf_cover import Shelf, figures_until
from tenants.console.staff import note, staff_only
from tenants.console.undo import tell_undoable
from tenants.finance.days import shop_day

SEEN = "seen_launch"


@staff_only(Power.START)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Figures for whoever may see them; for everybody, what waits for them."""
    held = request.powers  # type: ignore[attr-defined]
    launching = Power.SETTINGS_EDIT in held and not is_launched()
    if launching and not request.session.get(SEEN):
        request.session[SEEN] = True  # once a log-in: who wants the figures has them with the next click
        return redirect("console:launch")
    context: dict[str, Any] = {"launching": launching}
    if Power.FIGURES in held:
        try:
            context |= _figures(request)
        except (
            OperationalError
        ):  # nothing was counted for so long that it takes longer than a page may: the chores do it
            context["counting"] = True
    return render(request, "console/home/dashboard.html", context)


def _figures(request: HttpRequest) -> dict[str, Any]:
    moment, tenant = now(), current_tenant()
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {"1", "7", "30"} else 7
    board = board_of(days=days, today=shop_day(moment), currency=tenant.currency)
    shelf = Shelf(figures_until(shop_day(moment)), tenant.currency)
    held = request.powers  # type: ignore[attr-defined]
    return {
        "board": board,
        "spans": [(number, label, number == days) for number, label in SPANS.items()],
        "width": width_of(board.bars),
        "tiles": _tiles(board),
        "funnel": _funnel(board),
        "sellers": shelf.best_sellers(),
        "shorts": shelf.running_out(now=moment) if Power.STOCK_VIEW in held else None,
        "may_pin": Power.PRODUCTS_EDIT in held,
    }


def _tiles(board: Board) -> list[dict[str, Any]]:
    """The large numbers, each with the rows behind it."""
    since, until = board.period.first.isoformat(), board.period.last.isoformat()
    orders = f"/console/orders?since={since}&until={until}"
    now_, before = board.now, board.before
    rate, earlier = board.rate, board.rate_before
    return [
        {
            "label": _("销售额"),
            "value": now_.gross,
            "href": f"/console/finance?since={since}&until={until}",
            "change": change_of(now_.result.gross, before.result.gross),
            "before": before.gross,
        },
        {
            "label": _("支付订单"),
            "value": now_.result.orders,
            "href": f"{orders}&status=completed",
            "change": change_of(now_.result.orders, before.result.orders),
            "before": before.result.orders,
        },
        {
            "label": _("客单价"),
            "value": now_.each,
            "href": orders,
            "change": change_of(now_.average, before.average),
            "before": before.each,
        },
        {
            "label": _("浏览-下单转化率"),
            "value": share_of(now_.placed, now_.views),
            "href": "#funnel",
            "change": None,
            "before": share_of(before.placed, before.views),
        },
        {
            "label": _("30 天复购率"),
            "value": share_of(rate.repeated, rate.buyers) if rate else "—",
            "href": "/console/customers?sort=-orders",
            "change": None,
            "before": share_of(earlier.repeated, earlier.buyers) if earlier else "—",
        },
    ]


def _funnel(board: Board) -> list[tuple[str, int, str]]:
    span = board.now
    return [
        (_("商品浏览"), span.views, "100%" if span.views else "—"),
        (_("下单"), span.placed, share_of(span.placed, span.views)),
        (_("支付"), span.paid, share_of(span.paid, span.views)),
    ]


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def pin(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Put a product first in the shop (置顶), or back into its place."""
    pinned = request.POST.get("pinned", "1") == "1"
    try:
        product = update_product(product_id=product_id, changes={"pinned": pinned}, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    note(request, pinned=pinned)
    if pinned:
        words = _("“%(name)s”已置顶。") % {"name": product.name}
        tell_undoable(request, words, undo=f"/console/pin/{product_id}/undo")
    else:
        messages.success(request, _("“%(name)s”已取消置顶。") % {"name": product.name})
    return redirect("console:start")


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def unpin(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Back into its place."""
    try:
        update_product(product_id=product_id, changes={"pinned": False}, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    messages.success(request, _("已撤销。"))
    return redirect("console:start")
