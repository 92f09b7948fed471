"""Who is logged in: the log-in stands in the shop's own session, and is good only in the browser it was opened in.

Visitors who never logged in have no such browser: nothing is asked for them, not even their session.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from platform_core.kernel.clock import now
from platform_core.kernel.contacts import open_contact
from platform_core.tenancy.client_address import ip_of
from platform_core.tenancy.context import current_tenant
from tenants.customers.models import Device
from tenants.customers.selectors import find_open_device
from tenants.customers.services.note_seen import note_seen
from tenants.customers.services.open_log_in import LoggedIn, Visitor

COOKIE, KEY = "device", "buyer"
KEPT = 60 * 60 * 24 * 365  # seconds
View = Callable[..., HttpResponseBase]


def device_of(request: HttpRequest) -> Device | None:
    """The browser of this request with the buyer who is logged in there; None: nobody is. At most one query a request."""
    if COOKIE not in request.COOKIES:
        return None
    if not hasattr(request, "_device"):
        request._device = _find(request)  # type: ignore[attr-defined]
    found: Device | None = request._device  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> Device | None:
    said = request.session.get(KEY)
    if not said:
        return None
    device = find_open_device(uuid.UUID(said["device"]), uuid.UUID(said["log_in"]))
    if device is None:
        return None
    digest = hashlib.sha256(request.COOKIES[COOKIE].encode()).digest()
    return device if hmac.compare_digest(digest, bytes(device.token_hash)) else None


def buyer_id_of(request: HttpRequest) -> uuid.UUID | None:
    """The account that is logged in, if one is."""
    device = device_of(request)
    return device.buyer_id if device is not None else None


def contact_of(request: HttpRequest) -> str:
    """What the buyer who is logged in logs in with; else empty."""
    device = device_of(request)
    if device is None or device.buyer.contact_sealed is None:
        return ""
    return open_contact(current_tenant().id, bytes(device.buyer.contact_sealed))


def visitor_of(request: HttpRequest) -> Visitor:
    """The browser of whoever logs in."""
    return Visitor(request.COOKIES.get(COOKIE, ""), request.headers.get("User-Agent", ""), ip_of(request))


def language_of(request: HttpRequest) -> str:
    """In which language this visitor reads."""
    return (get_language() or "zh-hans")[:8]


def admit(request: HttpRequest, response: HttpResponse, opened: LoggedIn) -> HttpResponse:
    """From here on this browser is logged in; its session has a new key, which nobody can have planted."""
    request.session.cycle_key()
    rotate_token(request)
    request.session[KEY] = {"device": opened.device.id.hex, "log_in": str(opened.device.log_in)}
    secure = request.is_secure()
    response.set_cookie(COOKIE, opened.token, max_age=KEPT, httponly=True, samesite="Lax", secure=secure)
    return response


def dismiss(request: HttpRequest) -> None:
    """Nobody is logged in any more in this session, and the orders it opened are closed to whoever comes next."""
    for key in (KEY, "orders"):
        request.session.pop(key, None)
    request.session.cycle_key()
    rotate_token(request)


def inside(path: str, otherwise: str = "/me") -> str:
    """A path of this shop to go on to; whatever leads elsewhere is not followed."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else otherwise


def here(request: HttpRequest) -> Device:
    """The browser of a request that ``buyers_only`` let through."""
    device = device_of(request)
    assert device is not None
    return device


def buyers_only(view: View) -> View:
    """Only for buyers who are logged in; others are sent to log in, and back. Nothing of it is kept by anybody."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        device = device_of(request)
        if device is None:
            back = f"?{urlencode({'next': request.path})}" if request.method == "GET" and request.path != "/me" else ""
            return redirect(f"/me/login{back}")
        note_seen(device=device, now=now())
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return guarded
