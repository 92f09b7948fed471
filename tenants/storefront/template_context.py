from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tenants.catalog.selectors import get_shop_front


def front(request: HttpRequest) -> dict[str, Any]:
    """For every template: how the shop presents itself, read when a page first asks, once."""
    shown = getattr(request, "preview_front", None)
    return {"front": shown or SimpleLazyObject(get_shop_front)}
