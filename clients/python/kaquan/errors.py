"""What can go wrong, each with whether anything was executed."""

from __future__ import annotations

import httpx

from .generated.models.operation import Operation
from .generated.models.problem import Problem

NOT_EXECUTED, UNKNOWN = "not_executed", "unknown"


class KaquanError(Exception):
    """Anything that this client raises.

    Attributes:
        outcome: ``not_executed``, ``executed``, ``in_progress`` or ``unknown``, over all attempts of the call. Give
            your buyer the money back only on ``not_executed``.
    """

    outcome: str = UNKNOWN


class ConnectionFailed(KaquanError):
    """No answer came: not connected (``not_executed``), or cut off or too late (``unknown``)."""

    def __init__(self, message: str, *, sent: bool) -> None:
        super().__init__(message)
        self.outcome = UNKNOWN if sent else NOT_EXECUTED


class UnexpectedAnswer(KaquanError):
    """An answer that the API's document does not know, such as a page of something in between."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(f"an answer that is not documented: {response.status_code}")
        self.status = response.status_code


class OperationFailed(KaquanError):
    """Long work ended as ``failed`` or ``canceled``; ``operation.error`` says why."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(f"{operation.id} {operation.status}")
        self.operation = operation


class ApiError(KaquanError):
    """The API said no.

    Attributes:
        status: of HTTP.
        code: what programs go by, such as ``insufficient_stock``; its meaning never changes.
        detail: for people.
        request_id: for the request log and for support.
        retry_after: seconds; None when the answer names none.
        problem: everything that the answer said.
    """

    def __init__(self, response: httpx.Response, problem: Problem) -> None:
        self.status = response.status_code
        self.code: str = problem.code
        self.outcome = problem.outcome
        self.detail = problem.detail
        self.request_id = problem.request_id
        self.retryable = problem.retryable
        seconds = response.headers.get("Retry-After", "")
        self.retry_after = int(seconds) if seconds.isdecimal() else None
        self.problem = problem
        super().__init__(f"{self.code}: {self.detail} [{self.status}, {self.outcome}, {self.request_id}]")


class InvalidRequest(ApiError):
    """400, 413, 415, 422: the request makes no sense, here or at all."""


class Unauthorized(ApiError):
    """401: the key is missing, wrong, expired or revoked."""


class Forbidden(ApiError):
    """403: the key may not do this."""


class NotFound(ApiError):
    """404: it is not there, for this key."""


class Conflict(ApiError):
    """409, 412, 423: not in this state of things."""


class RateLimited(ApiError):
    """429: too many requests."""


class ServerError(ApiError):
    """5xx: our side."""


KINDS: dict[int, type[ApiError]] = {
    400: InvalidRequest, 401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 412: Conflict,
    413: InvalidRequest, 415: InvalidRequest, 422: InvalidRequest, 423: Conflict, 429: RateLimited,
}  # fmt: skip


def error_of(response: httpx.Response) -> KaquanError:
    """The error that an answer of 400 or more stands for."""
    try:
        problem = Problem.from_dict(response.json())
    except (ValueError, KeyError, TypeError):
        return UnexpectedAnswer(response)
    kind = ServerError if response.status_code >= 500 else KINDS.get(response.status_code, ApiError)
    return kind(response, problem)
