"""A shop's front as it would look: kept for minutes under a name that nobody guesses, in the place of this very shop."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.core.cache import cache

from tenants.catalog.models import ShopFront
from tenants.catalog.pictures import drawn_anew
from tenants.catalog.selectors import get_shop_front

SECONDS: Final = 600
SHOWN: Final = frozenset(
    {
        "accent",
        "font_scale",
        "banner_text",
        "banner_link",
        "notice",
        "contact",
        "complaint_contact",
        "icp_number",
        "licence_link",
    }
)


def keep_preview(changes: Mapping[str, Any], logo: bytes | None = None, *, drop_logo: bool = False) -> str:
    """Keep what was not saved.

    Args:
        logo: a picture as it was uploaded.

    Returns:
        The token that shows it, in this shop alone, for ``SECONDS``.

    Raises:
        PictureRefused
    """
    kept: dict[str, Any] = {name: changes[name] for name in SHOWN & changes.keys()}
    if logo is not None:
        kept["logo_data"] = "data:image/webp;base64," + base64.b64encode(drawn_anew(logo)).decode()
    elif drop_logo:
        kept["logo"] = ""
    token = secrets.token_urlsafe(24)
    cache.set(_key(token), kept, SECONDS)  # keys of the cache carry the shop
    return token


def find_preview(token: str) -> ShopFront | None:
    """The front behind a token; None: of another shop, or over."""
    kept = cache.get(_key(token)) if 20 <= len(token) <= 40 else None
    if kept is None:
        return None
    front = get_shop_front()
    for name, value in kept.items():
        setattr(front, name, value)
    front.preview = token
    return front


def _key(token: str) -> str:
    return f"front-preview:{token}"
