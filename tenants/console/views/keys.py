from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.money import format_money
from platform_core.tenancy.addresses import api_url
from platform_core.tenancy.context import current_tenant
from tenants.access.authenticate import forget_keys
from tenants.access.enums import PRESET_NAMES
from tenants.access.errors import KeyNotUsable
from tenants.access.limits import KeyLimits
from tenants.access.models import ApiKey
from tenants.access.powers import Power
from tenants.access.services.create_api_key import NewKey, create_api_key
from tenants.access.services.revoke_api_key import revoke_api_key
from tenants.access.services.roll_api_key import roll_api_key
from tenants.console.key_form import KeyForm
from tenants.console.staff import staff_only

AT_ONCE = 200  # the newest
OVERLAPS = {
    0: gettext_lazy("立即停用"),
    1: gettext_lazy("1 小时后"),
    24: gettext_lazy("24 小时后"),
    168: gettext_lazy("7 天后"),
}


@staff_only(Power.KEYS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """API keys; the secret of a new one is in this one answer and nowhere else."""
    if request.method != "POST":
        return _page(request, KeyForm())
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _page(request, KeyForm(), create_api_key(tenant_code=current_tenant().code, now=now(), **form.wanted()))


def _page(request: HttpRequest, form: KeyForm, made: NewKey | None = None, status: int = 200) -> HttpResponse:
    context = {
        "rows": [_row(key) for key in ApiKey.objects.order_by("-id")[:AT_ONCE]],
        "presets": PRESET_NAMES.items(),
        "overlaps": OVERLAPS.items(),
        "form": form,
        "limits": [form[name] for name in ("expires_on", "daily_quota", "max_amount")],
        "api_docs": api_url("/"),
        "made": made,
    }
    response = render(request, "console/keys.html", context, status=status)
    if made is not None:
        response.headers["Cache-Control"] = "no-store"
    return response


def _row(key: ApiKey) -> dict[str, Any]:
    amount = None if key.max_amount is None else format_money(key.max_amount, current_tenant().currency)
    over = key.expires_at is not None and key.expires_at <= now()
    return {"key": key, "amount": amount, "over": over, "limited": key.limits != KeyLimits([], [])}


@staff_only(Power.KEYS_EDIT)
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


@staff_only(Power.KEYS_EDIT)
@require_POST
def roll(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """A successor for a key; the old one works on for a while, so that systems can be switched without a gap."""
    hours = request.POST.get("hours", "24")
    if not hours.isdecimal() or int(hours) not in OVERLAPS:
        raise Http404
    try:
        made = roll_api_key(
            key_id=key_id, overlap=dt.timedelta(hours=int(hours)), tenant_code=current_tenant().code, now=now()
        )
    except RecordNotFound as error:
        raise Http404 from error
    except KeyNotUsable:
        messages.error(request, _("该密钥已失效，不能轮换。"))
        return redirect("console:keys")
    forget_keys()
    return _page(request, KeyForm(), made)
