from platform_core.kernel.errors import DomainError


class SkuCodeTaken(DomainError):
    """Another SKU of this shop has this code."""

    code = "sku_code_taken"


class ChangedMeanwhile(DomainError):
    """Somebody else changed it since the caller read it. Nothing was changed."""

    code = "precondition_failed"


class CategoryUnknown(DomainError):
    """There is no category with this slug."""

    code = "resource_not_found"
