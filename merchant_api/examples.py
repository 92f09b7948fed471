"""One small story that all examples of the document tell: a card shop sells two gift cards to an order of its own."""

from __future__ import annotations

TENANT = "ten_01KB9NZ8Q4R6S8T0V2W4X6Y8Z0"
PRODUCT = "prod_01KB9PZ2E4F6G8H0J2K4M6N8P0"
SKU = "sku_01KB9PZ3F5G7H9J1K3M5N7P9QR"
SUPPLIER = "sup_01KB9PW1C3D5E7F9G1H3J5K7M9"
IMPORT = "imp_01KB9Q0A2B4C6D8E0F2G4H6J8K"
OPERATION = "op_01KB9Q0A2B4C6D8E0F2G4H6J8K"
RESERVATION = "rsv_01KB9Q3V1W3X5Y7Z9A1B3C5D7E"
ISSUANCE = "iss_01KB9Q4W3A5C7E9G1J3M5P7R9T"
LINE = "isl_01KB9Q4W3A5C7E9G1J3M5P7R9V"
CODE = "code_01KB9Q0B3C5D7E9F1G3H5J7K9M"
NEW_CODE = "code_01KB9Q0B3C5D7E9F1G3H5J7K9P"
BULK_VOID = "void_01KB9R1B2D4E6F8G0H2J4K6M8N"
REDEMPTION = "rdm_01KB9QZ9A0B2C4D6E8F0G2H4J6"
REFUND = "rfd_01KB9R2C3E5F7G9H1J3K5M7N9P"
EVENT = "evt_01KB9Q4W4B6D8F0H2K4N6Q8S0V"
EXPORT = "exp_01KB9R5D2E4F6G8H0J2K4M6N8P"
KEY = "key_01KB9P5T2V4W6X8Y0Z2A4B6C8D"
ENDPOINT = "we_01KB9P7D3F5H7K9M1P3R5T7V9X"
DELIVERY = "dlv_01KB9Q4W5C7E9G1J3M5P7R9T2V"
ATTEMPT = "att_01KB9Q4W6D8F0H2K4N6Q8S0V3X"
REDELIVERY = "op_01KB9T0A2C4E6G8J0M2P4R6T8W"
REQUEST = "req_01KB9Q4W2ZT6M8X3V5C7N1R0PD"
EXTERNAL_ID = "T20261201-0001"

IMPORTED_AT = "2026-12-01T08:30:00Z"
IMPORT_FINISHED_AT = "2026-12-01T08:30:02Z"
CREATED_AT = "2026-12-01T09:00:00Z"
UPDATED_AT = "2026-12-01T09:10:00Z"
ISSUED_AT = "2026-12-01T10:15:30.125Z"
HELD_UNTIL = "2026-12-01T10:25:00Z"
HELD_AT = "2026-12-01T10:10:00Z"

# Of the places in paths, by their name there: an example and what it is.
PATHS = {
    "key_id": (KEY, "`key_…`"),
    "event_id": (EVENT, "`evt_…`"),
    "request_id": (REQUEST, "`req_…`, the `Request-Id` of an answer."),
    "import_id": (IMPORT, "`imp_…`"),
    "export_id": (EXPORT, "`exp_…`"),
    "issuance_id": (ISSUANCE, "`iss_…`"),
    "batch_id": ("isb_01KB3ZZ7M3F9V8S0B9T4QK6E2X", "`isb_…`"),
    "endpoint_id": (ENDPOINT, "`we_…`"),
    "delivery_id": (DELIVERY, "`dlv_…`"),
    "external_id": (EXTERNAL_ID, "Your own order number."),
    "operation_id": (OPERATION, "`op_…`"),
    "product_id": (PRODUCT, "`prod_…`"),
    "reservation_id": (RESERVATION, "`rsv_…`"),
    "code_id": (CODE, "`code_…`"),
    "void_id": (BULK_VOID, "`void_…`"),
    "redemption_id": (REDEMPTION, "`rdm_…`"),
    "refund_id": (REFUND, "`rfd_…`"),
    "sku_id": (SKU, "`sku_…`"),
}
