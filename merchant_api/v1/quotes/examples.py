"""Examples of quotes."""

from merchant_api.examples import HELD_AT, SKU

QUOTE_INPUT = {"lines": [{"sku": SKU, "quantity": 2, "max_unit_price": 4500}], "currency": "CNY"}
ONE_QUOTE = {
    "object": "quote",
    "livemode": True,
    "issuable": True,
    "lines": [
        {
            "object": "quote_line",
            "sku": SKU,
            "quantity": 2,
            "unit_price": 4500,
            "amount": 9000,
            "available": 1000,
            "problem": None,
            "param": None,
        }
    ],
    "amount": 9000,
    "currency": "CNY",
    "problem": None,
    "as_of": HELD_AT,
}
