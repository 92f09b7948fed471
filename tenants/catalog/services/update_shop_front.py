from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tenants.catalog.locks import ensure_shop_front_locked
from tenants.catalog.models import ShopFront
from tenants.catalog.pictures import drawn_anew, keep_picture

FIELDS = (
    "accent", "font_scale", "banner_text", "banner_link", "notice", "icp_number", "licence_link", "contact",
    "complaint_contact", "terms", "terms_en", "closed", "reopens_at", "closed_text", "contact_type", "safety_minutes",
)  # fmt: skip


def update_shop_front(
    *, changes: Mapping[str, Any], now: dt.datetime, logo: bytes | None = None, drop_logo: bool = False
) -> ShopFront:
    """Change how the shop presents itself; visitors see it within seconds.

    Args:
        changes: some of ``FIELDS``.
        logo: a picture as it was uploaded; None: the logo stays, unless ``drop_logo``.

    Raises:
        PictureRefused: nothing was changed.
    """
    wanted = {name: changes[name] for name in FIELDS if name in changes}
    if logo is not None:
        wanted["logo"] = keep_picture(drawn_anew(logo))
    elif drop_logo:
        wanted["logo"] = ""
    with transaction.atomic():
        front = ensure_shop_front_locked(now)
        changed = [name for name, value in wanted.items() if getattr(front, name) != value]
        for name in changed:
            setattr(front, name, wanted[name])
        if changed:
            front.version += 1
            front.updated_at = now
            front.save()
    return front
