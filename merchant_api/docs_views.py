"""Pages for engineers on the API host: the reference and one page per error code, from the same tables as the answers."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from merchant_api.problem_table import PROBLEMS

# The reference viewer styles itself inline and runs from our own host; nothing else is allowed.
REFERENCE_CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


def reference_page(request: HttpRequest) -> HttpResponse:
    """The readable API reference."""
    response = render(request, "merchant_api/reference.html")
    response.headers["Content-Security-Policy"] = REFERENCE_CSP
    return response


def error_page(request: HttpRequest, code: str) -> HttpResponse:
    """What an error code means and what to do, in both languages."""
    problem = PROBLEMS.get(code)
    if problem is None:
        raise Http404
    response = render(request, "merchant_api/error.html", {"code": code, "problem": problem})
    response.headers["Content-Security-Policy"] = "default-src 'self'; object-src 'none'; base-uri 'none'"
    return response
