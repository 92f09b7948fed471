"""Examples of issuances and their codes."""

from merchant_api.examples import CODE, EXTERNAL_ID, ISSUANCE, ISSUED_AT, LINE, SKU

ISSUANCE_INPUT = {
    "external_id": EXTERNAL_ID,
    "lines": [{"sku": SKU, "quantity": 2, "max_unit_price": 4500}],
    "max_total": 9000,
    "currency": "CNY",
    "notify_url": "https://m.example/notify",
    "buyer": {"ref": "u_88", "ip": "203.0.113.7"},
    "metadata": {"channel": "taobao"},
}
ONE_ISSUANCE = {
    "id": ISSUANCE,
    "object": "issuance",
    "livemode": True,
    "external_id": EXTERNAL_ID,
    "status": "completed",
    "quantity": 2,
    "amount": 9000,
    "currency": "CNY",
    "lines": [
        {
            "id": LINE,
            "object": "issuance_line",
            "sku": SKU,
            "requested": 2,
            "issued": 2,
            "failed": 0,
            "unit_price": 4500,
            "discount": 0,
            "inputs": None,
        }
    ],
    "codes": {"count": 2, "url": f"/v1/issuances/{ISSUANCE}/codes"},
    "buyer": {"ref": "u_88"},
    "metadata": {"channel": "taobao"},
    "notify_url": "https://m.example/notify",
    "created_at": ISSUED_AT,
    "completed_at": ISSUED_AT,
}
ONE_CODE = {
    "id": CODE,
    "object": "code",
    "line": LINE,
    "sku": SKU,
    "code": "EXAM-PLE0-0001",
    "card_number": "6200000000000001",
    "expires_on": "2027-12-31",
}
CODES_AS_TEXT = "6200000000000001----EXAM-PLE0-0001\n6200000000000002----EXAM-PLE0-0002\n"
ONE_DELIVERY = {
    "id": "idl_01KB9Q8Y3Z5A7B9C1D3E5F7G9H",
    "object": "issuance_delivery",
    "issuance": ISSUANCE,
    "method": "email",
    "url": "https://star-cards.kaquan.example/pickup/Q2hhbmdlIG1lIGV2ZXJ5IHRpbWU",
    "email": "b***@example.com",
    "status": "queued",
    "failure": None,
    "created_at": ISSUED_AT,
    "expires_at": "2026-12-08T10:15:30.125Z",
}
