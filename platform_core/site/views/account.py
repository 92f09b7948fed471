"""Log-in on the platform host, and the way from there into a shop's back office."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from platform_core.identity.errors import NotAMember
from platform_core.identity.models import Membership
from platform_core.identity.selectors import list_factors
from platform_core.identity.services.issue_console_ticket import issue_console_ticket
from platform_core.kernel.clock import now
from platform_core.site.marks import begin_second_step, has_second_factor, mark_log_in
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url


def user_id_of(request: HttpRequest) -> uuid.UUID:
    """Who is logged in."""
    identifier = request.user.pk
    assert identifier is not None
    return identifier


class LogIn(LoginView):
    """E-mail address and password; django-axes locks out guessers. Who has a second factor is asked for it next."""

    template_name = "site/login.html"
    redirect_authenticated_user = True
    next_page = "/shops"

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, or go on to the second step."""
        user = form.get_user()
        if list_factors(user.pk):
            begin_second_step(self.request, user.pk, now())
            return redirect("/login/factor?" + urlencode({"next": self.get_success_url()}))
        answer = super().form_valid(form)
        mark_log_in(self.request, now())
        return answer


@login_required
@require_safe
def shops(request: HttpRequest) -> HttpResponse:
    """The shops that this person works for."""
    rows = []
    for membership in Membership.objects.filter(user_id=user_id_of(request)).order_by("created_at"):
        tenant = directory.find_by_id(membership.tenant_id)
        if tenant is not None:
            rows.append({"tenant": tenant, "role": membership, "url": shop_url(tenant.host)})
    return render(request, "site/shops.html", {"rows": rows})


@login_required
@require_POST
def enter(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """Into the back office of one shop, with a one-time ticket."""
    return into_shop(request, tenant_id)


def into_shop(request: HttpRequest, tenant_id: uuid.UUID) -> HttpResponse:
    """A redirect into a shop's back office, which says whether this session was opened with a second factor.

    Raises:
        Http404: they do not work there, or there is no such shop.
    """
    tenant = directory.find_by_id(tenant_id)
    try:
        token = issue_console_ticket(
            user_id=user_id_of(request), tenant_id=tenant_id, now=now(), second_factor=has_second_factor(request)
        )
    except NotAMember as error:
        raise Http404 from error
    if tenant is None:
        raise Http404
    # By the address on this platform: a domain of the merchant's own may not resolve today.
    host = directory.shop_host(tenant.slug)
    return HttpResponseRedirect(shop_url(host, "/console/enter?" + urlencode({"ticket": token})))
