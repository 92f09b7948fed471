"""An invitation: whoever holds the link logs in, or opens an account, with the very address that it was sent to."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from platform_core.entitlements.errors import LimitReached, SubscriptionInactive
from platform_core.identity.enums import Role
from platform_core.identity.errors import EmailTaken, InvitationGone, InvitationOfAnother
from platform_core.identity.models import Invitation, User
from platform_core.identity.selectors import find_invitation
from platform_core.identity.services.accept_invitation import accept_invitation
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.clock import now
from platform_core.site.forms import JoinForm
from platform_core.site.marks import mark_log_in
from platform_core.site.views.account import into_shop, user_id_of
from platform_core.site.views.confirming import proven
from platform_core.site.views.second_step import BACKEND
from platform_core.tenancy import directory
from platform_core.tenancy.cache import count_up
from platform_core.tenancy.client_address import ip_of

PER_ADDRESS, WINDOW = 20, 900


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link leads: to a new account, to the log-in, or to one button."""
    invitation = find_invitation(token)
    missed = invitation is None or not invitation.is_open(now())
    if (missed or request.method == "POST") and count_up(f"join:{ip_of(request)}", window=WINDOW) > PER_ADDRESS:
        return render(request, "site/locked_out.html", status=429)
    if invitation is None or missed:
        return _gone(request, invitation)
    if request.user.is_authenticated:
        return _as_member(request, invitation, token)
    if User.objects.filter(email=invitation.email).exists():
        return _page(
            request, invitation, log_in="/login?" + urlencode({"next": request.path, "email": invitation.email})
        )
    return _as_new(request, invitation, token)


def _gone(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    mine = request.user.is_authenticated and invitation is not None and invitation.accepted_at is not None
    return render(request, "site/join_gone.html", {"used": mine}, status=410 if invitation else 404)


def _page(request: HttpRequest, invitation: Invitation, status: int = 200, **more: object) -> HttpResponse:
    tenant = directory.find_by_id(invitation.tenant_id)
    role = str(Role(invitation.role).label) if invitation.role in Role.values else _("自定义角色")
    context = {"invitation": invitation, "shop": tenant.name if tenant else "", "role": role, **more}
    return render(request, "site/join.html", context, status=status)


def _as_new(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link came by mail, so the address is theirs: no further proof of it is asked for."""
    form = JoinForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, invitation, 422 if form.errors else 200, form=form)
    try:
        with transaction.atomic():
            user = register_user(
                email=invitation.email,
                password=form.cleaned_data["password"],
                display_name=form.cleaned_data["name"],
                now=now(),
            )
            tenant_id = accept_invitation(token=token, user_id=user.id, now=now())
    except EmailTaken:  # in another tab, a moment ago
        return redirect(request.path)
    except InvitationGone:
        return _gone(request, invitation)
    except (SubscriptionInactive, LimitReached):
        return _page(request, invitation, 402, full=True)
    login(request, user, backend=BACKEND)
    mark_log_in(request, now())
    return into_shop(request, tenant_id)


@proven
def _as_member(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """For whoever is logged in: one button, unless they are somebody else."""
    user = User.objects.get(pk=user_id_of(request))
    if user.email != invitation.email:
        return _page(request, invitation, other=user.email)
    if request.method == "GET":
        return _page(request, invitation, button=True)
    try:
        tenant_id = accept_invitation(token=token, user_id=user.id, now=now())
    except (InvitationGone, InvitationOfAnother):
        return _gone(request, invitation)
    except (SubscriptionInactive, LimitReached):
        return _page(request, invitation, 402, full=True)
    return into_shop(request, tenant_id)
