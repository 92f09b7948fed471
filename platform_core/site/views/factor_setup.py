"""Adding an authenticator app or a passkey: one decision a screen, then the recovery codes."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.identity.enums import FactorKind, FactorMethod
from platform_core.identity.errors import FactorRefused, TooManyFactors, TooManyFactorTries
from platform_core.identity.models import User
from platform_core.identity.one_time_codes import new_secret, setup_address
from platform_core.identity.passkeys import ask_for_new
from platform_core.identity.selectors import get_recovery_codes_left, list_factors
from platform_core.identity.services.add_app import add_app
from platform_core.identity.services.add_passkey import add_passkey
from platform_core.identity.services.replace_recovery_codes import replace_recovery_codes
from platform_core.kernel.clock import now
from platform_core.kernel.ids import new_id
from platform_core.site.marks import find_kept, keep, mark_second_factor, next_of, take_kept
from platform_core.site.views.account import user_id_of
from platform_core.site.views.confirming import SECURITY, confirmed, proven
from platform_core.site.views.second_step import answer_of, too_many

APP, ASKED, CODES = "new_app", "new_passkey", "recovery_codes"


@proven
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """App or passkey? And why at all."""
    context = {
        "next": next_of(request, SECURITY),
        "required": settings.KAQUAN_REQUIRE_SECOND_FACTOR,
        "has_factors": bool(list_factors(user_id_of(request))),
    }
    return render(request, "site/factor_choose.html", context)


@confirmed
@require_http_methods(["GET", "POST"])
def app(request: HttpRequest) -> HttpResponse:
    """Scan, then show by a code that the app has it. The secret stays the same while the page is tried again."""
    kept = find_kept(request, APP, now())
    if kept is None:
        kept = {"id": str(new_id()), "secret": new_secret()}
        keep(request, APP, kept, now())
    if request.method == "GET":
        return _app_page(request, kept["secret"])
    try:
        add_app(
            user_id=user_id_of(request),
            factor_id=uuid.UUID(kept["id"]),
            secret=kept["secret"],
            code=request.POST.get("code", ""),
            name=request.POST.get("name", ""),
            now=now(),
        )
    except FactorRefused:
        return _app_page(request, kept["secret"], _("验证码不对。请确认手机时间准确，再输入验证器中最新的 6 位数字。"))
    except TooManyFactorTries as error:
        return _app_page(request, kept["secret"], too_many(error))
    except TooManyFactors:
        return _app_page(request, kept["secret"], _("最多可以有 10 种验证方式，请先移除一种。"))
    take_kept(request, APP, now())
    return redirect(_after_adding(request, FactorMethod.TOTP))


def _app_page(request: HttpRequest, secret: str, error: str = "") -> HttpResponse:
    address = setup_address(secret, User.objects.values_list("email", flat=True).get(pk=user_id_of(request)))
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True)
    context = {
        "next": next_of(request, SECURITY),
        "qr": mark_safe(drawn),  # noqa: S308 - drawn from our own text
        "address": address,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "error": error,
        "name": request.POST.get("name", ""),
    }
    return render(request, "site/factor_app.html", context, status=422 if error else 200)


@confirmed
@require_safe
def passkey(request: HttpRequest) -> HttpResponse:
    """A page with one button; the browser does the rest."""
    return render(request, "site/factor_passkey.html", {"next": next_of(request, SECURITY)})


@confirmed
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """What the browser makes a passkey from."""
    user = User.objects.get(pk=user_id_of(request))
    factors = list_factors(user.id)
    known = [bytes(factor.material) for factor in factors if factor.kind == FactorKind.PASSKEY]
    asked = ask_for_new(user.id.bytes, user.email, user.display_name, known)
    keep(request, ASKED, asked.state, now())
    return JsonResponse(asked.options)


@confirmed
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """The passkey that was made."""
    state: dict[str, Any] | None = take_kept(request, ASKED, now())
    try:
        if state is None:
            raise FactorRefused
        add_passkey(
            user_id=user_id_of(request),
            state=state,
            answer=answer_of(request),
            name=request.GET.get("name", ""),
            now=now(),
        )
    except FactorRefused:
        return JsonResponse({"message": _("没有添加成功，请重试。")}, status=422)
    except TooManyFactors:
        return JsonResponse({"message": _("最多可以有 10 种验证方式，请先移除一种。")}, status=422)
    return JsonResponse({"next": _after_adding(request, FactorMethod.PASSKEY)})


def _after_adding(request: HttpRequest, method: FactorMethod) -> str:
    """This session has shown the factor; with the first one come recovery codes."""
    mark_second_factor(request, method, now())
    then = next_of(request, SECURITY)
    if get_recovery_codes_left(user_id_of(request)):
        return then
    keep(request, CODES, replace_recovery_codes(user_id=user_id_of(request), now=now()), now())
    return "/account/recovery-codes?" + urlencode({"next": then})
