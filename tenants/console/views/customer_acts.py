"""What is done about a customer: kept out and let in again, given what the shop knows of them, forgotten."""

from __future__ import annotations

import orjson
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.case_words import words_of
from tenants.console.staff import actor, note, staff_only
from tenants.console.views.customers import person_of
from tenants.customers.services.lift_block import lift_block
from tenants.orders.errors import ErasureRefused
from tenants.orders.people import list_orders_of_person
from tenants.orders.services.block_person import block_person
from tenants.orders.services.erase_person import erase_person
from tenants.orders.services.export_person import export_person


@staff_only(Power.CUSTOMERS_VIEW, post=Power.CUSTOMERS_EDIT)
@require_POST
def block(request: HttpRequest, ref: str) -> HttpResponse:
    """Keep somebody out, from now on."""
    try:
        closed = block_person(
            person=person_of(ref), reason=request.POST.get("reason", ""), actor=actor(request), now=now()
        )
    except DomainError as error:
        messages.error(request, words_of(error))
    else:
        note(request, closed=closed)
        told = _("已拉黑：不能登录，也不能再下单。")
        if closed:
            told += ngettext("关闭了 %(count)d 笔未付款订单。", "关闭了 %(count)d 笔未付款订单。", closed) % {
                "count": closed
            }
        messages.success(request, told)
    return redirect("console:customer", ref=ref)


@staff_only(Power.CUSTOMERS_VIEW, post=Power.CUSTOMERS_EDIT)
@require_POST
def unblock(request: HttpRequest, ref: str) -> HttpResponse:
    """Let them in again."""
    person = person_of(ref)
    if person.known_as is None:
        raise Http404
    try:
        lift_block(contact_hash=person.known_as, buyer_id=person.buyer_id, actor=actor(request), now=now())
    except DomainError as error:
        messages.error(request, words_of(error))
    else:
        messages.success(request, _("已解除拉黑，可以登录和下单了。"))
    return redirect("console:customer", ref=ref)


@staff_only(Power.CUSTOMERS_VIEW, post=Power.CUSTOMERS_DATA)
@require_POST
def export(request: HttpRequest, ref: str) -> HttpResponseBase:
    """All that the shop knows of a person, for them: as JSON, or to be read."""
    person = person_of(ref)
    if not request.POST.get("reason", "").strip() or not person.contact:
        messages.error(request, _("请填写原因，例如客户本人申请的日期和方式。"))
        return redirect("console:customer", ref=ref)
    moment = now()
    facts = export_person(person=person, orders=list_orders_of_person(person), now=moment)
    note(request, orders=len(facts["orders"]))
    name = f"personal-data-{local_date(moment, current_tenant().time_zone):%Y%m%d}"
    if request.POST.get("format") == "html":
        response = render(request, "console/customers/data.html", {"facts": facts, "at": moment})
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
        return response
    body = orjson.dumps(facts, option=orjson.OPT_INDENT_2)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(body, content_type="application/json", headers=disposition)


@staff_only(Power.CUSTOMERS_VIEW, post=Power.CUSTOMERS_DATA)
@require_POST
def erase(request: HttpRequest, ref: str) -> HttpResponse:
    """Forget a person, once their contact was typed as it is shown; there is no way back."""
    person = person_of(ref)
    problem = ""
    if not request.POST.get("reason", "").strip():
        problem = _("请填写原因，例如客户本人申请的日期和方式。")
    elif not person.masked or request.POST.get("typed", "").strip() != person.masked:
        problem = _("输入的联系方式与页面显示的不一致，什么都没有删除。")
    if problem:
        messages.error(request, problem)
        return redirect("console:customer", ref=ref)
    try:
        count = erase_person(buyer_id=person.buyer_id, contact_hashes=person.hashes, now=now())
    except ErasureRefused:
        messages.error(request, _("还有未完结的订单、售后或余额，处理完才能删除。什么都没有删除。"))
        return redirect("console:customer", ref=ref)
    note(request, orders=count)
    messages.success(
        request,
        ngettext(
            "个人信息已删除，%(count)d 笔订单只保留交易内容。",
            "个人信息已删除，%(count)d 笔订单只保留交易内容。",
            count,
        )
        % {"count": count},
    )
    return redirect("console:customers")
