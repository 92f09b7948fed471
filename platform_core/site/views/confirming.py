"""Before somebody's second factors change, they show again that it is them: a session that was left open is not enough."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platform_core.identity.enums import FactorKind
from platform_core.identity.errors import FactorRefused, TooManyFactorTries
from platform_core.identity.models import User
from platform_core.identity.selectors import list_factors
from platform_core.identity.services.check_code import check_code
from platform_core.kernel.clock import now
from platform_core.site.marks import has_second_factor, is_confirmed, is_fresh, mark_confirmed, next_of
from platform_core.site.views.account import user_id_of
from platform_core.site.views.second_step import too_many

View = Callable[..., HttpResponse]
SECURITY = "/account/security"


def proven(view: View) -> View:
    """For whoever is logged in, with their second factor where they have one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_second_factor(request) and list_factors(user_id_of(request)):
            return redirect("/login/factor?" + urlencode({"next": _back_to(request)}))
        return view(request, *args, **kwargs)

    return login_required(never_cache(guarded))


def confirmed(view: View) -> View:
    """For whoever showed within ten minutes that it is them. Who has no factor yet did so by logging in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = is_fresh(request, now()) and not list_factors(user_id_of(request))
        if not first and not is_confirmed(request, now()):
            return redirect("/account/confirm?" + urlencode({"next": _back_to(request)}))
        return view(request, *args, **kwargs)

    return proven(guarded)


def _back_to(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else SECURITY


@proven
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """The password again, or a code, or a passkey (which the page asks for by the addresses of the log-in)."""
    user_id, then = user_id_of(request), next_of(request, SECURITY)
    kinds = {factor.kind for factor in list_factors(user_id)}
    context: dict[str, Any] = {"next": then, "app": FactorKind.TOTP in kinds, "passkey": FactorKind.PASSKEY in kinds}
    if request.method == "GET":
        return render(request, "site/confirm.html", context)
    context["error"] = _refusal(request)
    if context["error"] is None:
        mark_confirmed(request, now())
        return redirect(then)
    return render(request, "site/confirm.html", context, status=422)


def _refusal(request: HttpRequest) -> str | None:
    """Why what was entered does not show that it is them; None: it does."""
    user_id = user_id_of(request)
    if "code" in request.POST:
        try:
            check_code(user_id=user_id, code=request.POST["code"], now=now())
        except FactorRefused:
            return _("验证码不对，或已经用过。")
        except TooManyFactorTries as error:
            return too_many(error)
        return None
    email = User.objects.values_list("email", flat=True).get(pk=user_id)
    user = authenticate(request, username=email, password=request.POST.get("password", ""))
    return None if user is not None and user.pk == user_id else _("密码不对，请重试。")
