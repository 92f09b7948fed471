"""Wrong settings fail at start, as numbered system checks with a hint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from platform_core.tenancy.cache import make_key
from platform_core.tenancy.client_address import read_network

SHORTEST_TOKEN = 20


@register()
def check_cache_is_tenant_aware(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Two shops must never meet in the cache."""
    from django.core.cache import caches

    return [
        Error(
            f"cache {name!r} does not put the tenant into its keys",
            hint="set KEY_FUNCTION to platform_core.tenancy.cache.make_key",
            id="kaquan.E001",
        )
        for name in settings.CACHES
        if caches[name].key_func is not make_key
    ]


@register()
def check_apps_stand_in_one_list(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """An app in both lists would let a tenant silently read the public rows."""
    both = set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
    return [Error(f"{name} is both shared and tenant", hint="keep it in one list", id="kaquan.E002") for name in both]


@register()
def check_platform_host(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django refuses host names with an underscore, so shops under one would answer nothing."""
    if re.fullmatch(r"[a-z0-9.-]+", settings.KAQUAN_PLATFORM_HOST):
        return []
    return [
        Error(
            f"KAQUAN_PLATFORM_HOST {settings.KAQUAN_PLATFORM_HOST!r} is not a plain host name",
            hint="lower-case letters, digits, hyphens and dots only; no port",
            id="kaquan.E003",
        )
    ]


@register()
def check_trusted_proxies(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A network that cannot be read, or that means everybody, would let any client write its own address."""
    found: list[CheckMessage] = []
    for text in settings.TRUSTED_PROXIES:
        try:
            wide = read_network(text).prefixlen == 0
        except ValueError:
            wide = True
        if wide:
            found.append(
                Error(
                    f"KAQUAN_TRUSTED_PROXIES: {text!r} is no network of proxies",
                    hint="networks in CIDR notation, e.g. 10.0.0.0/8 fd00::/8; never all addresses",
                    id="kaquan.E004",
                )
            )
    return found


@register()
def check_metrics_token(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """A short token is guessed."""
    if not settings.KAQUAN_METRICS_TOKEN or len(settings.KAQUAN_METRICS_TOKEN) >= SHORTEST_TOKEN:
        return []
    return [
        Error(
            "KAQUAN_METRICS_TOKEN is too short",
            hint=f"at least {SHORTEST_TOKEN} characters, e.g. of `openssl rand -hex 32`; empty: nobody reads /metrics",
            id="kaquan.E008",
        )
    ]
