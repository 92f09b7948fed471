"""Finding something: home, shelves, product, search."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.models import Product
from tenants.catalog.searching import LONGEST
from tenants.catalog.selectors import (
    get_product,
    list_categories,
    list_matches,
    list_occasions,
    list_products,
    list_tags,
)
from tenants.storefront.personal import may_personalise, seen_by
from tenants.storefront.previewing import previewed
from tenants.storefront.tickets import product_view, tickets

AT_ONCE, SUGGESTIONS = 120, 8


def shared(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Offer the page to ``config.middleware.SharedPages``: it is the same for every visitor without a session."""

    @wraps(view)
    def offered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.is_shared = True  # type: ignore[attr-defined]
        return response

    return offered


def _found(query: str, most: int, tag: str | None = None) -> tuple[list[Product], bool]:
    """What matches, and whether it does so only roughly."""
    exactly = list(list_matches(query, tag=tag)[:most])
    if exactly or not query:
        return exactly, False
    return list(list_matches(query, tag=tag, roughly=True)[:most]), True


def _list(request: HttpRequest, title: str | None, query: str | None = None, **filters: Any) -> HttpResponse:
    tag, roughly = request.GET.get("tag") or None, False
    if query is None:
        products = list(list_products(tag=tag, **filters)[:AT_ONCE])
    else:
        products, roughly = _found(query, AT_ONCE, tag)
    context = {
        "roughly": roughly and bool(products),
        "title": title,
        "tickets": tickets(products, now=now()),
        "categories": list_categories(),
        "occasions": list_occasions(),
        "tags": list_tags(),
        "tag": tag,
        "current": filters.get("category"),
        "query": query or "",
    }
    return render(request, "storefront/home.html", context)


def _group(request: HttpRequest, kind: str, groups: QuerySet[Any], slug: str) -> HttpResponse:
    """The products of a category or an occasion, under its name."""
    found = groups.filter(slug=slug).first()
    if found is None:
        raise Http404
    return _list(request, found.name, **{kind: slug})


@require_safe
@previewed
@shared
def home(request: HttpRequest) -> HttpResponse:
    """The shop window."""
    return _list(request, None)


@require_safe
@shared
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """One shelf."""
    return _group(request, "category", list_categories(), slug)


@require_safe
@shared
def occasion(request: HttpRequest, slug: str) -> HttpResponse:
    """What fits an occasion."""
    return _group(request, "occasion", list_occasions(), slug)


@require_safe
@previewed
@shared
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """One product with its face values."""
    try:
        found, skus = get_product(slug)
    except RecordNotFound as error:
        raise Http404 from error
    return render(request, "storefront/product.html", product_view(found, skus, now=now()))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search by Chinese, pinyin or initials."""
    return _list(request, None, query=request.GET.get("q", "").strip()[:LONGEST])


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that match what is typed so far, as an HTML fragment. What this visitor looked at comes first, if they let it."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    products, _roughly = _found(query, SUGGESTIONS)
    if may_personalise(request):
        seen = set(seen_by(request))
        products.sort(key=lambda product: product.id not in seen)
    response = render(request, "storefront/suggestions.html", {"products": products, "query": query})
    response.headers["Cache-Control"] = "private, no-cache"
    return response
