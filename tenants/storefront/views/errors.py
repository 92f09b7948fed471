from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 of a shop, with a way on."""
    return render(request, "storefront/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 of a shop: both languages at once; touches no session and no database."""
    return HttpResponse(render_to_string("storefront/server_error.html"), status=500)
