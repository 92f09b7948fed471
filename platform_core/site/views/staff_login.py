"""The way into the platform console: password, then the second factor, in a session that is good for nothing else."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.record_staff_outcome import record_staff_outcome
from platform_core.identity.enums import FactorKind, FactorMethod, StaffPower
from platform_core.identity.errors import FactorRefused, TooManyFactorTries
from platform_core.identity.models import User
from platform_core.identity.passkeys import ask_for_proof
from platform_core.identity.selectors import list_factors, list_staff_roles
from platform_core.identity.services.check_code import check_code
from platform_core.identity.services.check_passkey import check_passkey
from platform_core.identity.services.end_staff_sessions import end_staff_sessions
from platform_core.kernel.clock import now
from platform_core.site.marks import begin_second_step, find_pending, forget_pending, keep, next_of, take_kept
from platform_core.site.staff_session import find_staff, open_staff_session
from platform_core.site.views.second_step import answer_of, too_many
from platform_core.site.views.staff import staff_of, staff_page
from platform_core.tenancy.client_address import ip_of

ASKED = "passkey_proof"
HOME = "/staff/"


class StaffForm(AuthenticationForm):
    """Whoever is no staff is answered as if the password were wrong."""

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse everybody without a role.

        Raises:
            ValidationError
        """
        super().confirm_login_allowed(user)
        if not list_staff_roles(user.pk):
            raise ValidationError(_("邮箱或密码不正确，请重试。"), code="invalid_login")


class StaffLogIn(LoginView):
    """Password first; django-axes locks out guessers. Then a second factor, which staff must have."""

    template_name = "site/staff_login.html"
    authentication_form = StaffForm
    next_page = HOME

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Whoever is in already goes on."""
        if find_staff(request, now()) is not None:
            return redirect(next_of(request, HOME))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """On to the second step; where there is none to take, say how to set one up."""
        user: Any = form.get_user()
        then = next_of(self.request, HOME)
        if list_factors(user.pk):
            begin_second_step(self.request, user.pk, now())
            return redirect("/staff/login/factor?" + urlencode({"next": then}))
        if settings.KAQUAN_REQUIRE_STAFF_FACTOR:
            return render(self.request, "site/staff_no_factor.html", status=403)
        _let_in(self.request, user, None)
        return redirect(then)


@never_cache
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest) -> HttpResponse:
    """A code of the app or a recovery code, or the way to a passkey."""
    user_id, then = find_pending(request, now()), next_of(request, HOME)
    if user_id is None:
        return redirect("/staff/login?" + urlencode({"next": then}))
    kinds = {factor.kind for factor in list_factors(user_id)}
    context: dict[str, Any] = {"next": then, "app": FactorKind.TOTP in kinds, "passkey": FactorKind.PASSKEY in kinds}
    context |= {"ask": "/staff/login/factor/ask", "answer": "/staff/login/factor/answer", "log_in": "/staff/login"}
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
    return redirect(then if _complete(request, user_id, method) else "/staff/login")


@never_cache
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """What the browser hands to the passkey."""
    user_id = find_pending(request, now())
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
    user_id, state = find_pending(request, now()), take_kept(request, ASKED, now())
    try:
        if user_id is None or state is None:
            raise FactorRefused
        check_passkey(user_id=user_id, state=state, answer=answer_of(request), now=now())
    except FactorRefused:
        return JsonResponse({"message": _("通行密钥没有通过验证，请重试。")}, status=422)
    done = _complete(request, user_id, FactorMethod.PASSKEY)
    return JsonResponse({"next": next_of(request, HOME) if done else "/staff/login"})


def _complete(request: HttpRequest, user_id: uuid.UUID, method: FactorMethod) -> bool:
    """Let them in; False: switched off, or no staff any more."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    forget_pending(request)
    if user is None or not list_staff_roles(user.id):
        return False
    _let_in(request, user, method)
    return True


def _let_in(request: HttpRequest, user: User, method: FactorMethod | None) -> None:
    open_staff_session(request, user, method, now())
    number = record_staff_act(user_id=user.id, email=user.email, act="staff_login", address=ip_of(request), now=now())
    record_staff_outcome(act_id=number, outcome="done", detail={"second_factor": method or "none"}, now=now())


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Log out of the console; the ordinary session of the same person goes on."""
    logout(request)
    response = redirect("/staff/login")
    response.delete_cookie(settings.KAQUAN_STAFF_COOKIE, path="/staff/", samesite="Strict")
    return response


@staff_page(StaffPower.VIEW)
@require_POST
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions of the console, on every device."""
    user_id = staff_of(request).user_id
    response = leave(request)
    end_staff_sessions(user_id=user_id)
    return response
