"""What the register of prints is given of stored codes: what they say, in memory only."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from platform_core.kernel.sealing import SealBroken
from tenants.catalog.models import Sku
from tenants.inventory.models import CardCode, Lot
from tenants.inventory.sealing import keyring


def open_stretch(lot: Lot, after: int, last: int) -> Iterator[tuple[int, str, str]]:
    """Place, card number and secret of the codes of a batch behind a place, up to another."""
    ring, sku_id = keyring(), lot.sku_id.bytes
    stretch = CardCode.objects.filter(lot_id=lot.id, position__gt=after, position__lte=last)
    for position, print_, sealed in stretch.values_list("position", "fingerprint", "sealed"):
        try:
            opened = ring.open(sku_id, bytes(print_), bytes(sealed))
        except SealBroken:  # a row that was tampered with cannot be sold either
            continue
        yield position, opened.card_number, opened.secret


def brand_of(sku_id: uuid.UUID) -> str:
    """Of what the codes of a SKU are: its brand, or else the name of its category. It tells short codes apart."""
    product = Sku.objects.select_related("product__category").get(pk=sku_id).product
    return product.brand or (product.category.name if product.category else "")
