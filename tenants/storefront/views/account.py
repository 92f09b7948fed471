"""Settings of an account. What a stolen session must not be enough for asks for a one-time code first."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.client_address import ip_of
from tenants.customers.enums import CodePurpose
from tenants.customers.services.change_contact import change_contact
from tenants.customers.services.confirm_buyer import confirm_buyer
from tenants.customers.services.send_code import send_code
from tenants.customers.services.send_confirmation import send_confirmation
from tenants.customers.services.set_password import set_password
from tenants.customers.services.set_payment_password import set_payment_password
from tenants.orders.errors import ErasureRefused
from tenants.orders.services.erase_buyer import erase_buyer
from tenants.orders.services.export_buyer import export_buyer
from tenants.storefront.buyers import View, buyers_only, dismiss, here, inside, language_of
from tenants.storefront.views.log_in import KEY, challenge_after, keep_code, kept_code, words_of


def confirmed_only(view: View) -> Callable[..., HttpResponseBase]:
    """Only for buyers who entered a one-time code just now; others enter one, and come back."""

    @wraps(view)
    @buyers_only
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not here(request).is_confirmed(now()):
            return redirect(f"/me/confirm?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@buyers_only
def settings(request: HttpRequest) -> HttpResponse:
    """What can be set."""
    return render(request, "storefront/me/settings.html", {"buyer": here(request).buyer})


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "POST"])
@buyers_only
def confirm(request: HttpRequest) -> HttpResponse:
    """A one-time code to the contact of the account: sent by the first button, entered with the second."""
    device, data = here(request), request.POST if request.method == "POST" else request.GET
    error: DomainError | None = None
    then, kept = inside(data.get("next", ""), "/me/settings"), kept_code(request, CodePurpose.CONFIRM)
    try:
        if request.method == "POST" and kept is not None and "digits" in request.POST:
            confirm_buyer(device=device, code_id=kept[0], digits=request.POST["digits"], now=now())
            del request.session[KEY]
            return redirect(then)
        if request.method == "POST":
            solution = request.POST.get("solution", "")
            code = send_confirmation(
                device=device, address=ip_of(request), solution=solution, language=language_of(request), now=now()
            )
            keep_code(request, code.id, CodePurpose.CONFIRM, code.contact_masked)
            return redirect(f"/me/confirm?{urlencode({'next': then})}")
    except DomainError as refused:
        error = refused
    context = {
        "buyer": device.buyer,
        "sent_to": kept[1] if kept else "",
        "next": then,
        "error": words_of(error) if error is not None else "",
        "challenge": challenge_after(error),
    }
    return render(request, "storefront/me/confirm.html", context, status=422 if error else 200)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@confirmed_only
def password(request: HttpRequest) -> HttpResponse:
    """The log-in password: set, changed, taken away."""
    device, error = here(request), ""
    if request.method == "POST":
        wanted = "" if request.POST.get("remove") else request.POST.get("password", "")
        try:
            if not wanted and not request.POST.get("remove"):
                error = _("请填写新密码。")
            else:
                set_password(device=device, password=wanted, now=now())
                messages.success(request, _("登录密码已更改，其他设备已退出。"))
                return redirect("shop:settings")
        except DomainError as refused:
            error = words_of(refused)
    context = {"buyer": device.buyer, "error": error}
    return render(request, "storefront/me/password.html", context, status=422 if error else 200)


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "POST"])
@confirmed_only
def contact(request: HttpRequest) -> HttpResponse:
    """Another contact: a code is sent to it, and entered."""
    device, kept = here(request), kept_code(request, CodePurpose.CONTACT)
    error: DomainError | None = None
    try:
        if request.method == "POST" and kept is not None and "digits" in request.POST:
            change_contact(device=device, code_id=kept[0], digits=request.POST["digits"], now=now())
            del request.session[KEY]
            messages.success(request, _("登录方式已更换，其他设备已退出。"))
            return redirect("shop:settings")
        if request.method == "POST":
            code = send_code(
                contact=request.POST.get("contact", ""),
                purpose=CodePurpose.CONTACT,
                address=ip_of(request),
                solution=request.POST.get("solution", ""),
                language=language_of(request),
                now=now(),
            )
            keep_code(request, code.id, CodePurpose.CONTACT, code.contact_masked)
            return redirect("shop:contact")
    except DomainError as refused:
        error = refused
    context = {
        "buyer": device.buyer,
        "sent_to": kept[1] if kept else "",
        "contact": request.POST.get("contact", ""),
        "error": words_of(error) if error is not None else "",
        "challenge": challenge_after(error),
    }
    return render(request, "storefront/me/contact.html", context, status=422 if error else 200)


@sensitive_post_parameters("digits")
@require_http_methods(["GET", "POST"])
@confirmed_only
def payment_password(request: HttpRequest) -> HttpResponse:
    """The payment password: set, changed, or set anew where it is locked."""
    device, error = here(request), ""
    if request.method == "POST":
        try:
            set_payment_password(device=device, digits=request.POST.get("digits", ""), now=now())
        except DomainError as refused:
            error = words_of(refused)
        else:
            messages.success(request, _("支付密码已设置。"))
            return redirect("shop:settings")
    context = {"buyer": device.buyer, "error": error}
    return render(request, "storefront/me/payment_password.html", context, status=422 if error else 200)


@require_safe
@confirmed_only
def data(request: HttpRequest) -> HttpResponse:
    """What is known of the buyer: to be taken along, or to be forgotten."""
    return render(request, "storefront/me/data.html", {"buyer": here(request).buyer})


@require_POST
@confirmed_only
def export(request: HttpRequest) -> HttpResponse:
    """All of it as a file."""
    known = export_buyer(device=here(request), now=now())
    response = HttpResponse(orjson.dumps(known, option=orjson.OPT_INDENT_2), content_type="application/json")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@confirmed_only
def erase(request: HttpRequest) -> HttpResponse:
    """Forget the buyer; ticked, so that nobody does it by accident."""
    device, error = here(request), ""
    if not request.POST.get("understood"):
        error = _("请先勾选，确认您了解哪些会删除、哪些会保留。")
    else:
        try:
            erase_buyer(device=device, now=now())
        except ErasureRefused as refused:
            error = words_of(refused)
        else:
            dismiss(request)
            return render(request, "storefront/me/erased.html")
    return render(request, "storefront/me/data.html", {"buyer": device.buyer, "error": error}, status=422)
