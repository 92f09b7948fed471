from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from merchant_api.problems import ApiProblem
from platform_core.tenancy.client_address import ip_of
from tenants.access.authenticate import Caller, admit, identify


class ApiKeyAuthentication(BaseAuthentication):
    """``Authorization: Bearer kq_live_…``. The key picks the tenant; Host and path never do."""

    def authenticate(self, request: Request) -> tuple[Caller, Caller]:
        """Who calls.

        Raises:
            ApiProblem: no key; or the errors of ``tenants.access.authenticate``.
        """
        header: str = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise ApiProblem("api_key_missing")
        caller = identify(text.strip(), ip_of(request._request))
        request._request.caller = caller  # type: ignore[attr-defined]  # for the request log, refused or not
        request._request.tenant = caller.live_tenant  # type: ignore[attr-defined]  # for log lines after the call
        admit(caller, ip_of(request._request))
        return caller, caller

    def authenticate_header(self, request: Request) -> str:
        """For 401 answers."""
        return "Bearer"


def caller_of(request: Any) -> Caller:
    """The authenticated caller of a request."""
    caller: Caller = request.auth
    return caller


def request_id(request: Any) -> str:
    """The id of a request in answers and logs: ``req_…``."""
    identifier: str = request._request.request_id
    return identifier
