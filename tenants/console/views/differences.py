"""The work list of differences: what they have beside what we have, and what is done about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from django_tables2 import Column, Table

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.money import format_money, to_major
from tenants.access.powers import Power
from tenants.console.listing import show_list
from tenants.console.sheet_answer import answer_table
from tenants.console.staff import actor, note, staff_only
from tenants.console.statement_pages import difference_row
from tenants.console.statement_words import ADVICE, DIFFERENCE_TONES, our_state_of, refusal_of
from tenants.console.tables import NUMBER, MomentColumn, PickColumn
from tenants.console.undo import tell_undoable
from tenants.console.wording import badge
from tenants.orders.models import AbnormalCase
from tenants.payments.enums import GatewayName
from tenants.payments.models import Payment
from tenants.reporting.enums import DifferenceKind, DifferenceState
from tenants.reporting.models import Difference
from tenants.reporting.selectors import get_difference
from tenants.reporting.services.ask_about_difference import ask_about_difference
from tenants.reporting.services.open_difference_case import open_difference_case
from tenants.reporting.services.reopen_difference import reopen_difference
from tenants.reporting.services.resolve_differences import resolve_differences

STATES = [each for each in DifferenceState.choices if each[0] != DifferenceState.WITHDRAWN]
CHANNELS = [each for each in GatewayName.choices if each[0] != GatewayName.BALANCE]
MOST_AT_ONCE = 500
CHUNK = 1_000
MOST_CHUNKS = 50  # of a download; filters find the rest


class DifferenceFilters(django_filters.FilterSet):
    """Which channel, in what, in which state."""

    q = django_filters.CharFilter(
        label=_("付款号、退款号、交易号"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 64}),
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=STATES, empty_label=_("全部"))
    kind = django_filters.ChoiceFilter(label=_("差异"), choices=DifferenceKind.choices, empty_label=_("全部"))
    gateway = django_filters.ChoiceFilter(label=_("渠道"), choices=CHANNELS, empty_label=_("全部"))
    statement = django_filters.UUIDFilter(field_name="statement_id", label="", widget=forms.HiddenInput)

    class Meta:
        model = Difference
        fields: tuple[str, ...] = ()

    def search(self, rows: QuerySet[Difference], name: str, text: str) -> QuerySet[Difference]:
        """Rows of this number, whose it may be."""
        return rows.filter(Q(number=text.strip()) | Q(provider_id=text.strip()))


class DifferenceTable(Table):
    pick = PickColumn()
    kind = Column(verbose_name=_("差异"), orderable=False)
    number = Column(verbose_name=_("编号"), orderable=False, empty_values=())
    theirs = Column(verbose_name=_("支付机构"), orderable=False, empty_values=(), attrs=NUMBER)
    ours = Column(verbose_name=_("本店账上"), orderable=False, empty_values=(), attrs=NUMBER)
    gateway = Column(verbose_name=_("渠道"), orderable=False)
    at = MomentColumn(verbose_name=_("时间"), orderable=False, accessor="their_at", empty_values=())
    state = Column(verbose_name=_("状态"), orderable=False)

    def render_kind(self, record: Difference) -> SafeString:
        """In what they differ, as the way to all of it."""
        return format_html(
            '<a data-panel href="{}">{}</a> <small class="faint">{}</small>',
            reverse("console:difference", args=[record.id]), record.get_kind_display(), record.get_fact_display(),
        )  # fmt: skip

    def render_number(self, record: Difference) -> str:
        """Ours, or theirs where we have none."""
        return record.number or record.provider_id

    def render_theirs(self, record: Difference) -> str:
        """What the statement says."""
        return difference_row(record)["theirs"]  # type: ignore[no-any-return]

    def render_ours(self, record: Difference) -> str:
        """What we have."""
        return difference_row(record)["ours"]  # type: ignore[no-any-return]

    def render_at(self, record: Difference) -> str:
        """When it happened, by whoever knows of it."""
        moment = record.their_at or record.our_at
        return f"{localtime(moment):%Y-%m-%d %H:%M}" if moment else "—"

    def render_gateway(self, value: str) -> str:
        """The institution's name."""
        return str(GatewayName(value).label)

    def render_state(self, record: Difference) -> SafeString:
        """How far it is."""
        return badge(record.get_state_display(), DIFFERENCE_TONES.get(DifferenceState(record.state), ""))


def _rows() -> QuerySet[Difference]:
    return Difference.objects.exclude(state=DifferenceState.WITHDRAWN).order_by("-found_at", "id")


@staff_only(Power.FINANCE_VIEW)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All differences of all channels."""
    filters = DifferenceFilters(request.GET, queryset=_rows())
    may_act = Power.FINANCE_RECONCILE in request.powers  # type: ignore[attr-defined]
    context: dict[str, Any] = {"empty_template": "console/reconciliation/differences_empty.html"}
    context["bulk_template"] = "console/reconciliation/differences_bulk.html" if may_act else ""
    template = "console/reconciliation/differences.html"
    return show_list(
        request, template=template, page="differences", table=DifferenceTable, filters=filters, context=context
    )


@staff_only(Power.FINANCE_VIEW)
@require_safe
def download(request: HttpRequest) -> HttpResponseBase:
    """The list as it is filtered, for a spreadsheet."""
    return answer_table(_lines(DifferenceFilters(request.GET, queryset=_rows()).qs), form="csv", file="differences")


def _lines(rows: QuerySet[Difference]) -> Iterator[list[Any]]:
    yield [
        gettext("渠道"), gettext("差异"), gettext("类型"), gettext("状态"), gettext("我方编号"), gettext("支付机构交易号"),
        gettext("账单金额"), gettext("账单币种"),
        gettext("账单时间"), gettext("平台金额"), gettext("平台币种"), gettext("平台状态"), gettext("平台时间"),
        gettext("处理说明"), gettext("处理人"), gettext("处理时间"),
    ]  # fmt: skip
    last = None
    for _chunk in range(MOST_CHUNKS):
        batch = list((rows if last is None else rows.filter(_after(last)))[:CHUNK])
        for row in batch:
            theirs = None if row.their_amount is None else to_major(row.their_amount, row.their_currency)
            ours = None if row.our_amount is None else to_major(row.our_amount, row.our_currency)
            yield [
                str(GatewayName(row.gateway).label), row.get_kind_display(), row.get_fact_display(), row.get_state_display(),
                row.number, row.provider_id, theirs, row.their_currency, row.their_at and row.their_at.isoformat(), ours,
                row.our_currency, our_state_of(row), row.our_at and row.our_at.isoformat(), row.reason, row.settled_by,
                row.settled_at and row.settled_at.isoformat(),
            ]  # fmt: skip
        if len(batch) < CHUNK:
            return
        last = batch[-1]


def _after(row: Difference) -> Q:
    return Q(found_at__lt=row.found_at) | Q(found_at=row.found_at, id__gt=row.id)


@staff_only(Power.FINANCE_VIEW)
@require_safe
def detail(request: HttpRequest, difference_id: uuid.UUID) -> HttpResponse:
    """Both sides of a difference, its history, and what can be done."""
    try:
        row = get_difference(difference_id)
    except RecordNotFound as error:
        raise Http404 from error
    payment = Payment.objects.filter(pk=row.payment_id).first() if row.payment_id else None
    context = {
        **difference_row(row),
        "tone": DIFFERENCE_TONES.get(DifferenceState(row.state), ""),
        "gateway": GatewayName(row.gateway).label,
        "advice": ADVICE[row.kind],
        "gap": _gap(row),
        "our_state": our_state_of(row),
        "payment": payment,
        "case": AbnormalCase.objects.filter(pk=row.case_id).first() if row.case_id else None,
        "notes": row.notes.all(),
        "may_act": Power.FINANCE_RECONCILE in request.powers,  # type: ignore[attr-defined]
        "askable": row.is_open and bool(row.payment_id or row.refund_id or (row.fact == "payment" and row.number)),
    }
    return render(request, "console/reconciliation/difference.html", context)


def _gap(row: Difference) -> str:
    if row.their_amount is None or row.our_amount is None or row.their_currency != row.our_currency:
        return ""
    return format_money(row.their_amount - row.our_amount, row.their_currency)


@staff_only(Power.FINANCE_RECONCILE)
@require_POST
def resolve(request: HttpRequest) -> HttpResponse:
    """Several at once, for one reason."""
    picked = [uuid.UUID(each) for each in request.POST.getlist("pick")[:MOST_AT_ONCE] if len(each) == 36]
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, gettext("请写明原因。"))
    else:
        try:
            done = resolve_differences(difference_ids=picked, reason=reason, actor=actor(request), now=now())
            note(request, resolved=len(done))
            messages.success(request, gettext("已处理 %(count)d 条差异。") % {"count": len(done)})
        except DomainError as refusal:
            messages.error(request, refusal_of(refusal))
    return redirect("console:differences")


@staff_only(Power.FINANCE_RECONCILE)
@require_POST
def act(request: HttpRequest, difference_id: uuid.UUID, verb: str) -> HttpResponse:
    """resolve, reopen, ask or case."""
    reason = request.POST.get("reason", "").strip()
    if verb == "resolve" and not reason:
        messages.error(request, gettext("请写明原因。"))
        return redirect("console:difference", difference_id=difference_id)
    try:
        _do(request, difference_id, verb, reason)
    except RecordNotFound as error:
        raise Http404 from error
    except DomainError as refusal:
        messages.error(request, refusal_of(refusal))
    return redirect("console:difference", difference_id=difference_id)


def _do(request: HttpRequest, difference_id: uuid.UUID, verb: str, reason: str) -> None:
    given: dict[str, Any] = {"difference_id": difference_id, "actor": actor(request), "now": now()}
    if verb == "resolve":
        resolve_differences(difference_ids=[difference_id], reason=reason, actor=actor(request), now=now())
        undo = reverse("console:difference_act", args=[difference_id, "reopen"])
        tell_undoable(request, gettext("已标记为已处理。"), undo)
    elif verb == "reopen":
        reopen_difference(reason=reason, **given)
        messages.success(request, gettext("已重新打开。"))
    elif verb == "ask":
        settled = ask_about_difference(**given)
        told = (
            gettext("支付机构的答复没有改变这条差异。")
            if settled.is_open
            else gettext("已按支付机构的答复补记，这条差异已消除。")
        )
        messages.info(request, told)
    elif verb == "case":
        case = open_difference_case(reason=reason, **given)
        note(request, case=case.number)
        messages.success(request, gettext("已转为异常订单 %(number)s。") % {"number": case.number})
    else:
        raise Http404
