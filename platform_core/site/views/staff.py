"""Pages of the platform's staff; to everybody else they do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.compliance.enums import ActorKind
from platform_core.compliance.lifecycle import Actor
from platform_core.tenancy.models import Tenant

View = Callable[..., HttpResponse]


def staff_only(view: View) -> View:
    """404 for anybody who is not platform staff."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request.user, "is_staff", False):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def staff_actor(request: HttpRequest) -> Actor:
    """Who acts, for histories."""
    return Actor(ActorKind.STAFF, str(request.user.pk), str(request.user))


@staff_only
@require_safe
def tenants(request: HttpRequest) -> HttpResponse:
    """All shops."""
    rows = Tenant.objects.filter(livemode=True).order_by("-created_at")[:500]
    return render(request, "site/staff_shops.html", {"rows": rows})
