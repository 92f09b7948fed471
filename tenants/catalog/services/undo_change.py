from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import transaction

from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.job_progress import JobProgress
from tenants.catalog.changes import PRODUCT, find_thing, stands_so
from tenants.catalog.errors import ChangedMeanwhile
from tenants.catalog.locks import find_change_locked, list_products_locked
from tenants.catalog.models import CatalogChange, Product, Sku
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku


class Undone(NamedTuple):
    """How many things are as they were; how many somebody changed since, so that they were left alone."""

    restored: int
    kept: int


def undo_change(*, change_id: uuid.UUID, now: dt.datetime, progress: JobProgress | None = None) -> Undone:
    """Take back what one act did to the catalogue: exactly what was, where nobody changed it since.

    What the act made is put away: it may have been sold meanwhile.

    Args:
        progress: told how far it is; what it raises leaves everything as it is.

    Raises:
        RecordNotFound: no such change.
        ChangedMeanwhile: it was undone already.
    """
    with transaction.atomic():
        change = find_change_locked(change_id)
        if change is None:
            raise RecordNotFound(id=str(change_id))
        if change.undone_at is not None:
            raise ChangedMeanwhile(version=1)
        _lock(change)
        if progress:
            progress.begin(len(change.changes))
        restored = 0
        for item in reversed(change.changes):
            restored += _restored(item, now)
            if progress:
                progress.add()
        change.undone_at = now
        change.save(update_fields=["undone_at"])
    return Undone(restored, len(change.changes) - restored)


def _lock(change: CatalogChange) -> None:
    ids = {item["id"] for item in change.changes}
    list_products_locked(set(Product.objects.filter(pk__in=ids).values_list("id", flat=True)) | _products_of(ids))


def _products_of(ids: set[str]) -> set[uuid.UUID]:
    return set(Sku.objects.filter(pk__in=ids).values_list("product_id", flat=True))


def _restored(item: Mapping[str, Any], now: dt.datetime) -> bool:
    of, id = item["of"], uuid.UUID(item["id"])
    thing = find_thing(of, id)
    if thing is None or not stands_so(thing, item["after"]):
        return False
    before = item["before"]
    try:
        with transaction.atomic():
            if of == PRODUCT:
                changes = {"archived": True} if before is None else before
                update_product(product_id=id, changes=changes, now=now)
            else:
                update_sku(sku_id=id, changes={"active": False} if before is None else before, now=now)
    except DomainError:  # the category it was in is gone
        return False
    return True
