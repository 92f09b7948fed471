"""Examples of refunds."""

from merchant_api.examples import CODE, EXTERNAL_ID, ISSUANCE

REFUND_INPUT = {
    "external_id": f"R-{EXTERNAL_ID}",
    "issuance": ISSUANCE,
    "codes": [CODE],
    "disposition": "void",
    "reason": "The buyer changed his mind",
}
ONE_REFUND = {
    "id": "rfd_01KB9R2C3E5F7G9H1J3K5M7N9P",
    "object": "refund",
    "livemode": True,
    "status": "succeeded",
    "external_id": f"R-{EXTERNAL_ID}",
    "issuance": ISSUANCE,
    "codes": [CODE],
    "code_count": 1,
    "operation": None,
    "failure": None,
    "amount": 4500,
    "currency": "CNY",
    "disposition": "void",
    "reason": "The buyer changed his mind",
    "created_at": "2026-12-01T11:30:00Z",
}
