"""The base of every endpoint."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from rest_framework.request import Request

from merchant_api.authentication import caller_of, request_id
from merchant_api.problems import ApiProblem, language_of
from merchant_api.subscriptions import check_subscription
from merchant_api.test_mode.simulation import META as SIMULATE
from merchant_api.test_mode.simulation import lose, simulate
from merchant_api.throttling.rates import Admission, admit, kind_of
from merchant_api.throttling.turnstile import shut
from merchant_api.versions.calendar import CURRENT
from merchant_api.versions.view import VersionedView
from platform_core.kernel.clock import now
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.services.ensure_twin import ensure_twin
from tenants.access.authenticate import Caller, forget_keys
from tenants.access.services.pin_api_version import pin_api_version


def tenant_of(caller: Caller) -> TenantRef:
    """Where the caller's call runs: the live tenant, or its test twin, made on first use."""
    if caller.livemode:
        return caller.live_tenant
    return ensure_twin(live=caller.live_tenant, now=now())


def pinned_version(caller: Caller) -> str:
    """The version of calls that name none: pinned at the merchant's first call, for live and test keys alike."""
    if caller.pinned_version is not None:
        return caller.pinned_version
    with tenant_context(caller.live_tenant):
        pinned = pin_api_version(version=CURRENT, now=now())
    forget_keys()  # they do not know of it yet
    return pinned


def refuse_nul(request: Request, path_values: Mapping[str, Any]) -> None:
    """PostgreSQL knows no text with a NUL in it, so nothing can be found by one.

    Raises:
        ApiProblem: ``invalid_parameter``; ``resource_not_found`` for one in the path.
    """
    if any("\0" in str(value) for value in path_values.values()):
        raise ApiProblem("resource_not_found")
    if "%00" in request.META.get("QUERY_STRING", ""):
        for name, values in request.query_params.lists():
            if any("\0" in text for text in (name, *values)):
                raise ApiProblem("invalid_parameter", param=name.replace("\0", "")[:80], reason="it has a NUL in it")


class ApiView(VersionedView):
    """Authenticates, checks scope and version, and runs the handler inside the key's own tenant."""

    scopes: ClassVar[dict[str, str]] = {}
    # By method: codes of refusals that only this operation has, for its documentation.
    problems: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Methods that put up something new, or change what is sold: not for who has to pay first.
    puts_up: ClassVar[frozenset[str]] = frozenset()
    needs_subscription: ClassVar[bool] = True  # False: answered to who is suspended for want of payment, too
    takes_stock: ClassVar[bool] = False  # its POST may be refused for want of codes
    _loses_answer = False
    _stack: ExitStack
    _admission: Admission | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Keep the tenant's context open for exactly this call."""
        with ExitStack() as self._stack:
            response = super().dispatch(request, *args, **kwargs)
        return lose(response) if self._loses_answer else response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authentication, limits, scope, subscription, version, tenant; in this order. What is refused by a limit cost no statement."""
        # What the libraries say of a wrong parameter is in the language of the answer too.
        language = "zh-hans" if language_of(request._request) == "zh" else "en"
        self._stack.enter_context(translation.override(language))
        self.perform_authentication(request)
        self._admit(request)
        super().initial(request, *args, **kwargs)
        caller = caller_of(request)
        if self.needs_subscription:
            check_subscription(caller, puts_up=str(request.method) in self.puts_up)
        self.choose_version(request, pinned_version(caller))
        operation = self.operation(request)
        if operation is not None:  # else it is refused as such
            if operation.needs_key and "HTTP_IDEMPOTENCY_KEY" not in request.META:
                raise ApiProblem("idempotency_key_required", param="Idempotency-Key")
            self.upgrade(request, operation, caller.livemode)
            for name in request.query_params:
                head, bracket, tail = name.partition("[")
                of_object = bracket and tail.endswith("]") and f"{head}[*]" in operation.parameters
                if name not in operation.parameters and not of_object:  # a mistyped filter would list everything
                    raise ApiProblem("parameter_unknown", param=name[:80])
        refuse_nul(request, kwargs)
        self._stack.enter_context(tenant_context(tenant_of(caller)))
        if SIMULATE in request.META:
            self._loses_answer = simulate(request, takes_stock=self.takes_stock)

    def _admit(self, request: Request) -> None:
        kind = kind_of(self.scopes.get(str(request.method)), str(request.method))
        self._admission = admit(caller_of(request), kind, request_id(request))
        if self._admission is None:
            return
        if self._admission.left == 0:
            shut(request._request, self._admission)
        if self._admission.refusal:
            raise ApiProblem(self._admission.refusal)
        self._stack.callback(self._admission.release)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Every answer to a limited merchant, refusals too, says what is left."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if self._admission is not None:
            for name, value in self._admission.headers.items():
                response.headers[name] = value
        return response
