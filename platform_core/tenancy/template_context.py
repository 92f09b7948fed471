from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from platform_core.tenancy.addresses import api_url, platform_url


def addresses(request: HttpRequest) -> dict[str, Any]:
    """For every template: the platform's addresses, and the shop's tenant when there is one."""
    return {
        "platform_url": platform_url(),
        "api_url": api_url(),
        "tenant": getattr(request, "tenant", None),
    }
