"""Django's middleware, each only on the faces that need it: an API call pays for none of the browser's."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from axes.middleware import AxesMiddleware
from csp.middleware import CSPMiddleware
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from platform_core.tenancy.middleware import API, PAY, PLATFORM, SHOP

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


BROWSER = (PLATFORM, SHOP, PAY)
WhiteNoise = only_on(*BROWSER, API)(WhiteNoiseMiddleware)
Security = only_on(*BROWSER, API)(SecurityMiddleware)
ContentSecurityPolicy = only_on(*BROWSER)(CSPMiddleware)
PlatformSession = only_on(PLATFORM)(_with_store("platform_core.identity.session_store"))
ShopSession = only_on(SHOP)(_with_store("tenants.access.session_store"))
Locale = only_on(*BROWSER)(LocaleMiddleware)
Common = only_on(*BROWSER)(CommonMiddleware)
Csrf = only_on(PLATFORM, SHOP)(CsrfViewMiddleware)
Authentication = only_on(PLATFORM)(AuthenticationMiddleware)
Messages = only_on(PLATFORM, SHOP)(MessageMiddleware)
XFrameOptions = only_on(*BROWSER)(XFrameOptionsMiddleware)
Axes = only_on(PLATFORM)(AxesMiddleware)
