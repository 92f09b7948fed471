"""In front of Django: what an empty bucket refuses is refused before anything is done for it.

What keeps the requests of quiet merchants flowing is that those of a storm cost next to nothing. They are not logged either.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any, cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import orjson
from django.http import HttpRequest

from merchant_api.problems import CONTENT_TYPE, answer_of
from merchant_api.throttling.rates import Admission, look, remember
from platform_core.kernel.ids import new_id, public_id


def _question(meta: WSGIEnvironment) -> tuple[Any, ...]:
    return meta.get("HTTP_AUTHORIZATION"), meta.get("REQUEST_METHOD"), meta.get("PATH_INFO")


def shut(request: HttpRequest, last: Admission) -> None:
    """A bucket is empty: the next request with this key, method and path need not come so far."""
    remember(_question(request.META), last)


class Turnstile:
    """WSGI middleware; it knows only what ``shut`` told it, for a second at most."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, meta: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Refuse, or pass on."""
        refused = look(_question(meta))
        if refused is None:
            return self.application(meta, start_response)
        identifier = public_id("req", new_id())
        request = cast(HttpRequest, SimpleNamespace(META=meta, COOKIES={}, request_id=identifier))
        answer = answer_of(refused.refusal, request)
        body = orjson.dumps(answer.body)
        headers = {
            "Content-Type": CONTENT_TYPE,
            "Content-Length": str(len(body)),
            "Request-Id": identifier,
            **answer.headers,
            **refused.headers,
        }
        start_response(f"{answer.status} Too Many Requests", list(headers.items()))
        return [body]
