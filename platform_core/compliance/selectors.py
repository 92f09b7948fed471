from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import QuerySet

from platform_core.compliance.models import Supplier


def find_clearances(supplier_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """``registered``, ``cleared`` or ``suspended`` of each of some suppliers, in one query, asked in a tenant's context.

    "suspended" when unknown (fail closed).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, public.clearance_of(id) FROM unnest(%s::uuid[]) AS id", [list(supplier_ids)])
        return dict(cursor.fetchall())


def list_suppliers(clearance: str | None = None) -> QuerySet[Supplier]:
    """Suppliers for the staff page, oldest waiting first."""
    suppliers = Supplier.objects.order_by("created_at")
    return suppliers.filter(clearance=clearance) if clearance else suppliers
