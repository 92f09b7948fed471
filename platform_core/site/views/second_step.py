"""The second step of a log-in; the same for somebody who is logged in and has to show a second factor now."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.identity.enums import FactorKind, FactorMethod
from platform_core.identity.errors import FactorRefused, TooManyFactorTries
from platform_core.identity.models import User
from platform_core.identity.passkeys import ask_for_proof
from platform_core.identity.selectors import list_factors
from platform_core.identity.services.check_code import check_code
from platform_core.identity.services.check_passkey import check_passkey
from platform_core.kernel.clock import now
from platform_core.site.marks import (
    find_pending,
    forget_pending,
    has_second_factor,
    keep,
    mark_confirmed,
    mark_log_in,
    mark_second_factor,
    next_of,
    take_kept,
)

BACKEND = "platform_core.identity.backends.EmailBackend"
ASKED = "passkey_proof"


def _who(request: HttpRequest) -> uuid.UUID | None:
    """Whose second step it is: of whoever entered the password a moment ago, or of whoever is logged in."""
    if request.user.is_authenticated:
        return request.user.pk
    return find_pending(request, now())


def _complete(request: HttpRequest, user_id: uuid.UUID, method: FactorMethod) -> bool:
    """Log in, where they are not yet; False: switched off meanwhile."""
    if not request.user.is_authenticated:
        user = User.objects.filter(pk=user_id, is_active=True).first()
        forget_pending(request)
        if user is None:
            return False
        login(request, user, backend=BACKEND)
        mark_log_in(request, now())
    else:
        mark_confirmed(request, now())
    mark_second_factor(request, method, now())
    return True


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """A code of the app or a recovery code, or the way to a passkey."""
    user_id, then = _who(request), next_of(request, "/shops")
    if user_id is None:
        return redirect("/login?" + urlencode({"next": then}))
    kinds = {factor.kind for factor in list_factors(user_id)}
    if not kinds:
        return redirect("/account/second-factor?" + urlencode({"next": then}))
    if has_second_factor(request) and request.method == "GET":
        return redirect(then)
    context: dict[str, Any] = {"next": then, "app": FactorKind.TOTP in kinds, "passkey": FactorKind.PASSKEY in kinds}
    if request.method == "GET":
        return render(request, "site/second_step.html", context)
    try:
        method = check_code(user_id=user_id, code=request.POST.get("code", ""), now=now())
    except FactorRefused:
        context["error"] = _("验证码不对，或已经用过。请输入验证器中最新的 6 位数字。")
        return render(request, "site/second_step.html", context, status=422)
    except TooManyFactorTries as error:
        context["error"] = too_many(error)
        return render(request, "site/second_step.html", context, status=429)
    return redirect(then if _complete(request, user_id, method) else "/login")


def too_many(error: TooManyFactorTries) -> str:
    """What to say to somebody who tried too often."""
    return _("尝试次数过多，请 %(minutes)s 分钟后再试。") % {"minutes": -(-error.data["retry_after"] // 60)}


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """What the browser hands to the passkey."""
    user_id = _who(request)
    if user_id is None:
        return JsonResponse({"message": _("登录已过期，请重新登录。")}, status=403)
    known = [bytes(factor.material) for factor in list_factors(user_id) if factor.kind == FactorKind.PASSKEY]
    if not known:
        return JsonResponse({"message": _("没有可用的通行密钥。")}, status=422)
    asked = ask_for_proof(known)
    keep(request, ASKED, asked.state, now())
    return JsonResponse(asked.options)


@never_cache
@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """What the passkey answered."""
    user_id, state = _who(request), take_kept(request, ASKED, now())
    try:
        if user_id is None or state is None:
            raise FactorRefused
        check_passkey(user_id=user_id, state=state, answer=answer_of(request), now=now())
    except FactorRefused:
        return JsonResponse({"message": _("通行密钥没有通过验证，请重试。")}, status=422)
    done = _complete(request, user_id, FactorMethod.PASSKEY)
    return JsonResponse({"next": next_of(request, "/shops") if done else "/login"})


def answer_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON that the browser made of a passkey's answer.

    Raises:
        FactorRefused: it is none.
    """
    try:
        found = json.loads(request.body)["credential"]
    except (ValueError, KeyError, TypeError) as error:
        raise FactorRefused from error
    if not isinstance(found, dict):
        raise FactorRefused
    return found
