"""Opening a shop: one form, then a page that shows how far it is."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from billing.engines import is_billing_on
from billing.standing import TRIAL
from platform_core.entitlements.plans import DEFAULT, OFFER
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.site.forms import SignUpForm
from platform_core.site.price_words import find_plan_card
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.directory import shop_host
from platform_core.tenancy.enums import SignUpState
from platform_core.tenancy.selectors import get_sign_up
from platform_core.tenancy.services.check_slug import check_slug
from platform_core.tenancy.services.request_tenant import Requested, request_tenant

PER_ADDRESS, WINDOW = 20, 3600


def _too_many(request: HttpRequest) -> bool:
    key = f"sign-ups-from:{ip_of(request)}"
    try:
        cache.add(key, 0, WINDOW)
        return int(cache.incr(key)) > PER_ADDRESS
    except Exception:  # a lost cache must not close the door
        return False


def _has_trial() -> bool:
    return is_billing_on() and bool(OFFER.trial_days)


def _trial(form: SignUpForm) -> dict[str, Any]:
    """What follows for somebody who signs up, for the page; empty where nobody is charged."""
    if not _has_trial():
        return {}
    wanted = form["plan"].value() or ""
    card = find_plan_card(str(wanted)) or find_plan_card(OFFER.trial_plan)
    return {"trial": card, "trial_days": OFFER.trial_days, "left": TRIAL.read_only.days}


def _request(form: SignUpForm) -> Requested:
    said = form.cleaned_data
    tries = (said["plan"] or OFFER.trial_plan) if _has_trial() else ""
    with transaction.atomic():
        owner = register_user(email=said["email"], password=said["password"], display_name=said["name"], now=now())
        return request_tenant(
            name=said["name"],
            slug=said["slug"],
            preset=said["preset"],
            positioning=said["positioning"],
            owner_id=owner.id,
            now=now(),
            plan="" if tries else DEFAULT,
            tries=tries,
        )


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form."""
    form = SignUpForm(request.POST or None, initial={"plan": request.GET.get("plan", "")[:32]})
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, _("操作太频繁，请稍后再试。"))
        else:
            try:
                return redirect("progress", token=_request(form).token)
            except DomainError as error:
                form.refuse(error.code, error.data)
    return render(request, "site/signup.html", {"form": form, **_trial(form)}, status=422 if form.errors else 200)


@require_safe
def slug_state(request: HttpRequest) -> HttpResponse:
    """Is this address free? A fragment for the form."""
    slug = request.GET.get("slug", "").strip().lower()
    try:
        check_slug(slug=slug)
    except DomainError as error:
        form = SignUpForm({})
        form.is_valid()
        form.errors.clear()
        form.refuse(error.code, error.data)
        return render(request, "site/slug_state.html", {"error": form.errors.get("slug", [""])[0], "slug": slug})
    return render(request, "site/slug_state.html", {"host": shop_host(slug), "slug": slug})


@require_safe
def progress(request: HttpRequest, token: str) -> HttpResponse:
    """How far the new shop is."""
    try:
        found = get_sign_up(token)
    except RecordNotFound as error:
        raise Http404 from error
    host = shop_host(found.slug)
    context = {
        "sign_up": found,
        "done": found.state == SignUpState.DONE,
        "failed": found.state == SignUpState.FAILED,
        "shop_url": shop_url(host),
        "token": token,
        "trial_days": OFFER.trial_days if found.tries else 0,
    }
    template = "site/progress_state.html" if request.headers.get("HX-Request") else "site/progress.html"
    return render(request, template, context)
