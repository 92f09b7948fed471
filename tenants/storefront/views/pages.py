"""Everything that is not about buying."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.tenancy.context import current_tenant
from tenants.catalog.palette import palette_of
from tenants.catalog.selectors import get_shop_front
from tenants.storefront.personal import may_personalise
from tenants.storefront.previewing import previewed

PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
# Of config/static/ui/base.css, in pixels.
SIZES = {"tiny": 12, "small": 14, "body": 16, "title": 20, "headline": 28, "display": 40}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Who runs this shop, and the terms of purchase."""
    return render(request, "storefront/about.html", {"personal": may_personalise(request)})


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
@previewed
def theme(request: HttpRequest, version: int) -> HttpResponse:
    """The shop's own colours and sizes over the tokens of all shops; under a new address after every change."""
    front = getattr(request, "preview_front", None) or get_shop_front()
    sizes = {name: round(size * front.font_scale / 100, 1) for name, size in SIZES.items()}
    context = {"palette": palette_of(front.accent), "sizes": sizes}
    response = render(request, "storefront/theme.css", context, content_type="text/css; charset=utf-8")
    # An address of yesterday must not keep today's colours, nor one of tomorrow.
    kept = "public, max-age=31536000, immutable" if version == front.version else "no-store"
    response.headers["Cache-Control"] = kept
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """A small ticket with the shop's first character, in its colour."""
    palette = palette_of(get_shop_front().accent)
    context = {"letter": (current_tenant().name or "卡")[:1], "palette": palette}
    response = render(request, "storefront/favicon.svg", context, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
