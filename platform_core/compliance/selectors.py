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


def list_print_epochs() -> list[tuple[int, bytes]]:
    """The keys of the register of prints that are in use, the newest first, with what they are checked by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT epoch, check_value FROM public.code_print_epochs()")
        return [(epoch, bytes(check)) for epoch, check in cursor.fetchall()]


def list_own_meetings(lot_id: int) -> dict[int, int]:
    """In which other batches of the current shop codes of this one were before: how many in each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT lot, codes FROM public.own_code_meetings(%s)", [lot_id])
        return dict(cursor.fetchall())
