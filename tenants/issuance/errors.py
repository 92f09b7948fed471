from platform_core.kernel.errors import DomainError


class ExternalIdConflict(DomainError):
    """This external_id was used before, for a different request; that request WAS executed."""

    code = "external_id_conflict"


class SkuInactive(DomainError):
    """The SKU or its product is not for sale."""

    code = "sku_inactive"


class QuantityOutOfRange(DomainError):
    """Less than the SKU's minimum, or more than a limit allows."""

    code = "quantity_out_of_range"


class PriceExceedsLimit(DomainError):
    """The price now is above the caller's own limit."""

    code = "price_exceeds_limit"


class CurrencyMismatch(DomainError):
    """Lines of one issuance are in one currency, the one the caller named."""

    code = "invalid_parameter"
