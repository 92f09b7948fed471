"""Every error the API can answer, in one table, and the one place that turns exceptions into answers (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request
from rest_framework import exceptions
from rest_framework.response import Response

from merchant_api.problem_table import PROBLEMS, Problem
from platform_core.kernel.errors import DomainError
from platform_core.tenancy.addresses import api_url, shop_url
from tenants.access.authenticate import Caller

logger = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
NOT_EXECUTED, IN_PROGRESS, EXECUTED, UNKNOWN = "not_executed", "in_progress", "executed", "unknown"


class ApiProblem(DomainError):
    """A refusal that arises at the edge: malformed input, a missing header, a wrong method."""

    def __init__(self, code: str, *, param: str | None = None, **data: Any) -> None:
        self.problem_code = code
        self.param = param
        super().__init__(**data)


class Answer(NamedTuple):
    """A problem ready to be sent."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


def language_of(request: HttpRequest | None) -> str:
    """In which language an answer speaks: English, unless Chinese is asked for."""
    wanted = (request.META.get("HTTP_ACCEPT_LANGUAGE", "") if request is not None else "").strip().lower()
    if not wanted or request is None:
        return "en"
    return "zh" if get_language_from_request(request).startswith("zh") else "en"


class _Facts(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def detail_of(problem: Problem, language: str, data: Mapping[str, Any]) -> str:
    """The sentence of a problem; facts that are not there are left open."""
    text = problem.detail_zh if language == "zh" else problem.detail_en
    return text.format_map(_Facts(data))


def answer_of(code: str, request: HttpRequest | None, *, param: str | None = None, **data: Any) -> Answer:
    """Build the answer for an error code.

    Args:
        code: a key of ``PROBLEMS``.
        param: which part of the request is wrong, e.g. ``lines[0].quantity``.
        data: facts of the case; shown in ``detail`` and, where they are JSON, in ``errors[].meta``; ``retry_after``
            (seconds) only in the header.
    """
    problem = PROBLEMS[code]
    request_id = getattr(request, "request_id", "")
    documentation = api_url(f"/errors/{code}")
    language = language_of(request)
    body: dict[str, Any] = {
        "type": documentation,
        "title": problem.title_zh if language == "zh" else problem.title_en,
        "status": problem.status,
        "code": code,
        "detail": detail_of(problem, language, {"param": param or "…", **data}),
        "outcome": data.pop("outcome", problem.outcome),
        "retryable": problem.retryable,
        "request_id": request_id,
        "doc_url": documentation,
    }
    errors = data.pop("errors", None)
    retry_after = data.pop("retry_after", problem.retry_after)
    if param:
        body["param"] = param
    meta = {key: value for key, value in data.items() if isinstance(value, str | int | bool | list)}
    if errors:
        body["errors"] = errors
    elif param or meta:
        body["errors"] = [{"param": param, "code": code, "meta": meta}]
    for extra in ("existing_id", "original_request_id", "current_price", "current_state", "scope", "ip", "upgrade_url"):
        if extra in meta:
            body[extra] = meta[extra]
    caller: Caller | None = getattr(request, "caller", None)
    if caller is not None:
        mode = "" if caller.livemode else "?mode=test"
        body["request_log_url"] = shop_url(caller.live_tenant.host, f"/console/logs/{request_id}{mode}")
    headers = {"Retry-After": str(retry_after)} if retry_after is not None else {}
    return Answer(problem.status, body, headers)


def _of_rest_framework(error: exceptions.APIException) -> tuple[str, dict[str, Any]]:
    table: dict[type[exceptions.APIException], str] = {
        exceptions.NotAuthenticated: "api_key_missing",
        exceptions.AuthenticationFailed: "api_key_invalid",
        exceptions.MethodNotAllowed: "method_not_allowed",
        exceptions.UnsupportedMediaType: "media_type_unsupported",
        exceptions.NotFound: "resource_not_found",
        exceptions.Throttled: "rate_limited",
        exceptions.ParseError: "invalid_json",
        exceptions.PermissionDenied: "scope_missing",
    }
    return table.get(type(error), "invalid_parameter"), {}


def _of_database(error: Exception) -> str:
    """The connection was lost or the server is going down. Whether it still committed is not known here: never "not executed"."""
    logger.error("database error", exc_info=error)
    return "database_unavailable" if isinstance(error, OperationalError | InterfaceError) else "internal_error"


class Facts(NamedTuple):
    """What an exception says, before it is put into words: a key of ``PROBLEMS``, the parameter, the facts of the case."""

    code: str
    param: str | None
    data: dict[str, Any]


def facts_of(error: Exception) -> Facts:
    """What any exception says. Our own faults are logged."""
    if isinstance(error, ApiProblem):
        return Facts(error.problem_code, error.param, error.data)
    if isinstance(error, DomainError):
        if error.code in PROBLEMS:
            if PROBLEMS[error.code].status == 500:  # our own fault, e.g. a broken seal
                logger.error("domain error", exc_info=error)
            data = {key: value for key, value in error.data.items() if key != "param"}
            return Facts(error.code, error.data.get("param"), data)
        logger.error("domain error without a row in PROBLEMS", exc_info=error)
        return Facts("internal_error", None, {})
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return Facts("resource_not_found", None, {})
    if isinstance(error, RequestDataTooBig):
        return Facts("body_too_large", None, {})
    if isinstance(error, exceptions.APIException):
        code, data = _of_rest_framework(error)
        return Facts(code, None, data)
    if isinstance(error, DatabaseError | InterfaceError):
        return Facts(_of_database(error), None, {})
    logger.error("unhandled error", exc_info=error)
    return Facts("internal_error", None, {})


def to_answer(error: Exception, request: HttpRequest | None) -> Answer:
    """The answer for any exception."""
    facts = facts_of(error)
    return answer_of(facts.code, request, param=facts.param, **facts.data)


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response:
    """Django REST Framework's exception hook."""
    request = context.get("request")
    answer = to_answer(error, getattr(request, "_request", None))
    response = Response(answer.body, status=answer.status, content_type=CONTENT_TYPE, headers=answer.headers)
    if answer.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def problem_response(code: str, request: HttpRequest, **data: Any) -> HttpResponse:
    """A problem from outside Django REST Framework (unknown paths, crashes)."""
    answer = answer_of(code, request, **data)
    return HttpResponse(
        orjson.dumps(answer.body), status=answer.status, content_type=CONTENT_TYPE, headers=answer.headers
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """JSON for unknown paths of the API host."""
    return problem_response("resource_not_found", request)


def server_error(request: HttpRequest) -> HttpResponse:
    """JSON for a crash outside a view."""
    return problem_response("internal_error", request)
