"""Every event there is: one frozen dataclass per type, its fields are the payload. Never a card code, never a contact."""

from platform_core.events.catalogue.base import EventPayload, registered_types
from platform_core.events.catalogue.codes import (
    CodeActivated,
    CodeExpired,
    CodeExpiringSoon,
    CodeRedeemed,
    CodeRedemptionReversed,
    CodeReplaced,
    CodeResumed,
    CodeRevealed,
    CodeSuspended,
    CodeVoided,
)
from platform_core.events.catalogue.compliance import SupplierCleared, SupplierSuspended
from platform_core.events.catalogue.exports import ExportCompleted, ExportFailed
from platform_core.events.catalogue.imports import ImportCompleted, ImportFailed, ImportUndone
from platform_core.events.catalogue.issuances import (
    IssuanceBatchCompleted,
    IssuanceCanceled,
    IssuanceCompleted,
    IssuanceCreated,
    IssuanceFailed,
    IssuancePartiallyCompleted,
    IssuanceProcessing,
)
from platform_core.events.catalogue.orders import OrderCanceled, OrderDelivered, OrderPaid, OrderPlaced
from platform_core.events.catalogue.payments import PaymentAccountUpdated
from platform_core.events.catalogue.products import (
    ProductArchived,
    ProductCreated,
    ProductUpdated,
    SkuBackInStock,
    SkuOutOfStock,
    SkuPriceChanged,
    SkuStockLow,
)
from platform_core.events.catalogue.refunds import RefundCreated, RefundFailed, RefundSucceeded
from platform_core.events.catalogue.tenants import (
    ApiKeyCreated,
    ApiKeyExpiring,
    ApiKeyRevoked,
    ApiKeyRolled,
    ApiKeyUpdated,
    ApiVersionChanged,
    PlanChanged,
    TenantProvisioned,
)

__all__ = [
    "ApiKeyCreated",
    "ApiKeyExpiring",
    "ApiKeyRevoked",
    "ApiKeyRolled",
    "ApiKeyUpdated",
    "ApiVersionChanged",
    "CodeActivated",
    "CodeExpired",
    "CodeExpiringSoon",
    "CodeRedeemed",
    "CodeRedemptionReversed",
    "CodeReplaced",
    "CodeResumed",
    "CodeRevealed",
    "CodeSuspended",
    "CodeVoided",
    "EventPayload",
    "ExportCompleted",
    "ExportFailed",
    "ImportCompleted",
    "ImportFailed",
    "ImportUndone",
    "IssuanceBatchCompleted",
    "IssuanceCanceled",
    "IssuanceCompleted",
    "IssuanceCreated",
    "IssuanceFailed",
    "IssuancePartiallyCompleted",
    "IssuanceProcessing",
    "OrderCanceled",
    "OrderDelivered",
    "OrderPaid",
    "OrderPlaced",
    "PaymentAccountUpdated",
    "PlanChanged",
    "ProductArchived",
    "ProductCreated",
    "ProductUpdated",
    "RefundCreated",
    "RefundFailed",
    "RefundSucceeded",
    "SkuBackInStock",
    "SkuOutOfStock",
    "SkuPriceChanged",
    "SkuStockLow",
    "SupplierCleared",
    "SupplierSuspended",
    "TenantProvisioned",
    "registered_types",
]
