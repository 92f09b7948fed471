from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from platform_core.compliance.shown_selectors import find_shown_merchant
from tenants.catalog.selectors import get_shop_front
from tenants.storefront.licensing import shown_icp


def front(request: HttpRequest) -> dict[str, Any]:
    """For every template: how the shop presents itself, read when a page first asks, once."""
    shown = getattr(request, "preview_front", None)
    return {"front": shown or SimpleLazyObject(get_shop_front), "verified_icp": SimpleLazyObject(_verified_icp)}


def _verified_icp() -> str:
    """The number that was verified, where the front itself names none; asked for only where shops must be verified."""
    return shown_icp(find_shown_merchant()) if settings.KAQUAN_REQUIRE_QUALIFICATION else ""
