from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of a shop; JSON under its API address."""
    if request.path.startswith("/api/"):
        from merchant_api.problems import not_found as api_not_found

        return api_not_found(request)
    return HttpResponse("<!doctype html><meta charset=utf-8><h1>页面不存在 / Page not found</h1>", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 of a shop; touches no database."""
    return HttpResponse("<!doctype html><meta charset=utf-8><h1>出错了 / Something broke</h1>", status=500)
