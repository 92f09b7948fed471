from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from platform_core.compliance.merchant_selectors import find_merchant_right
from platform_core.compliance.shown_selectors import find_shown_merchant
from tenants.storefront.licensing import exempt_words, licence_lines, shown_icp


@require_safe
def licence(request: HttpRequest) -> HttpResponse:
    """Who runs this shop, as the platform verified it (经营者信息公示)."""
    shown = find_shown_merchant()
    context = {
        "lines": licence_lines(shown),
        "exempt": exempt_words(shown),
        "icp": shown_icp(shown),
        "verified_at": parse_datetime(shown["verified_at"]) if shown else None,
        "vouched": bool(shown.get("vouched")) if shown else find_merchant_right().vouched,
    }
    return render(request, "storefront/licence.html", context)
