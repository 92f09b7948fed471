from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant
from tenants.access.authenticate import forget_keys
from tenants.access.enums import PRESET_NAMES, PRESETS
from tenants.access.models import ApiKey
from tenants.access.services.create_api_key import create_api_key
from tenants.access.services.revoke_api_key import revoke_api_key
from tenants.console.staff import staff_only


@staff_only("keys")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """API keys; the secret of a new one is in this one answer and nowhere else."""
    secret = ""
    if request.method == "POST":
        preset = request.POST.get("preset", "full")
        name = request.POST.get("name", "").strip()[:80]
        if preset not in PRESETS:
            raise Http404
        secret = create_api_key(
            name=name or str(PRESET_NAMES[preset]),
            livemode=request.POST.get("mode") != "test",
            tenant_code=current_tenant().code,
            now=now(),
            scopes=PRESETS[preset],
        ).secret
    rows = ApiKey.objects.order_by("-created_at")
    return render(request, "console/keys.html", {"rows": rows, "presets": PRESET_NAMES.items(), "secret": secret})


@staff_only("keys")
@require_POST
def revoke(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """Stop a key for good."""
    try:
        revoke_api_key(key_id=key_id, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    forget_keys()
    messages.success(request, _("密钥已吊销，5 秒内全部失效。"))
    return redirect("console:keys")
