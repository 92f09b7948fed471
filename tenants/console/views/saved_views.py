from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from tenants.access.errors import TooManyViews
from tenants.access.powers import Power
from tenants.access.services.forget_view import forget_view
from tenants.access.services.save_view import save_view
from tenants.console.staff import staff_only


def _back(request: HttpRequest, query: str = "") -> HttpResponse:
    path = request.POST.get("next", "")
    if not path.startswith("/console/") or not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = "/console/"
    return redirect(f"{path}?{query}" if query else path)


@staff_only(Power.START, changes=False)
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep a list's filters under a name."""
    name, query = request.POST.get("name", "").strip(), request.POST.get("query", "")
    try:
        save_view(
            user_id=uuid.UUID(request.staff["user_id"]),  # type: ignore[attr-defined]
            page=request.POST.get("page", "")[:40],
            name=name or _("未命名"),
            query=query,
            shared="shared" in request.POST,
            now=now(),
        )
    except TooManyViews:
        messages.error(request, _("保存的视图太多了，请先删除不用的。"))
    else:
        messages.success(request, _("视图已保存。"))
    return _back(request, query)


@staff_only(Power.START, changes=False)
@require_POST
def forget(request: HttpRequest, view_id: uuid.UUID) -> HttpResponse:
    """Drop a saved view of one's own."""
    forget_view(user_id=uuid.UUID(request.staff["user_id"]), view_id=view_id)  # type: ignore[attr-defined]
    return _back(request)
