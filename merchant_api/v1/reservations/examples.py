"""Examples of reservations."""

from merchant_api.examples import HELD_AT, HELD_UNTIL, RESERVATION, SKU

RESERVATION_INPUT = {"sku": SKU, "quantity": 2, "hold_seconds": 900}
ONE_RESERVATION = {
    "id": RESERVATION,
    "object": "reservation",
    "livemode": True,
    "sku": SKU,
    "quantity": 2,
    "status": "held",
    "expires_at": HELD_UNTIL,
    "created_at": HELD_AT,
}
