"""Protection of a shop that somebody tries to empty with orders that are never paid: its codes are no longer held for them.

A sweep looks at what became of the latest orders; what it finds is remembered in the cache for a while. Without a cache
nothing is protected, and nothing else is lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.core.cache import cache

from platform_core.tenancy.cache import find_present

FOR = 1_800  # seconds, from the last time that it looked like an attack


def hold_back(product_id: uuid.UUID) -> None:
    """Hold no codes of this product for orders that are not paid, for a while."""
    cache.set(_key(product_id), 1, FOR)


def held_back(product_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of some products whose codes are not held at present."""
    keys = {_key(product_id): product_id for product_id in product_ids}
    return {keys[key] for key in find_present(list(keys))}


def _key(product_id: uuid.UUID) -> str:
    return f"hold-back:{product_id.hex}"
