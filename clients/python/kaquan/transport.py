"""Sending: a key for what must happen once, another try where that is safe, an error for everything else."""

from __future__ import annotations

import uuid
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from .errors import NOT_EXECUTED, UNKNOWN, ApiError, ConnectionFailed, KaquanError, UnexpectedAnswer, error_of

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
LONGEST_WAIT = 10  # seconds; who is told to wait longer is told so by the error
BUSY = {"idempotency_in_progress", "lock_timeout"}  # conflicts that pass by themselves
EDGE = {502, 503, 504}
# Answers that judge the request itself. After a lost one only they say what became of it, for a repeat carries its key.
JUDGED = {400, 402, 404, 409, 410, 412, 413, 415, 422, 423}
_backoff = wait_random_exponential(multiplier=0.5, max=8)


class Transport:
    """One HTTP client with the manners of the API."""

    def __init__(self, http: httpx.Client, attempts: int) -> None:
        """``attempts``: how often a request is sent at most."""
        self.http = http
        self.attempts = attempts

    def send(self, request: dict[str, Any], *, keyed: bool) -> httpx.Response:
        """Send it until it is answered.

        Args:
            request: arguments of ``httpx.Client.request``.
            keyed: the operation takes an Idempotency-Key: one is made unless given, the same for all attempts.

        Returns:
            An answer below 400.

        Raises:
            KaquanError: of the last attempt; its ``outcome`` speaks of all.
        """
        if keyed:
            request["headers"] = {"Idempotency-Key": str(uuid.uuid4()), **request.get("headers", {})}
        repeatable = keyed or request["method"] == "get"
        unsure = False

        def attempt() -> httpx.Response:
            nonlocal unsure
            try:
                return self._once(request)
            except KaquanError as error:
                if unsure and not _judged(error):
                    error.outcome = UNKNOWN
                unsure = unsure or error.outcome != NOT_EXECUTED
                raise

        retrying = Retrying(
            retry=retry_if_exception(lambda error: _worth_it(error, repeatable)),
            wait=_wait, stop=stop_after_attempt(self.attempts), reraise=True,
        )  # fmt: skip
        return retrying(attempt)

    def _once(self, request: dict[str, Any]) -> httpx.Response:
        try:
            response = self.http.request(**request)
        except httpx.TransportError as error:
            sent = not isinstance(error, NEVER_SENT)
            raise ConnectionFailed(f"{type(error).__name__}: {error}", sent=sent) from error
        if response.status_code >= 400:
            raise error_of(response)
        return response


def _worth_it(error: BaseException, repeatable: bool) -> bool:
    if not isinstance(error, KaquanError) or not (repeatable or error.outcome == NOT_EXECUTED):
        return False
    if isinstance(error, ApiError):
        passes = error.status == 429 or error.status >= 500 or error.code in BUSY
        return error.retryable and passes and (error.retry_after or 0) <= LONGEST_WAIT
    return isinstance(error, ConnectionFailed) or (isinstance(error, UnexpectedAnswer) and error.status in EDGE)


def _judged(error: KaquanError) -> bool:
    return isinstance(error, ApiError) and error.status in JUDGED and error.code not in BUSY


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, ApiError) else None
    return max(asked or 0.0, _backoff(state))
