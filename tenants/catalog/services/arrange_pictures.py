from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.db.models import Q

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.locks import find_product_locked
from tenants.catalog.models import Product
from tenants.catalog.pictures import file_of, pictures_of
from tenants.catalog.services.update_product import update_product


def arrange_pictures(*, product_id: uuid.UUID, wanted: Sequence[tuple[str, str]], now: dt.datetime) -> Product:
    """Order a product's pictures, say what they show, leave some out; files that no product shows any more are removed.

    Args:
        wanted: path and alternative text of each that stays, in order; what is not the product's is left out.

    Raises:
        RecordNotFound: no such product.
    """
    with transaction.atomic():
        product = find_product_locked(product_id)
        if product is None:
            raise RecordNotFound(id=str(product_id))
        before = [picture["path"] for picture in pictures_of(product)]
        kept = {path: alt for path, alt in wanted if path in before}
        pictures = [{"path": path, "alt": alt} for path, alt in kept.items()]
        product = update_product(product_id=product_id, changes={"pictures": pictures}, now=now)
        for path in before:
            file = file_of(path)
            if file is not None and path not in kept and not _is_shown(path):
                transaction.on_commit(partial(file.unlink, missing_ok=True))
    return product


def _is_shown(path: str) -> bool:
    return Product.objects.filter(Q(image=path) | Q(pictures__contains=[{"path": path}])).exists()
