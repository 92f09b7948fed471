"""Rows that are changed are read through here."""

from __future__ import annotations

import uuid

from tenants.finance.models import SupplierPayment


def find_supplier_payment_locked(payment_id: uuid.UUID) -> SupplierPayment | None:
    """A payment to a supplier, locked until the end of the transaction, or None."""
    return SupplierPayment.objects.select_for_update().filter(pk=payment_id).first()
