"""The base of every endpoint."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.views import APIView

from merchant_api.authentication import caller_of
from merchant_api.problems import ApiProblem, language_of
from platform_core.kernel.clock import now
from platform_core.tenancy import directory
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.authenticate import Caller

VERSIONS = ("2026-12-01",)
_documented: dict[Any, frozenset[str]] = {}


def tenant_of(caller: Caller) -> TenantRef:
    """Where the caller's call runs: the live tenant, or its test twin, made on first use."""
    if caller.livemode:
        return caller.live_tenant
    return directory.find_twin(caller.live_tenant) or ensure_twin(live=caller.live_tenant, now=now())


def version_of(request: Request) -> str:
    """The version of the API that the caller wants."""
    wanted: str | None = request.META.get("HTTP_KAQUAN_VERSION")
    return wanted or VERSIONS[0]


class ApiView(APIView):
    """Authenticates, checks scope and version, and runs the handler inside the key's own tenant."""

    scopes: ClassVar[dict[str, str]] = {}
    _stack: ExitStack

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Keep the tenant's context open for exactly this call."""
        with ExitStack() as self._stack:
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication, scope, version, tenant; in this order."""
        # What the libraries say of a wrong parameter is in the language of the answer too.
        language = "zh-hans" if language_of(request._request) == "zh" else "en"
        self._stack.enter_context(translation.override(language))
        super().initial(request, *args, **kwargs)
        version = request.META.get("HTTP_KAQUAN_VERSION")
        if version is not None and version not in VERSIONS:
            raise ApiProblem("version_unknown", version=version[:20])
        handler = getattr(self, str(request.method).lower(), None)
        if handler is not None:  # else it is refused as such
            known = self._documented(handler)
            for name in request.query_params:
                if name not in known:  # a mistyped filter would list everything
                    raise ApiProblem("parameter_unknown", param=name[:80])
        self._stack.enter_context(tenant_context(tenant_of(caller_of(request))))

    def _documented(self, handler: Any) -> frozenset[str]:
        """The query parameters that an operation is documented with (``extend_schema``): the only ones it takes."""
        key = handler.__func__
        if key not in _documented:
            made = getattr(handler, "kwargs", {}).get("schema")
            parameters = []
            if made is not None:
                schema = made()
                schema.view = self
                parameters = schema.get_override_parameters()
            _documented[key] = frozenset(each.name for each in parameters if each.location == OpenApiParameter.QUERY)
        return _documented[key]
