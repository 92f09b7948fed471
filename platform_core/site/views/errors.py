from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of the platform host."""
    return render(request, "site/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 of the platform host; touches no database."""
    return HttpResponse(
        "<!doctype html><meta charset=utf-8><title>出错了</title><h1>出错了 / Something broke</h1>"
        "<p>我们已记录此问题，请稍后再试。 / It was recorded; please try again later.</p>",
        status=500,
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "site/csrf_failure.html", status=403)
