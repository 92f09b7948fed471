from platform_core.kernel.errors import DomainError


class SupplierNotCleared(DomainError):
    """The supplier is not (or no longer) cleared: nothing of it may be sold."""

    code = "supplier_suspended"
