"""Many codes in the clear: one person asks, another allows it, the first one takes them, once."""

from __future__ import annotations

import io
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.access.enums import ApprovalState, TwoPersonAct
from tenants.access.powers import Power
from tenants.access.selectors import list_approvals
from tenants.access.services.ask_approval import ask_approval
from tenants.console.staff import note, person, staff_only
from tenants.console.stock_words import not_kept_words, refusal_words
from tenants.inventory.opening import code_uuid
from tenants.inventory.places import list_issued_of_lot, list_lot_ids, list_shelved_ids
from tenants.inventory.shelves import get_lot
from tenants.issuance.services.take_codes import Taken, take_codes
from tenants.reporting.archive import open_archive
from tenants.reporting.files.csv_file import csv_of
from tenants.reporting.reports.sheet import table_sheet

MOST, MOST_ON_SCREEN = 10_000, 200
SHORTEST = 8
ACTS = {"export": TwoPersonAct.EXPORT_CODES, "reveal": TwoPersonAct.REVEAL_CODES}


class AskForm(forms.Form):
    """How many of what, for what, why."""

    how = forms.ChoiceField(
        label=_("方式"),
        choices=[("export", _("导出为文件")), ("reveal", _("在页面上查看（最多 200 张）"))],
        widget=forms.RadioSelect,
        initial="export",
    )
    count = forms.IntegerField(label=_("张数（最多 10,000）"), required=False, min_value=1, max_value=MOST)
    reason = forms.CharField(label=_("原因（审批人会看到，记入操作日志）"), max_length=200)


@staff_only(Power.CODES_EXPORT, changes=False)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """What is to be taken: codes that were picked (posted), or those of a batch or SKU in a state."""
    given = request.POST if request.method == "POST" else request.GET
    return _form(request, AskForm(), _wanted(given))


def _wanted(given: Any) -> dict[str, Any]:
    picks = given.getlist("pick")[:MOST]
    asked = {name: given.get(name, "").strip()[:60] for name in ("batch", "sku", "state")}
    return {"picks": picks, **asked}


def _form(request: HttpRequest, form: AskForm, wanted: dict[str, Any]) -> HttpResponse:
    context = {"form": form, "wanted": wanted, "picked": len(wanted["picks"])}
    return render(request, "console/stock/export_new.html", context, status=422 if form.errors else 200)


@staff_only(Power.CODES_EXPORT)
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a second person. Which codes it is about is fixed now: nothing else can be taken later."""
    form, wanted = AskForm(request.POST), _wanted(request.POST)
    if not form.is_valid():
        return _form(request, form, wanted)
    data = form.cleaned_data
    ids = _ids(wanted, data["count"] or MOST)
    if not ids:
        form.add_error(None, gettext("没有符合条件的卡密。"))
    elif data["how"] == "reveal" and len(ids) > MOST_ON_SCREEN:
        form.add_error("how", gettext("页面上最多查看 200 张，更多请导出为文件。"))
    if form.errors:
        return _form(request, form, wanted)
    note(request, codes=len(ids), how=data["how"], batch=wanted["batch"], sku=wanted["sku"])
    approval = ask_approval(
        act=ACTS[data["how"]],
        summary={gettext("张数"): len(ids), gettext("范围"): _scope(wanted)},
        payload={"codes": [str(code_id) for code_id in ids]},
        reason=data["reason"],
        person=person(request),
        now=now(),
    )
    messages.success(request, gettext("已提交，等另一位同事批准。批准后 24 小时内由您本人领取一次。"))
    note(request, approval=str(approval.id))
    return redirect("console:approvals")


def _scope(wanted: dict[str, Any]) -> str:
    if wanted["picks"]:
        return gettext("手工勾选")
    where = gettext("批次 #%(id)s") % {"id": wanted["batch"]} if wanted["batch"] else gettext("整个规格")
    return f"{where} · {gettext('已售出') if wanted['state'] == 'issued' else gettext('未售出')}"


def _ids(wanted: dict[str, Any], count: int) -> list[uuid.UUID]:
    """Exactly the codes that are asked for."""
    try:
        if wanted["picks"]:
            return [parse_public_id("code", text) for text in dict.fromkeys(wanted["picks"])][:count]
        if wanted["batch"]:
            lot = get_lot(int(wanted["batch"]))
            if wanted["state"] == "issued":
                tenant_id = current_tenant().id
                return [code_uuid(tenant_id, lot.id, place.position) for place in list_issued_of_lot(lot, 0, count)]
            return list_shelved_ids([lot.id], count)
        return list_shelved_ids(list_lot_ids(uuid.UUID(wanted["sku"])), count)
    except (RecordNotFound, ValueError) as error:
        raise Http404 from error


@staff_only(Power.CODES_EXPORT)
@require_http_methods(["GET", "POST"])
def taken(request: HttpRequest, approval_id: uuid.UUID) -> HttpResponse:
    """Take what was allowed: a file, or a page. Once; then the codes are gone from here."""
    approval = list_approvals().filter(pk=approval_id, asked_by=person(request).user_id).first()
    if approval is None or approval.act not in ACTS.values():
        raise Http404
    ready = approval.state == ApprovalState.APPROVED and now() < approval.expires_at
    on_screen = approval.act == TwoPersonAct.REVEAL_CODES
    context = {"approval": approval, "ready": ready, "on_screen": on_screen}
    password, kind = request.POST.get("password", ""), request.POST.get("kind", "zip")
    if request.method == "GET":
        return render(request, "console/stock/taken.html", context)
    if not on_screen and kind != "csv" and len(password) < SHORTEST:
        context["error"] = gettext("压缩包密码至少 8 位。")
        return render(request, "console/stock/taken.html", context, status=422)
    try:
        found = take_codes(
            approval_id=approval_id,
            act=TwoPersonAct(approval.act),
            person=person(request),
            ip=ip_of(request) or None,
            now=now(),
        )
    except DomainError as problem:
        messages.error(request, refusal_words(problem))
        return redirect("console:approvals")
    kind_of = "screen" if on_screen else kind
    note(request, codes=len(found.codes), left_out=found.left_out, not_kept=found.not_kept, kind=kind_of)
    if found.not_kept:
        messages.warning(request, not_kept_words(found.not_kept))
    if found.left_out and not on_screen:
        left = ngettext(
            "%(number)s 张没有给出：正在结账或已不在库中。",
            "%(number)s 张没有给出：正在结账或已不在库中。",
            found.left_out,
        )
        messages.warning(request, left % {"number": found.left_out})
    if on_screen:
        return render(request, "console/stock/taken_codes.html", {"codes": found.codes, "left_out": found.left_out})
    return _file(found, "" if kind == "csv" else password)


def _file(found: Taken, password: str) -> HttpResponse:
    name, zone = f"codes-{now():%Y%m%d-%H%M}", current_tenant().time_zone
    codes = ([code.id, code.card_number, code.secret, "yes" if code.unsold else ""] for code in found.codes)
    plain = b"".join(csv_of(table_sheet(name, [["id", "card_number", "secret", "unsold"], *codes]), zone))
    if password:
        sink = io.BytesIO()
        with open_archive(sink, member=f"{name}.csv", password=password, at=now().astimezone(ZoneInfo(zone))) as file:
            file.write(plain)
        plain = sink.getvalue()
    response = HttpResponse(plain, content_type="application/zip" if password else "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{"zip" if password else "csv"}"'
    return response
