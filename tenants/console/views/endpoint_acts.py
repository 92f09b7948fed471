"""What can be done with an endpoint, each by a button."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.kernel.clock import now, on_the_wall
from platform_core.tenancy.context import current_tenant
from tenants.access.powers import Power
from tenants.console.endpoint_words import host_of
from tenants.console.staff import actor, staff_only
from tenants.console.views.endpoints import page_of
from tenants.console.views.keys import OVERLAPS
from tenants.console.views.recoveries import gap_of
from tenants.console.views.webhooks import address, opened, ways_of
from webhooks.enums import EndpointStatus
from webhooks.errors import EndpointNotActive, EndpointSettingInvalid
from webhooks.services.delete_endpoint import delete_endpoint
from webhooks.services.reveal_signing_secrets import reveal_signing_secrets
from webhooks.services.rotate_signing_secrets import rotate_signing_secrets
from webhooks.services.send_sample import send_sample
from webhooks.services.set_endpoint_paused import set_endpoint_paused


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def pause(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Keep for later what it would get."""
    with opened(request, endpoint_id) as found:
        try:
            set_endpoint_paused(endpoint_id=found.endpoint.id, paused=True, now=now())
        except EndpointNotActive:
            messages.error(request, _("端点已停用，不能暂停。"))
            return redirect(found.address())
        return redirect(found.address(undo="pause"))


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def resume(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Let it have everything again; one that was disabled is offered what it has missed."""
    with opened(request, endpoint_id) as found:
        before = found.endpoint
        gap = gap_of(before)["since"] if before.status == EndpointStatus.DISABLED else None
        set_endpoint_paused(endpoint_id=before.id, paused=False, now=now())
        if gap is None:
            return redirect(found.address(undo="resume"))
        return redirect(found.address(gap=gap.isoformat()))


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def sample(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Send it an event that did not happen, and watch."""
    with opened(request, endpoint_id) as found:
        try:
            send_sample(endpoint_id=found.endpoint.id, event_type=request.POST.get("type", ""), now=now())
        except EndpointNotActive:
            messages.error(request, _("端点没有启用，不能发送测试事件。"))
            return redirect(found.address())
        except EndpointSettingInvalid as error:
            raise Http404 from error
        return redirect(found.address(live="1") + "#deliveries")


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def rotate(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """New signing secrets; the old ones sign along for a while."""
    hours = request.POST.get("hours", "24")
    if not hours.isdecimal() or int(hours) not in OVERLAPS:
        raise Http404
    with opened(request, endpoint_id) as found:
        overlap = dt.timedelta(hours=int(hours))
        wall = on_the_wall(now())
        rotate_signing_secrets(tenant=current_tenant(), overlap=overlap, now=wall, endpoint_id=found.endpoint.id)
        messages.success(request, _("签名密钥已更换。请显示新密钥，换到接收方的系统里。"))
        return redirect(found.address() + "#secret")


@staff_only(Power.WEBHOOKS_EDIT)
@require_http_methods(["GET", "POST"])
def secret(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """What it is signed with, once, on record (POST); the place of it on the page, without it (GET)."""
    with opened(request, endpoint_id) as found:
        context = {**ways_of(found.mode), "id": found.id}
        if request.method == "POST":
            context["secrets"] = reveal_signing_secrets(endpoint_id=found.endpoint.id, actor=actor(request), now=now())
        if request.headers.get("HX-Request"):
            return render(request, "console/endpoint_secret.html", context)
        if request.method != "POST":
            return redirect(found.address() + "#secret")
        page = page_of(request, found) | context
    return render(request, "console/endpoint.html", page)


@staff_only(Power.WEBHOOKS_EDIT)
@require_POST
def delete(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Gone for good, by whoever can write down its host."""
    with opened(request, endpoint_id) as found:
        if request.POST.get("host", "").strip().lower() != host_of(found.endpoint.url):
            messages.error(request, _("没有删除：填写的域名与端点不一致。"))
            return redirect(found.address() + "#delete")
        delete_endpoint(endpoint_id=found.endpoint.id, now=now())
        messages.success(request, _("已删除。等待发送的事件不再发送，记录保留 30 天。"))
        return redirect(address(found.mode))
