"""Absolute links, always from stored names, never from the request (a spoofed Host poisons nothing)."""

from __future__ import annotations

from django.conf import settings


def _origin(host: str) -> str:
    port = settings.KAQUAN_PUBLIC_PORT
    return f"{settings.KAQUAN_PUBLIC_SCHEME}://{host}" + (f":{port}" if port else "")


def platform_url(path: str = "") -> str:
    """On the platform host."""
    return _origin(settings.KAQUAN_PLATFORM_HOST) + path


def api_url(path: str = "") -> str:
    """On the API host; the base of a client is ``api_url("/v1")``."""
    return _origin(f"api.{settings.KAQUAN_PLATFORM_HOST}") + path


def pay_url(path: str = "") -> str:
    """On the host of the sandbox gateway's simulator."""
    return _origin(f"pay.{settings.KAQUAN_PLATFORM_HOST}") + path


def shop_url(host: str, path: str = "") -> str:
    """On a shop's host."""
    return _origin(host) + path
