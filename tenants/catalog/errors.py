from platform_core.kernel.errors import DomainError


class SkuCodeTaken(DomainError):
    """Another SKU of this shop has this code."""

    code = "sku_code_taken"


class CategoryUnknown(DomainError):
    """There is no category with this slug."""

    code = "invalid_parameter"
