from __future__ import annotations

import uuid

from django.db import connection
from django.db.models import QuerySet

from platform_core.compliance.models import Supplier


def get_clearance(supplier_id: uuid.UUID) -> str:
    """``registered``, ``cleared`` or ``suspended``, asked in a tenant's context; "suspended" when unknown (fail closed)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.clearance_of(%s)", [supplier_id])
        row = cursor.fetchone()
    return str(row[0]) if row else "suspended"


def list_suppliers(clearance: str | None = None) -> QuerySet[Supplier]:
    """Suppliers for the staff page, oldest waiting first."""
    suppliers = Supplier.objects.order_by("created_at")
    return suppliers.filter(clearance=clearance) if clearance else suppliers
