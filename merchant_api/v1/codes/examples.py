"""Examples of codes with their path, redemptions and replacements."""

from typing import Any

from merchant_api.examples import CODE, IMPORT, ISSUANCE, KEY, LINE, NEW_CODE, REDEMPTION, SKU

AT = "2026-12-01T11:00:00Z"
VALIDATE_INPUT = {"code": "EXAM-PLE0-0001", "serial": "6200000000000001", "context": {"till": "7"}}
REDEEM_INPUT = {**VALIDATE_INPUT, "amount": 1500, "external_id": "POS-7-000123"}
REASON_INPUT: dict[str, Any] = {"reason": "Asked for by the buyer"}
BULK_VOID_INPUT = {"codes": [CODE, NEW_CODE], "reason": "Printed twice"}
STORED_CODE: dict[str, Any] = {
    "id": CODE,
    "object": "code",
    "livemode": True,
    "display": "****-0001",
    "serial": None,
    "state": "issued",
    "sku": SKU,
    "issuance": ISSUANCE,
    "line": LINE,
    "import": IMPORT,
    "redemption": "amount",
    "balance": 5000,
    "units_left": None,
    "currency": "CNY",
    "expires_on": "2027-12-31",
}
VALIDATION = {
    "object": "validation",
    "livemode": True,
    "valid": True,
    "code": "ok",
    "id": CODE,
    "state": "issued",
    "sku": SKU,
    "redemption": "amount",
    "balance": 5000,
    "units_left": None,
    "currency": "CNY",
    "expires_on": "2027-12-31",
    "context": {"till": "7"},
}
CODE_STEP = {
    "object": "code_step",
    "code": CODE,
    "number": 1,
    "verb": "redeem",
    "from_state": "issued",
    "to_state": "partially_redeemed",
    "value": 1500,
    "left": 3500,
    "subject": REDEMPTION,
    "actor": KEY,
    "reason": "",
    "at": AT,
}
ONE_REDEMPTION = {
    "id": REDEMPTION,
    "object": "redemption",
    "livemode": True,
    "status": "succeeded",
    "external_id": "POS-7-000123",
    "code": CODE,
    "sku": SKU,
    "amount": 1500,
    "units": None,
    "balance_after": 3500,
    "units_left_after": None,
    "currency": "CNY",
    "context": {"till": "7"},
    "reversal": None,
    "created_at": AT,
}
REPLACEMENT = {
    "id": "rpl_01KB9R0A1C3D5E7F9G1H3J5K7M",
    "object": "replacement",
    "livemode": True,
    "code": CODE,
    "new_code": NEW_CODE,
    "issuance": ISSUANCE,
    "reason": "Asked for by the buyer",
    "created_at": AT,
}
