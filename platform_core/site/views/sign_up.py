"""Opening a shop: one form, then a page that shows how far it is."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from platform_core.entitlements.plans import DEFAULT
from platform_core.identity.services.register_user import register_user
from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.site.forms import SignUpForm
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


def _request(form: SignUpForm) -> Requested:
    said = form.cleaned_data
    with transaction.atomic():
        owner = register_user(email=said["email"], password=said["password"], display_name=said["name"], now=now())
        return request_tenant(
            name=said["name"],
            slug=said["slug"],
            preset=said["preset"],
            positioning=said["positioning"],
            owner_id=owner.id,
            now=now(),
            plan=DEFAULT,
        )


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """The form."""
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _too_many(request):
            form.add_error(None, _("操作太频繁，请稍后再试。"))
        else:
            try:
                return redirect("progress", token=_request(form).token)
            except DomainError as error:
                form.refuse(error.code, error.data)
    return render(request, "site/signup.html", {"form": form}, status=422 if form.errors else 200)


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
    }
    template = "site/progress_state.html" if request.headers.get("HX-Request") else "site/progress.html"
    return render(request, template, context)
