from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from platform_core.events.catalogue import ProductUpdated
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import public_id
from tenants.catalog.locks import list_products_locked
from tenants.catalog.models import Product
from tenants.catalog.versions import touch

GAP = 1024  # between neighbours, so that a move changes one product and not all that follow


def move_product(*, product_id: uuid.UUID, before: uuid.UUID | None, now: dt.datetime) -> None:
    """Put a product before another in the order of the shop; None: behind the last.

    Pinned products have an order of their own, above the others: a product is moved among its like.

    Raises:
        RecordNotFound: no such product, or ``before`` is not among its like.
    """
    with transaction.atomic():
        order = _like(product_id)
        found = {product.pk: product for product in order}
        if product_id not in found or (before is not None and before not in found):
            raise RecordNotFound(id=str(product_id))
        if before == product_id:
            return
        moved, others = found[product_id], [product for product in order if product.pk != product_id]
        at = len(others) if before is None else others.index(found[before])
        position = _between([product.position for product in others], at)
        if position is not None:
            _place(moved, position, now)
            return
        for place, product in enumerate([*others[:at], moved, *others[at:]], 1):
            _place(product, place * GAP, now)


def _like(product_id: uuid.UUID) -> list[Product]:
    """The products it stands among, in their order; all of them are held until the move is done."""
    pinned = Product.objects.filter(pk=product_id).values("pinned")
    like = Product.objects.filter(archived=False, pinned__in=pinned)
    found = {product.pk: product for product in list_products_locked(list(like.values_list("id", flat=True)))}
    order = like.order_by("position", "name", "id").values_list("id", flat=True)  # names as the shop sorts them
    return [found[id] for id in order if id in found]


def _between(positions: Sequence[int], at: int) -> int | None:
    """A position for the place ``at`` that nobody else has, if there is one and the others stand apart."""
    if len(set(positions)) < len(positions):
        return None
    if not positions:
        return 0
    if at == 0:
        return positions[0] - GAP
    if at == len(positions):
        return positions[-1] + GAP
    middle = (positions[at - 1] + positions[at]) // 2
    return middle if positions[at - 1] < middle < positions[at] else None


def _place(product: Product, position: int, now: dt.datetime) -> None:
    if product.position == position:
        return
    product.position = position
    touch(product, now)
    product.save(update_fields=["position", "version", "updated_at"])
    outside = public_id("prod", product.id)
    updated = ProductUpdated(id=outside, changed=("position",))
    publish_event(updated, object_id=outside, now=now, sequence=product.version)
