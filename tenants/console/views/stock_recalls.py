"""Recalling a batch: who bought of it, what they are told, how far that is."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.catalog.models import Sku
from tenants.console.staff import actor, note, staff_only
from tenants.console.stock_words import CODE_TONES, refusal_words
from tenants.console.views.stock_batches import lot_or_missing
from tenants.inventory.places import list_codes_at, list_issued_of_lot
from tenants.inventory.shelves import list_lot_figures
from tenants.inventory.stored import display_of
from tenants.issuance.selectors import list_facts_of
from tenants.notifications.enums import Channel, MessageKind
from tenants.notifications.rendering import SAMPLES
from tenants.notifications.variables import fill
from tenants.notifications.wording import words_of
from tenants.orders.enums import RecallOutcome, RecallState
from tenants.orders.recalls import find_recall_of, get_recall, get_recall_counts, list_recall_notices
from tenants.orders.selectors import list_bought
from tenants.orders.services.start_recall import start_recall

PER_PAGE = 50
REPORTED = 200  # orders that the report shows
TONES = {
    RecallOutcome.TOLD: "green",
    RecallOutcome.AGAIN: "green",
    RecallOutcome.UNREACHABLE: "amber",
    RecallOutcome.REFUSED: "red",
    RecallOutcome.ELSEWHERE: "amber",
}


class RecallForm(forms.Form):
    """What buyers are told, and why."""

    notice = forms.CharField(
        label=_("告诉买家什么"),
        max_length=200,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial=_("这批卡密可能无法使用，请先不要兑换。我们会尽快为您换卡或退款。"),
    )
    open_cases = forms.BooleanField(
        label=_("同时为每个订单开一个异常工单，逐个换卡或退款"), required=False, initial=True
    )
    reason = forms.CharField(label=_("原因（记入操作日志）"), max_length=200)


def _name(lot: Any) -> str:
    sku = Sku.objects.select_related("product").get(pk=lot.sku_id)
    return f"{sku.product.name} · {sku.name}"


@staff_only(Power.ORDERS_VIEW)
@require_safe
def buyers(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Who has codes of a batch: orders with masked contacts, how their codes end and what became of these."""
    lot = lot_or_missing(lot_id)
    after = request.GET.get("after", "0")
    places = list_issued_of_lot(lot, int(after) if after.isdecimal() and len(after) < 10 else 0, PER_PAGE + 1)
    shown = places[:PER_PAGE]
    bought = list_bought({place.owner_id for place in shown})
    today = local_date(now(), current_tenant().time_zone)
    codes = {code.stored.position: code for code in list_facts_of(list_codes_at(lot, [p.position for p in shown]))}
    rows = []
    for place in shown:
        code, whose = codes.get(place.position), bought.get(place.owner_id)
        if code is not None:
            status = code.status(today)
            row = {"code": code, "display": display_of(code.stored), "order": whose.order if whose else None}
            rows.append({**row, "status": status.label, "tone": CODE_TONES.get(status, "")})
    more = shown[-1].position if len(places) > PER_PAGE else None
    context = {"lot": lot, "rows": rows, "more": more, "first": after == "0"}
    return render(request, "console/stock/buyers.html", context)


@staff_only(Power.STOCK_HANDLE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, lot_id: int) -> HttpResponse:
    """Prepare a recall, look at the message, begin."""
    lot = lot_or_missing(lot_id)
    there = find_recall_of(lot.id)
    if there is not None:
        return redirect("console:stock_recall", recall_id=there.id)
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        data = form.cleaned_data
        note(request, batch=lot.id, open_cases=data["open_cases"])
        try:
            recall = start_recall(
                lot_id=lot.id,
                notice=data["notice"],
                open_cases=data["open_cases"],
                reason=data["reason"],
                actor=actor(request),
                now=now(),
            )
        except DomainError as problem:
            messages.error(request, refusal_words(problem))
            return redirect("console:stock_batch", lot_id=lot.id)
        return redirect("console:stock_recall", recall_id=recall.id)
    note(request, batch=lot.id, preview=True)
    notice = form.cleaned_data.get("notice", "") if form.is_bound and form.is_valid() else form["notice"].initial
    figures = list_lot_figures([lot])[lot.id]
    context = {"lot": lot, "sku_name": _name(lot), "form": form, "figures": figures, "previews": _previews(str(notice))}
    return render(request, "console/stock/recall_new.html", context, status=422 if form.errors else 200)


def _previews(notice: str) -> list[tuple[str, str, str]]:
    """What is sent: the mail in both languages and the short message."""
    values = {**SAMPLES, "shop": current_tenant().name, "notice": notice}
    shown = []
    for channel, language in ((Channel.EMAIL, "zh-hans"), (Channel.EMAIL, "en"), (Channel.SMS, "zh-hans")):
        words = words_of(MessageKind.CODE_RECALLED, channel, language)
        shown.append((str(channel.label), fill(words.subject, values), fill(words.body, values)))
    return shown


@staff_only(Power.STOCK_VIEW)
@require_safe
def detail(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """How far a recall is, and what became of each order."""
    try:
        recall = get_recall(recall_id)
    except RecordNotFound as error:
        raise Http404 from error
    lot, counts = lot_or_missing(recall.lot_id), get_recall_counts(recall.id)
    rows = []
    if Power.ORDERS_VIEW in request.powers:  # type: ignore[attr-defined]
        for found in list_recall_notices(recall.id)[:REPORTED]:
            rows.append({"notice": found, "tone": TONES[RecallOutcome(found.outcome)]})
    context = {
        "recall": recall,
        "lot": lot,
        "sku_name": _name(lot),
        "running": recall.state != RecallState.DONE,
        "percent": recall.position * 100 // max(recall.last_position, 1),
        "counts": [
            (str(RecallOutcome(name).label), TONES[RecallOutcome(name)], counts.get(name, 0))
            for name in RecallOutcome.values
        ],
        "orders": sum(counts.values()),
        "rows": rows,
        "shown": REPORTED,
    }
    fragment = request.headers.get("HX-Target") == "recall"
    template = "console/stock/recall_state.html" if fragment else "console/stock/recall.html"
    return render(request, template, context)


@staff_only(Power.STOCK_HANDLE)
@require_http_methods(["POST"])
def again(request: HttpRequest, recall_id: uuid.UUID) -> HttpResponse:
    """Go on with a recall that stands still; nobody is told twice."""
    try:
        recall = get_recall(recall_id)
    except RecordNotFound as error:
        raise Http404 from error
    try:
        start_recall(lot_id=recall.lot_id, notice="", open_cases=False, reason="", actor=actor(request), now=now())
    except DomainError as problem:
        messages.error(request, refusal_words(problem))
    else:
        messages.success(request, gettext("已继续。已通知过的买家不会再收到消息。"))
    return redirect("console:stock_recall", recall_id=recall_id)
