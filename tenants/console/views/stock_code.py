"""One code: where it is, what happened to it; held, resumed, voided, and read with a reason on record."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.staff import actor, note, staff_only
from tenants.console.stock_words import CODE_TONES, refusal_words
from tenants.console.views.stock_codes import code_rows
from tenants.inventory.stored import display_of
from tenants.issuance.codes import ON_SHELF, WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus, CodeVerb
from tenants.issuance.selectors import get_code, list_code_history, list_looks_at
from tenants.issuance.services.resume_code import resume_code
from tenants.issuance.services.reveal_code import reveal_code
from tenants.issuance.services.suspend_code import suspend_code
from tenants.issuance.services.void_code import void_code

STEPS: dict[str, Callable[..., Code]] = {"suspend": suspend_code, "resume": resume_code, "void": void_code}


def _code(code_id: str) -> Code:
    try:
        return get_code(parse_public_id("code", code_id))
    except RecordNotFound as error:
        raise Http404 from error


def _uuid(code_id: str) -> uuid.UUID:
    try:
        return parse_public_id("code", code_id)
    except RecordNotFound as error:
        raise Http404 from error


@staff_only(Power.STOCK_VIEW)
@require_safe
def detail(request: HttpRequest, code_id: str) -> HttpResponse:
    """One code with its history and the looks at it."""
    code = _code(code_id)
    status = code.path_status
    shared, kept = code.stored.place == "shared", code.record is not None and code.record.status == CodeStatus.SUSPENDED
    steps = [
        {"step": step, "verb": CodeVerb(step.verb).label, "to": CodeStatus(step.to_status).label}
        for step in list_code_history(code.stored.id)
    ]
    context = {
        **code_rows([code])[0],
        "steps": steps,
        "looks": list_looks_at(code.stored.id, code.issuance_id)[:20],
        "may_suspend": status in WITH_BUYER | ON_SHELF - {CodeStatus.RESERVED} and not shared,
        "may_resume": kept,
        "may_void": status in WITH_BUYER | ON_SHELF - {CodeStatus.RESERVED} | {CodeStatus.SUSPENDED} and not shared,
        "may_reveal": code.line_id is not None and bool(code.stored.sealed),
        "not_kept": not code.stored.sealed,
        "today_status": code.status(local_date(now(), current_tenant().time_zone)).label,
        "status_tone": CODE_TONES.get(status, ""),
    }
    return render(request, "console/stock/code.html", context)


@staff_only(Power.STOCK_VIEW, post=Power.STOCK_HANDLE)
@require_POST
def act(request: HttpRequest, code_id: str, verb: str) -> HttpResponse:
    """Hold, resume or void one code."""
    step, reason = STEPS.get(verb), request.POST.get("reason", "").strip()[:200]
    if step is None:
        raise Http404
    code = _code(code_id)
    note(request, verb=verb)
    if not reason:
        messages.error(request, gettext("请填写原因。"))
    else:
        try:
            step(code_id=code.stored.id, actor=actor(request)[:80], reason=reason, now=now())
        except DomainError as problem:
            messages.error(request, refusal_words(problem))
        else:
            messages.success(request, gettext("已完成。"))
    return redirect("console:stock_code", code_id=code_id)


@staff_only(Power.CODES_REVEAL)
@require_http_methods(["GET", "POST"])
def reveal(request: HttpRequest, code_id: str) -> HttpResponse:
    """What one issued code says, for half a minute. Who looked, why, from where is on record before it is shown."""
    target, reason = _uuid(code_id), request.POST.get("reason", "").strip()
    if request.method == "GET":
        return render(
            request, "console/stock/reveal.html", {"code_id": code_id, "display": display_of(_code(code_id).stored)}
        )
    context = {"code_id": code_id, "refused": ""}
    if not reason:
        context["refused"] = gettext("请填写原因。")
    else:
        try:
            shown = reveal_code(
                code_id=target, actor=actor(request)[:80], ip=ip_of(request) or None, now=now(), counted=False
            )
        except RecordNotFound as error:
            raise Http404 from error
        except DomainError as problem:
            context["refused"] = refusal_words(problem)
        else:
            context |= {"number": shown.opened.card_number, "secret": shown.opened.secret}
    fragment = bool(request.headers.get("HX-Request"))
    if context["refused"]:
        messages.error(request, context["refused"])  # the audit log knows by it that nothing was shown
    status = 422 if context["refused"] and not fragment else 200  # of an error htmx would show nothing
    template = "console/stock/revealed.html" if fragment else "console/stock/revealed_page.html"
    return render(request, template, context, status=status)


@staff_only(Power.CODES_REVEAL)
@require_safe
def hidden(request: HttpRequest, code_id: str) -> HttpResponse:
    """What stands where a code was shown, once its time is over."""
    return render(request, "console/stock/reveal_form.html", {"code_id": code_id, "over": True})
