"""Host -> face (platform, shop, api, pay) and tenant; the outermost middleware."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponseRedirect

from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy import directory
from platform_core.tenancy.addresses import shop_url
from platform_core.tenancy.client_address import client_address, read_network
from platform_core.tenancy.context import nowhere, platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.request_log import request_id

PLATFORM, SHOP, API, PAY = "platform", "shop", "api", "pay"
URLCONFS: Final = {
    PLATFORM: "config.urls_public",
    SHOP: "config.urls_tenant",
    API: "config.urls_api",
    PAY: "config.urls_pay",
}
HOST = re.compile(r"^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.?(?::\d{1,5})?$", re.ASCII)
NAME = re.compile(r"[a-z]")  # what no address has; of an IPv6 address nothing is left here
METRICS = "/metrics"  # Prometheus finds each process by its address; on shops' hosts there is no such page
PROBES = {"/livez", "/readyz", "/internal/tls-allowed"}
# Not led to the shop's main domain: the back office, which must answer whatever becomes of that; the API; what institutions call;
# files and previews of pages, which belong to the page that asks for them.
STAYS = ("/console/", "/api/", "/payments/", "/static/", "/media/", "/theme/", "/favicon.svg", "/lang/")


def host_of(request: HttpRequest) -> str:
    """The host name of the request, lower case and without port; empty when it is malformed.

    X-Forwarded-Host is never read: links are built from stored domains, routing from the real Host only.
    """
    matched = HOST.match(request.META.get("HTTP_HOST", "").lower())
    return matched.group(1) if matched else ""


class FaceMiddleware:
    """Decides whose request this is, and runs it with exactly that one's database rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        base = settings.KAQUAN_PLATFORM_HOST
        self.proxies = [read_network(text) for text in settings.TRUSTED_PROXIES]
        self.fixed = {base: PLATFORM, f"www.{base}": PLATFORM, f"api.{base}": API, f"pay.{base}": PAY}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.request_uuid = new_id()  # type: ignore[attr-defined]
        identifier = public_id("req", request.request_uuid)  # type: ignore[attr-defined]
        request.request_id = identifier  # type: ignore[attr-defined]
        request.client_ip = client_address(request.META, self.proxies)  # type: ignore[attr-defined]
        token = request_id.set(identifier)
        try:
            with nowhere():
                response = self._route(request)
        finally:
            request_id.reset(token)
        response.headers["Request-Id"] = identifier
        return response

    def _route(self, request: HttpRequest) -> HttpResponse:
        host = host_of(request)
        face = self.fixed.get(host)
        if face is None and (request.path in PROBES or (request.path == METRICS and not NAME.search(host))):
            face = PLATFORM  # a load balancer probes by address
        if face in (PLATFORM, PAY):
            return self._serve_platform(request, face)
        if face == API:
            return self._serve(request, API)  # the key picks the tenant, later
        try:
            tenant = directory.find_by_host(host) if host else None
        except (OperationalError, InterfaceError):
            return unavailable(request)
        if tenant is None:
            return HttpResponseNotFound("Unknown host.", content_type="text/plain")
        request.tenant = tenant  # type: ignore[attr-defined]
        if is_led_on(request, tenant, host):
            return HttpResponseRedirect(shop_url(tenant.host, request.get_full_path()))
        if request.path.startswith("/api/v1"):
            return self._serve(request, SHOP)  # the shop's own API address
        with tenant_context(tenant):
            return self._serve(request, SHOP)

    def _serve_platform(self, request: HttpRequest, face: str) -> HttpResponse:
        if face == PAY:
            return self._serve(request, PAY)
        with platform_context():
            return self._serve(request, PLATFORM)

    def _serve(self, request: HttpRequest, face: str) -> HttpResponse:
        request.face = "api" if request.path.startswith("/api/v1") else face  # type: ignore[attr-defined]
        request.urlconf = URLCONFS[face]  # type: ignore[attr-defined]
        return self.get_response(request)


def is_led_on(request: HttpRequest, tenant: TenantRef, host: str) -> bool:
    """Should a visitor go on at the shop's main domain?"""
    if host == tenant.host or not tenant.host or request.method not in {"GET", "HEAD"}:
        return False
    return not request.path.startswith(STAYS) and "preview" not in request.GET


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database cannot be reached: say so, and when to come back."""
    return HttpResponse(
        "服务暂时不可用，请稍后再试。 / Temporarily unavailable, please try again.",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": "2"},
    )
