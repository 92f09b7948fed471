"""Everything that is not about buying."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.tenancy.context import current_tenant

PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this shop, and the terms of purchase."""
    return render(request, "storefront/about.html")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of this shop, from this shop's own folder only."""
    folder = (Path(settings.MEDIA_ROOT) / current_tenant().schema_name).resolve()
    file = (folder / path).resolve()
    kind = PICTURES.get(file.suffix.lower())
    if kind is None or not file.is_relative_to(folder) or not file.is_file():
        raise Http404
    response = FileResponse(file.open("rb"), content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """A small ticket with the shop's first character."""
    letter = (current_tenant().name or "卡")[:1]
    response = render(request, "storefront/favicon.svg", {"letter": letter}, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
