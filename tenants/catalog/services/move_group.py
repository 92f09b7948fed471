from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.models import Category, Occasion


def move_group(*, model: type[Category] | type[Occasion], id: uuid.UUID, by: int) -> None:
    """Move a category or an occasion up (``by`` negative) or down.

    Raises:
        RecordNotFound: no such one.
    """
    with transaction.atomic():
        rows = list(model.objects.order_by("position", "name"))
        at = next((place for place, row in enumerate(rows) if row.pk == id), None)
        if at is None:
            raise RecordNotFound(id=str(id))
        rows.insert(max(0, at + by), rows.pop(at))
        for place, row in enumerate(rows):
            row.position = place
            row.save(update_fields=["position"])
