"""Views that speak every version: which one a call is in, and the answer's way down to it."""

from __future__ import annotations

from typing import Any, ClassVar, NamedTuple

from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from merchant_api.problems import CONTENT_TYPE, ApiProblem
from merchant_api.versions.calendar import CURRENT, VERSIONS, Version, answered_versions, find_version
from merchant_api.versions.chain import has_changed_bodies, transform_answer, upgrade_body, upgrade_query
from merchant_api.versions.change import Call
from merchant_api.versions.deprecation import Deprecation

HEADER = "Kaquan-Version"
_operations: dict[Any, Operation] = {}


class Operation(NamedTuple):
    """What an operation is documented with (``extend_schema``)."""

    name: str
    parameters: frozenset[str]  # of the query string: the only ones it takes
    needs_key: bool  # an Idempotency-Key must come with it: a retry without one could do harm


class VersionedView(APIView):
    """Knows the version of the call in ``version`` and answers in it."""

    # By method: operations that will go away, in every version.
    deprecations: ClassVar[dict[str, Deprecation]] = {}
    version: Version = VERSIONS[0]

    def choose_version(self, request: Request, pinned: str = CURRENT) -> None:
        """The version of this call: the one that its header names, else the one that the merchant is pinned to.

        Raises:
            ApiProblem: ``version_unknown``, ``version_removed``
        """
        named = request.META.get("HTTP_KAQUAN_VERSION")
        wanted = pinned if named is None else named
        found, facts = find_version(wanted), {"version": wanted[:20], "versions": answered_versions()}
        if found is None and named is not None:
            raise ApiProblem("version_unknown", param=HEADER, **facts)
        if found is None or found.removed:
            raise ApiProblem("version_removed", param=HEADER, **facts)
        self.version = found

    def operation(self, request: Request) -> Operation | None:
        """The operation that is called; None: the method is none of this address's."""
        handler = getattr(self, str(request.method).lower(), None)
        if handler is None or not hasattr(handler, "__func__"):
            return None
        key = handler.__func__
        if key not in _operations:
            made = getattr(handler, "kwargs", {}).get("schema")
            if made is None:
                return None
            schema = made()
            schema.view, schema.method, schema.path = self, str(request.method), ""
            declared = schema.get_override_parameters()
            given = [each for each in declared if each.location == OpenApiParameter.QUERY]
            needs_key = any(each.name == "Idempotency-Key" and each.required for each in declared)
            # name[*]: an object, whose keys the caller chooses
            named = [f"{each.name}[*]" if each.style == "deepObject" else each.name for each in given]
            _operations[key] = Operation(schema.get_operation_id(), frozenset(named), needs_key)
        return _operations[key]

    def upgrade(self, request: Request, operation: Operation, livemode: bool | None) -> None:
        """Turn the request of an older version into today's; ``sent_body`` goes on to say what was sent."""
        name = self.version.name
        if name == CURRENT:
            return
        call = Call(operation.name, livemode, operation.parameters)
        request._request.GET = upgrade_query(request._request.GET, call, name)  # type: ignore[assignment]
        if has_changed_bodies(operation.name, name):
            request.sent_body = request.data  # type: ignore[attr-defined]
            request._full_data = upgrade_body(request.data, call, name)  # type: ignore[attr-defined]

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """The answer in the version of the call, which it names; what is on its way out says until when."""
        answer: HttpResponseBase = super().finalize_response(request, response, *args, **kwargs)
        if self.version.name != CURRENT and isinstance(answer, Response) and answer.data is not None:
            problem = answer.content_type == CONTENT_TYPE
            answer.data = transform_answer(answer.data, self.version.name, problem=problem)
            if problem:
                answer.status_code = answer.data["status"]
        answer.headers[HEADER] = self.version.name
        patch_vary_headers(answer, [HEADER])  # type: ignore[arg-type]
        deprecation = self.deprecations.get(str(request.method)) or _of_version(self.version)
        if deprecation is not None:
            for name, value in deprecation.headers.items():
                answer.headers[name] = value
        return answer


def sent_body(request: Request) -> Any:
    """The body as it was sent, before it was upgraded: what makes two requests the same."""
    return getattr(request, "sent_body", request.data)


def _of_version(version: Version) -> Deprecation | None:
    if version.deprecated_at is None or version.sunset_at is None:
        return None
    return Deprecation(version.deprecated_at, version.sunset_at, f"/versions#{CURRENT}")
