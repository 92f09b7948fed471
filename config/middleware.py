"""Django's middleware, each only on the faces that need it: an API call pays for none of the browser's."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from axes.middleware import AxesMiddleware
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from whitenoise.middleware import WhiteNoiseMiddleware

from platform_core.identity.session_store import StaffSessionStore
from platform_core.tenancy.middleware import API, PAY, PLATFORM, SHOP
from tenants.storefront.closing import ClosedShop

STAFF_PATH: Final = "/staff/"
GetResponse = Callable[[HttpRequest], HttpResponse]


def only_on(*faces: str) -> Callable[[type[Any]], type[Any]]:
    """A class decorator: the middleware acts on these faces and lets every other request pass untouched."""

    def narrow(middleware: type[Any]) -> type[Any]:
        class Narrowed(middleware):  # type: ignore[misc]
            def __call__(self, request: HttpRequest) -> HttpResponse:
                if request.face in faces:  # type: ignore[attr-defined]
                    return super().__call__(request)  # type: ignore[no-any-return]
                return self.get_response(request)  # type: ignore[no-any-return]

            def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
                inner = getattr(super(), "process_view", None)
                return inner(request, *args) if inner and request.face in faces else None  # type: ignore[attr-defined]

        Narrowed.__name__ = Narrowed.__qualname__ = middleware.__name__
        return Narrowed

    return narrow


def _with_store(engine: str) -> type[SessionMiddleware]:
    class StoredSession(SessionMiddleware):
        def __init__(self, get_response: GetResponse) -> None:
            super().__init__(get_response)
            self.SessionStore = import_module(engine).SessionStore

    return StoredSession


class StaffSession(SessionMiddleware):
    """The session of the platform console: a cookie and rows of its own, which no page outside ``/staff/`` is shown.

    An ordinary session of the same person is not looked at there. The cookie ends with the browser; when the row ends before
    that, its cookie stays and says that somebody was logged in, who is then led to the log-in.
    """

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.SessionStore = StaffSessionStore

    def process_request(self, request: HttpRequest) -> None:
        """Open the session of this cookie."""
        request.session = self.SessionStore(request.COOKIES.get(settings.KAQUAN_STAFF_COOKIE))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save what changed, and hand out the cookie."""
        patch_vary_headers(response, ["Cookie"])
        session = request.session
        if session.is_empty() or not session.modified or response.status_code >= 500:
            return response
        try:
            session.save()
        except UpdateError as error:
            raise SessionInterrupted("The session ended while the request was served.") from error
        response.set_cookie(
            settings.KAQUAN_STAFF_COOKIE,
            session.session_key or "",
            path=STAFF_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
        return response


class PlatformSessions:
    """On the platform's host: the session of the console under ``/staff/``, the ordinary one everywhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._staff = StaffSession(get_response)
        self._ordinary = _with_store("platform_core.identity.session_store")(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = self._staff if request.path_info.startswith(STAFF_PATH) else self._ordinary
        return chosen(request)  # type: ignore[return-value]


class FixedPolicy(CSPMiddleware):
    """The content security policy, put together once: it is the same for every page that does not ask for another."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self._policy = build_policy()

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """Set the header; what a view wishes otherwise is django-csp's to work out."""
        if "_csp_nonce" in request.__dict__ or any(name.startswith("_csp") for name in response.__dict__):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self._policy)
        return response


class SharedPages:
    """Pages that are the same for every visitor without a session, kept in the process for a few seconds.

    A view offers its answer by ``response.is_shared = True``. Kept is only what holds nothing personal: no cookie set, no
    session opened, no CSRF token made, status 200, no query. A browser that has a session (a buyer after an order, staff)
    always gets a fresh page. The tenant is part of the key with all its fields: a suspended or renamed shop shows it as
    soon as the directory does. Prices and stock words may be as old as ``KAQUAN_SHARED_PAGE_SECONDS``; an order checks.
    """

    MAXIMUM: Final = 500  # pages in one process

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self._kept: dict[tuple[Any, ...], tuple[float, dict[str, str], bytes]] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seconds = settings.KAQUAN_SHARED_PAGE_SECONDS
        if not seconds or not self._may_share(request):
            return self.get_response(request)
        tenant = request.tenant  # type: ignore[attr-defined]
        key = (tenant, request.path_info, get_language_from_request(request), request.scheme)
        kept = self._kept.get(key)
        if kept is not None and kept[0] > time.monotonic():
            return HttpResponse(kept[2], headers=kept[1])
        response = self.get_response(request)
        if self._is_impersonal(request, response):
            if len(self._kept) >= self.MAXIMUM:
                self._kept.clear()
            self._kept[key] = (time.monotonic() + seconds, dict(response.headers), response.content)
        return response

    @staticmethod
    def _may_share(request: HttpRequest) -> bool:
        return (
            request.face == SHOP  # type: ignore[attr-defined]
            and request.method == "GET"
            and not request.META.get("QUERY_STRING")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )

    @staticmethod
    def _is_impersonal(request: HttpRequest, response: HttpResponse) -> bool:
        return (
            getattr(response, "is_shared", False)
            and response.status_code == 200
            and not response.cookies
            and not request.session.accessed
            and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        )


class CompressedStatic(WhiteNoiseMiddleware):
    """Sheets and scripts go out compressed. There is no build step that could do it: each is packed once, when first asked for.

    Pages are not compressed: beside a secret, the length of a compressed page tells something of it.
    """

    KINDS: Final = (".css", ".js", ".svg")

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self._packed: dict[str, bytes] = {}

    def serve(self, static_file: Any, request: HttpRequest) -> HttpResponseBase:
        """Answer with the file, packed where that helps and the browser can open it."""
        response: FileResponse = super().serve(static_file, request)
        path = request.path_info
        if not path.endswith(self.KINDS):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        file = response.file_to_stream
        whole = request.method == "GET" and response.status_code == 200 and "Content-Encoding" not in response
        if file is None or not whole or "gzip" not in request.headers.get("Accept-Encoding", ""):
            return response
        with file:
            if path not in self._packed:
                self._packed[path] = gzip.compress(file.read(), mtime=0)
        packed = HttpResponse(self._packed[path], headers=dict(response.headers))
        packed.headers["Content-Encoding"] = "gzip"
        packed.headers["Content-Length"] = str(len(self._packed[path]))
        return packed


class ShopHabits:
    """A shop's pages tell the time of its own zone, and greet whoever has chosen no language in the one that the shop chose."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tenant = request.tenant  # type: ignore[attr-defined]
        chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or request.path.startswith("/console/")
        if tenant.language and not chosen:
            translation.activate(tenant.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(tenant.time_zone):
            return self.get_response(request)


BROWSER = (PLATFORM, SHOP, PAY)
WhiteNoise = only_on(*BROWSER, API)(CompressedStatic)
Security = only_on(*BROWSER, API)(SecurityMiddleware)
ContentSecurityPolicy = only_on(*BROWSER)(FixedPolicy)
PlatformSession = only_on(PLATFORM)(PlatformSessions)
ShopSession = only_on(SHOP)(_with_store("tenants.access.session_store"))
Locale = only_on(*BROWSER)(LocaleMiddleware)
Habits = only_on(SHOP)(ShopHabits)
Common = only_on(*BROWSER)(CommonMiddleware)
Csrf = only_on(PLATFORM, SHOP)(CsrfViewMiddleware)
Authentication = only_on(PLATFORM)(AuthenticationMiddleware)
Messages = only_on(PLATFORM, SHOP)(MessageMiddleware)
XFrameOptions = only_on(*BROWSER)(XFrameOptionsMiddleware)
Closed = only_on(SHOP)(ClosedShop)
Axes = only_on(PLATFORM)(AxesMiddleware)
