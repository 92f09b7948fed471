from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from platform_core.kernel.clock import now
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import current_tenant, tenant_context
from platform_core.tenancy.errors import TwinNotReady
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.api_versions import list_api_versions
from tenants.access.powers import Power
from tenants.access.selectors import find_api_version_pin
from tenants.console.endpoint_form import EndpointForm, initial_of, initial_of_new
from tenants.console.event_words import grouped_types
from tenants.console.staff import staff_only
from tenants.console.views.modes import mode_of
from tenants.console.views.webhooks import MOST, Opened, address, opened, ways_of
from webhooks.errors import EndpointLimitReached
from webhooks.sealing import open_headers
from webhooks.services.create_endpoint import create_endpoint
from webhooks.services.update_endpoint import update_endpoint

FIELDS = ("sku", "status", "previous_status", "external_id", "issuance", "product", "source")


@staff_only(Power.WEBHOOKS_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Have a URL told of events."""
    mode = mode_of(request)
    form = EndpointForm(request.POST or None, livemode=mode == "live", initial=initial_of_new(_version()))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, mode)
    try:
        with tenant_context(_shop(mode)):
            made = create_endpoint(settings=form.settings(), now=now())
    except TwinNotReady:
        messages.error(request, _("测试店铺正在准备，请稍后再试。"))
        return redirect(address(mode))
    except EndpointLimitReached:
        messages.error(request, _("最多 %(most)d 个端点，请先删除不用的。") % {"most": MOST})
        return redirect(address(mode))
    messages.success(request, _("已新建。发一个测试事件，看看接收方能否收到。"))
    return redirect(address(mode, public_id("we", made.id)))


@staff_only(Power.WEBHOOKS_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """Change what an endpoint gets and how."""
    with opened(request, endpoint_id) as found:
        kept = open_headers(current_tenant(), found.endpoint)
        livemode = found.mode == "live"
        form = EndpointForm(request.POST or None, livemode=livemode, kept=kept, initial=initial_of(found.endpoint))
        if request.method == "POST" and form.is_valid():
            update_endpoint(endpoint_id=found.endpoint.id, changes=form.settings(), now=now())
            messages.success(request, _("已保存，从下一次发送起生效。"))
            return redirect(found.address())
    return _page(request, form, found.mode, found)


def _page(request: HttpRequest, form: EndpointForm, mode: str, found: Opened | None = None) -> HttpResponse:
    context: dict[str, Any] = {
        **ways_of(mode),
        "form": form,
        "groups": grouped_types(form["event_types"].value() or []),
        "fields": FIELDS,
        "found": found,
        "typed_again": bool(form.errors) and any(row["value"] for row in form["headers"].value() or []),
        "back": found.address() if found else address(mode),
        "numbers": [
            (form["rate"], _("每秒最多几次（留空不限）"), "1–1000"),
            (form["concurrency"], _("同时最多几个请求"), "1–50"),
            (form["timeout"], _("超时（秒）"), "1–30"),
        ],
    }
    return render(request, "console/endpoint_form.html", context, status=422 if form.errors else 200)


def _version() -> str:
    """The version that the shop's calls are made in, else the newest."""
    pin = find_api_version_pin()
    answered = [each.name for each in list_api_versions() if each.state != "removed"]
    return pin.version if pin is not None and pin.version in answered else answered[0]


def _shop(mode: str) -> TenantRef:
    """The shop, or its test twin, which is made when it is first needed."""
    shop = current_tenant()
    if mode == "live":
        return shop
    if not shop.livemode:
        raise Http404
    return ensure_twin(live=shop, now=now())
