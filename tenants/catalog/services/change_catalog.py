from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.changes import PRODUCT, SKU, find_thing, values_of
from tenants.catalog.locks import list_products_locked
from tenants.catalog.models import CatalogChange, Sku
from tenants.catalog.services.update_product import update_product
from tenants.catalog.services.update_sku import update_sku
from tenants.catalog.versions import Versions


@dataclass(frozen=True, slots=True)
class Edit:
    """Of one thing (``PRODUCT`` or ``SKU``) what is to be; ``expected``: its versions that the caller would change."""

    of: str
    id: uuid.UUID
    changes: Mapping[str, Any]
    expected: Versions | None = None


def change_catalog(
    *,
    edits: Sequence[Edit],
    kind: str,
    actor: str,
    now: dt.datetime,
    made: Sequence[tuple[str, uuid.UUID]] = (),
    on_edit: Callable[[], None] = lambda: None,
) -> CatalogChange | None:
    """Change many products and SKUs, all or none, and note what they were, so that it can be undone.

    Args:
        kind: a ``ChangeKind``.
        actor: who does it.
        made: what the caller made in the same act; undoing puts it away.
        on_edit: called after each edit; what it raises undoes all of them.

    Returns:
        What was changed; None: everything was so already.

    Raises:
        RecordNotFound: one of them does not exist here. Nothing was changed; nor by what ``update_product`` and ``update_sku`` raise.
    """
    with transaction.atomic():
        _lock(edits)
        changes: list[dict[str, Any]] = [{"of": of, "id": str(id), "before": None, "after": {}} for of, id in made]
        for edit in edits:
            if (changed := _applied(edit, now)) is not None:
                changes.append(changed)
            on_edit()
        if not changes:
            return None
        return CatalogChange.objects.create(kind=kind, actor=actor, changes=changes, made_at=now)


def _lock(edits: Sequence[Edit]) -> None:
    products = {edit.id for edit in edits if edit.of == PRODUCT}
    skus = [edit.id for edit in edits if edit.of == SKU]
    products |= set(Sku.objects.filter(pk__in=skus).values_list("product_id", flat=True))
    list_products_locked(products)  # two acts cannot deadlock


def _applied(edit: Edit, now: dt.datetime) -> dict[str, Any] | None:
    thing = find_thing(edit.of, edit.id)
    if thing is None:
        raise RecordNotFound(id=str(edit.id))
    before = values_of(thing, edit.changes)
    if edit.of == PRODUCT:
        update_product(product_id=edit.id, changes=edit.changes, now=now, expected=edit.expected)
    else:
        update_sku(sku_id=edit.id, changes=edit.changes, now=now, expected=edit.expected)
    changed = find_thing(edit.of, edit.id)
    assert changed is not None
    after = values_of(changed, before)
    names = [name for name, value in before.items() if after[name] != value]
    if not names:
        return None
    return {
        "of": edit.of,
        "id": str(edit.id),
        "before": {name: before[name] for name in names},
        "after": {name: after[name] for name in names},
    }
