"""The first thing an API request meets: what was refused a moment ago is refused again, before anything is done for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from merchant_api.problems import problem_response
from merchant_api.throttling.rates import Admission, recall, remember


def _question(request: HttpRequest) -> tuple[Any, ...]:
    return request.META.get("HTTP_AUTHORIZATION"), request.method, request.path_info


def remember_refusal(request: HttpRequest, refused: Admission) -> None:
    """The next request with this key, method and path need not come so far."""
    remember(_question(request), refused)


class Turnstile:
    """Middleware: what keeps the requests of quiet merchants flowing is that those of a storm cost next to nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, or pass on."""
        refused = recall(_question(request)) if request.face == "api" else None  # type: ignore[attr-defined]
        if refused is None:
            return self.get_response(request)
        response = problem_response(refused.refusal, request)
        for name, value in refused.headers.items():
            response.headers[name] = value
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark: a storm writes no log
        return response
