from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.locks import list_products_locked
from tenants.catalog.models import Product
from tenants.catalog.services.update_product import update_product

GAP = 1024  # between neighbours, so that a move changes one product and not all that follow


def move_product(*, product_id: uuid.UUID, before: uuid.UUID | None, now: dt.datetime) -> None:
    """Put a product before another in the order of the shop; None: behind the last.

    Pinned products have an order of their own, above the others: a product is moved among its like.

    Raises:
        RecordNotFound: no such product, or ``before`` is not among its like.
    """
    with transaction.atomic():
        order = _neighbours(product_id)
        if product_id not in order or (before is not None and before not in order):
            raise RecordNotFound(id=str(product_id))
        if before == product_id:
            return
        others = [id for id in order if id != product_id]
        at = len(others) if before is None else others.index(before)
        position = _between(order, others[at - 1] if at else None, others[at] if at < len(others) else None)
        if position is not None:
            update_product(product_id=product_id, changes={"position": position}, now=now)
        else:
            for place, id in enumerate([*others[:at], product_id, *others[at:]], 1):
                update_product(product_id=id, changes={"position": place * GAP}, now=now)


def _neighbours(product_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """Positions of the products it stands among, in their order; all of them are held until the move is done."""
    like = Product.objects.filter(archived=False, pinned__in=Product.objects.filter(pk=product_id).values("pinned"))
    list_products_locked(set(like.values_list("id", flat=True)))
    return dict(like.order_by("position", "name", "id").values_list("id", "position"))


def _between(order: dict[uuid.UUID, int], above: uuid.UUID | None, below: uuid.UUID | None) -> int | None:
    """A position between two neighbours, if there is one that nobody else has."""
    positions = list(order.values())
    if len(set(positions)) < len(positions):
        return None
    if above is None:
        return order[below] - GAP if below else 0
    if below is None:
        return order[above] + GAP
    middle = (order[above] + order[below]) // 2
    return middle if order[above] < middle < order[below] else None
