from __future__ import annotations

from platform_core.kernel.errors import DomainError


class SupplierPaymentRefused(DomainError):
    """A payment to a supplier cannot be recorded, or undone; ``reason`` says why, ``owed`` what is owed in minor units."""

    code = "supplier_payment_refused"
