"""One event of each type as a reader of the document sees it: made of the payload classes, so it cannot be out of date."""

from __future__ import annotations

import dataclasses
from typing import Any

from platform_core.events.catalogue import (
    ApiKeyCreated,
    ApiKeyExpiring,
    ApiKeyRevoked,
    ApiKeyRolled,
    ApiKeyUpdated,
    ApiVersionChanged,
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
    EventPayload,
    ExportCompleted,
    ExportFailed,
    ImportCompleted,
    ImportFailed,
    ImportUndone,
    IssuanceBatchCompleted,
    IssuanceCanceled,
    IssuanceCompleted,
    IssuanceCreated,
    IssuanceFailed,
    IssuancePartiallyCompleted,
    IssuanceProcessing,
    OrderCanceled,
    OrderDelivered,
    OrderPaid,
    OrderPlaced,
    PaymentAccountUpdated,
    PlanChanged,
    ProductArchived,
    ProductCreated,
    ProductUpdated,
    RefundCreated,
    RefundFailed,
    RefundSucceeded,
    SkuBackInStock,
    SkuOutOfStock,
    SkuPriceChanged,
    SkuStockLow,
    SmsSent,
    StorageMeasured,
    SubscriptionPastDue,
    SubscriptionUpdated,
    SupplierCleared,
    SupplierSuspended,
    TenantProvisioned,
    TestPing,
    WebhookEndpointCreated,
    WebhookEndpointDeleted,
    WebhookEndpointDisabled,
    WebhookEndpointFailing,
    WebhookEndpointRecovered,
    WebhookEndpointSecretRevealed,
    WebhookEndpointSecretRotated,
    WebhookEndpointUpdated,
)

ISSUANCE, ORDER, PRODUCT = (
    "iss_01M8AMT952FR1B4VBNEPZSMV9C",
    "ord_01M8AMSZ3P8Q2J6K0V5X7T9RBD",
    "prod_01M89T4E6H1N3C5W7Y9A2F4G6J",
)
SKU, IMPORT = "sku_01M89T4E6M8K0P2R4S6V8X1Z3B", "imp_01M89TB2Q4S6V8X0Z1C3E5G7JM"
KEY, SUPPLIER, TENANT = (
    "key_01M89S0A2C4E6G8J1K3M5P7R9T",
    "sup_01M89S5V7X9Z0B2D4F6H8K1M3P",
    "ten_01M89RZ5T7W9Y1A3C5E7G9J2KM",
)

SUBSCRIPTION = "sub_01M8B4N7Q9S1V3X5Z7B0D2F4H6"
ENDPOINT = "we_01M8AQ5H0K2M4P6R8T0V2X4Z6B"
EXPORT = "exp_01M8AP3F8H0K2M4P6R8T0V2X4Z"
PAYMENT_ACCOUNT = "pac_01M8B0A2C4E6G8J1K3M5P7R9TV"
CODE, REDEMPTION = "code_01M89TB2QH3M5P7R9T1V3X5Z7A", "rdm_01M8AP0C5E7G9J1M3P5R7T9V1X"

PAYLOADS: tuple[EventPayload, ...] = (
    ApiKeyCreated(KEY, True, ("catalog:read", "issuances:write")),
    ApiKeyExpiring(KEY, "2026-12-02T08:00:00+00:00", "2026-11-25T07:59:00+00:00", "key_01M8AN1B3D5F7H9K0M2P4R6T8V"),
    ApiKeyRevoked(KEY),
    ApiKeyRolled(KEY, "key_01M8AN1B3D5F7H9K0M2P4R6T8V", "2026-12-02T08:00:00Z"),
    ApiKeyUpdated(KEY, ("ip_allowlist",)),
    ApiVersionChanged(TENANT, "2026-12-01", "2026-11-24", "owner@example.com"),
    CodeActivated(CODE, SKU, ISSUANCE, "activated", "issued", ""),
    CodeExpired(CODE, SKU, ISSUANCE, "expired", "partially_redeemed", "2026-12-31", 3000),
    CodeExpiringSoon(CODE, SKU, ISSUANCE, "partially_redeemed", "2026-12-31", 3000),
    CodeRedeemed(CODE, SKU, ISSUANCE, "partially_redeemed", "issued", "", REDEMPTION, "amount", 1500, 3000),
    CodeRedemptionReversed(CODE, SKU, ISSUANCE, "issued", "partially_redeemed", "", REDEMPTION, "amount", 1500, 4500),
    CodeReplaced(CODE, "rpl_01M8AP1D6F8H0K2M4P6R8T0V2X", "code_01M89TB2QJ4N6Q8S0V2X4Z6B8C", ISSUANCE, "unreadable"),
    CodeResumed(CODE, SKU, ISSUANCE, "issued", "suspended", ""),
    CodeRevealed("rev_01M8AMT95ZG3J5M7Q9S1V3X5Z7", ISSUANCE, 2, KEY),
    CodeSuspended(CODE, SKU, ISSUANCE, "suspended", "issued", "chargeback"),
    CodeVoided(CODE, SKU, ISSUANCE, "voided", "issued", "refunded"),
    ExportCompleted(EXPORT, "codes", "csv", reveal=True, rows=2, bytes=642),
    ExportFailed(EXPORT, "ledger", "given_up"),
    ImportCompleted(IMPORT, SKU, accepted=998, duplicates=2, rejected=0),
    ImportFailed(IMPORT, SKU, "no_codes"),
    ImportUndone(IMPORT, SKU, removed=998),
    IssuanceBatchCompleted("isb_01M8AMS0T4V6X8Z0B2D4F6H8K1", "completed", 998, 2, 0),
    IssuanceFailed(ISSUANCE, "T20261122-0001", "failed", 0, 2, "api"),
    IssuanceCanceled(ISSUANCE, "T20261122-0001", "canceled", 0, 2, "api"),
    IssuanceCompleted(ISSUANCE, "T20261122-0001", "completed", 2, "api"),
    IssuanceCreated(ISSUANCE, "T20261122-0001", "awaiting_stock", 0, 2, "api"),
    IssuancePartiallyCompleted(ISSUANCE, "T20261122-0001", "partially_completed", 1, 2, "api"),
    IssuanceProcessing(ISSUANCE, "T20261122-0001", "processing", 1, 2, "api"),
    OrderCanceled(ORDER, "2611220001", "expired"),
    OrderDelivered(ORDER, "2611220001", ISSUANCE),
    OrderPaid(ORDER, "2611220001", 9000, "CNY", ISSUANCE),
    OrderPlaced(ORDER, "2611220001", 9000, "CNY"),
    PlanChanged(TENANT, "default", None, "operator"),
    PaymentAccountUpdated(PAYMENT_ACCOUNT, "wechatpay", True, ("mch_id", "private_key"), "owner@example.com"),
    ProductArchived(PRODUCT),
    ProductCreated(PRODUCT, "爱奇艺会员", (SKU,)),
    ProductUpdated(PRODUCT, ("name", "skus")),
    RefundCreated("rfd_01M8AP2E7G9J1M3P5R7T9V1X3Z", "R20261122-0001", ISSUANCE, 9000, "CNY", "void", 2),
    RefundFailed(
        "rfd_01M8AP2E7G9J1M3P5R7T9V1X3Z", "R20261122-0001", ISSUANCE, 9000, "CNY", "void", 2, "already_redeemed"
    ),
    RefundSucceeded("rfd_01M8AP2E7G9J1M3P5R7T9V1X3Z", "R20261122-0001", ISSUANCE, 9000, "CNY", "void", 2),
    SkuPriceChanged(SKU, PRODUCT, before=4500, after=4300, currency="CNY"),
    SkuStockLow(SKU, PRODUCT, available=18, low_threshold=20),
    SkuOutOfStock(SKU, PRODUCT),
    SkuBackInStock(SKU, PRODUCT, available=500),
    SmsSent("msg_01M8B3K5M7P9R1T3V5X7Z9B1D3", segments=1),
    StorageMeasured("sto_01M8B3N6Q8S0V2X4Z6B8D0F2H4", megabytes=128),
    SubscriptionPastDue(
        SUBSCRIPTION,
        "professional",
        "past_due",
        "grace",
        "month",
        "2026-12-24T08:00:00+00:00",
        None,
        None,
        "2026-11-24T08:00:00+00:00",
    ),
    SubscriptionUpdated(
        SUBSCRIPTION, "professional", "active", "active", "month", "2026-12-24T08:00:00+00:00", None, None
    ),
    SupplierCleared(SUPPLIER, "staff@example.com", vouched=False),
    SupplierSuspended(SUPPLIER, "staff@example.com", "license expired"),
    TenantProvisioned(TENANT, "demo"),
    TestPing(ENDPOINT, "ping"),
    WebhookEndpointCreated(ENDPOINT, "orders.example.com", ("issuance.*", "code.voided")),
    WebhookEndpointDeleted(ENDPOINT),
    WebhookEndpointDisabled(ENDPOINT, "failing", "2026-11-17T08:00:00+00:00"),
    WebhookEndpointFailing(ENDPOINT, "2026-11-21T08:00:00+00:00", 24),
    WebhookEndpointRecovered(ENDPOINT, "2026-11-22T08:00:00+00:00"),
    WebhookEndpointSecretRevealed(ENDPOINT, "owner@example.com"),
    WebhookEndpointSecretRotated(ENDPOINT, "2026-11-23T08:00:00+00:00"),
    WebhookEndpointUpdated(ENDPOINT, "paused", ("status",)),
)
_BY_TYPE = {payload.type: dataclasses.asdict(payload) for payload in PAYLOADS}  # type: ignore[call-overload]


def example_of(kind: str) -> dict[str, Any]:
    """A whole event of this type.

    Raises:
        KeyError: there is no example; every type has one.
    """
    carried = {name: list(value) if isinstance(value, tuple) else value for name, value in _BY_TYPE[kind].items()}
    return {
        "id": "evt_01M8AMT95A7C9E1G3J5M7Q9S1V",
        "object": "event",
        "type": kind,
        "timestamp": "2026-11-22T08:00:00.123456Z",
        "livemode": True,
        "api_version": "2026-12-01",
        "tenant": TENANT,
        "sequence": {"object": carried["issuance"] if kind == CodeRevealed.type else carried["id"], "n": 1},
        "data": {"object": carried},
    }
