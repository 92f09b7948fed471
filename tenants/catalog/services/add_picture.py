from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from billing.services.check_storage import check_storage
from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.errors import PictureRefused
from tenants.catalog.locks import find_product_locked
from tenants.catalog.models import Product
from tenants.catalog.pictures import LARGEST_PHOTO, MOST, PHOTO_SIDE, drawn_anew, keep_picture, pictures_of
from tenants.catalog.services.update_product import update_product


def add_picture(*, product_id: uuid.UUID, content: bytes, now: dt.datetime, alt: str = "") -> Product:
    """Put a picture behind those that a product has; it is drawn anew first. The same picture again changes nothing.

    Args:
        content: the file as it was uploaded.
        alt: what it shows, for those who cannot see it.

    Raises:
        RecordNotFound: no such product.
        SubscriptionInactive, LimitReached: nothing more is kept for this shop.
        PictureRefused: too large, damaged, of another format; or there are as many as may be (``many``).
    """
    check_storage()
    drawn = drawn_anew(content, side=PHOTO_SIDE, largest=LARGEST_PHOTO)
    with transaction.atomic():
        product = find_product_locked(product_id)
        if product is None:
            raise RecordNotFound(id=str(product_id))
        shown = pictures_of(product)
        path = keep_picture(drawn, f"products/{product_id.hex}")
        if any(picture["path"] == path for picture in shown):
            return product
        if len(shown) >= MOST:
            raise PictureRefused(reason="many")
        return update_product(
            product_id=product_id, changes={"pictures": [*shown, {"path": path, "alt": alt}]}, now=now
        )
