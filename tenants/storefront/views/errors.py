from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of a shop, with a way on."""
    return render(request, "storefront/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 of a shop; touches no database."""
    return HttpResponse(
        '<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>出错了</title><h1>出错了 / Something broke</h1>'
        '<p>没有扣款。请稍后再试。 / Nothing was charged. Please try again later.</p><p><a href="/">返回首页 / Home</a></p></html>',
        status=500,
    )
