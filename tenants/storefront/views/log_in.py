"""Logging in: a contact, then the digits that were sent to it; or a password, where one was set."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.client_address import ip_of
from tenants.customers.enums import CodePurpose
from tenants.customers.errors import BuyerBlocked, CodeRefused, ProofWanted
from tenants.customers.proof import make_challenge
from tenants.customers.services.end_log_ins import end_log_ins
from tenants.customers.services.log_in_with_code import log_in_with_code
from tenants.customers.services.log_in_with_password import log_in_with_password
from tenants.customers.services.send_code import send_code
from tenants.storefront.buyers import admit, device_of, dismiss, inside, language_of, visitor_of

KEY = "one_time_code"  # of the session: which code this browser asked for, of which purpose, where it went


def words_of(error: DomainError) -> str:
    """What happened, and what to do now. The same for contacts that have an account and for those that have none."""
    minutes = -(-int(error.data.get("retry_after", 60)) // 60)
    texts = {
        "log_in_contact_refused": _("请填写邮箱或手机号。"),
        "proof_wanted": _("尝试次数较多，请等下方安全校验完成后再提交。"),
        "too_many_one_time_codes": _("验证码发送太频繁，请 %(minutes)d 分钟后再试。") % {"minutes": minutes},
        "one_time_code_refused": _("验证码不对，或已失效。请核对最近收到的一条，或重新获取。"),
        "log_in_refused": _("联系方式或密码不对。忘记密码可以用验证码登录。"),
        "buyer_blocked": _("本店暂时不能为您提供服务。如有疑问，请联系商家。"),
        "contact_taken": _("该联系方式已用于另一个账号。"),
        "payment_password_refused": _("支付密码须为 6 至 12 位数字，不能是连号、重复，也不能取自您的手机号。"),
        "erasure_refused": _("还有未完结的订单、售后或余额，处理完才能注销。什么都没有删除。"),
        "password_refused": " ".join(error.data.get("reasons", [])),
    }
    return texts.get(error.code, _("出错了，请稍后再试。"))


def challenge_after(error: DomainError | None) -> dict[str, Any] | None:
    """Something to compute, where the next try wants it."""
    wanted = isinstance(error, ProofWanted) or (error is not None and error.data.get("proof"))
    return make_challenge(now()) if wanted else None


def keep_code(request: HttpRequest, code_id: uuid.UUID, purpose: CodePurpose, sent_to: str) -> None:
    """Only the browser that asked for a code can use it."""
    request.session[KEY] = {"id": str(code_id), "purpose": purpose.value, "sent_to": sent_to}


def kept_code(request: HttpRequest, purpose: CodePurpose) -> tuple[uuid.UUID, str] | None:
    """The code that this browser asked for last, and where it was sent, if it was for this."""
    kept = request.session.get(KEY)
    return (uuid.UUID(kept["id"]), kept["sent_to"]) if kept and kept["purpose"] == purpose else None


def private(response: HttpResponse) -> HttpResponse:
    """Of one person alone."""
    response.headers["Cache-Control"] = "no-store"
    return response


def _next(request: HttpRequest) -> str:
    data = request.POST if request.method == "POST" else request.GET
    return inside(data.get("next", ""))


def _log_in_page(request: HttpRequest, error: DomainError | None = None, *, by_password: bool = False) -> HttpResponse:
    context = {
        "error": words_of(error) if error is not None else "",
        "by_password": by_password,
        "contact": request.POST.get("contact", ""),
        "challenge": challenge_after(error),
        "next": _next(request),
    }
    status = 200 if error is None else 429 if error.code == "too_many_one_time_codes" else 422
    return private(render(request, "storefront/me/log_in.html", context, status=status))


@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Where a code is sent to."""
    if request.method == "GET":
        return redirect("/me") if device_of(request) is not None else _log_in_page(request)
    try:
        code = send_code(
            contact=request.POST.get("contact", ""),
            purpose=CodePurpose.LOG_IN,
            address=ip_of(request),
            solution=request.POST.get("solution", ""),
            language=language_of(request),
            now=now(),
        )
    except DomainError as error:
        return _log_in_page(request, error)
    keep_code(request, code.id, CodePurpose.LOG_IN, code.contact_masked)
    return private(redirect(f"/me/login/code?{urlencode({'next': _next(request)})}"))


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The digits that were sent."""
    kept = kept_code(request, CodePurpose.LOG_IN)
    if kept is None:
        return redirect("/me/login")
    error = ""
    if request.method == "POST":
        try:
            opened = log_in_with_code(
                code_id=kept[0],
                digits=request.POST.get("digits", ""),
                visitor=visitor_of(request),
                language=language_of(request),
                now=now(),
            )
        except (BuyerBlocked, CodeRefused) as refused:
            error = words_of(refused)
        else:
            del request.session[KEY]
            return private(admit(request, redirect(_next(request)), opened))
    context = {"error": error, "sent_to": kept[1], "next": _next(request)}
    return private(render(request, "storefront/me/code.html", context, status=422 if error else 200))


@sensitive_post_parameters("password")
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Log in with a password."""
    try:
        opened = log_in_with_password(
            contact=request.POST.get("contact", ""),
            password=request.POST.get("password", ""),
            solution=request.POST.get("solution", ""),
            visitor=visitor_of(request),
            now=now(),
        )
    except DomainError as error:
        return _log_in_page(request, error, by_password=True)
    return private(admit(request, redirect(_next(request)), opened))


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """This browser stays known, and is logged out."""
    device = device_of(request)
    if device is not None:
        end_log_ins(buyer_id=device.buyer_id, only=device.id)
    dismiss(request)
    return private(redirect("/"))
