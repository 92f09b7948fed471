from typing import Any, Literal, cast

BuyerInputPaymentMethodType0 = Literal[
    "alipay", "balance", "bank_transfer", "credit_card", "debit_card", "other", "wechat_pay"
]


def check_buyer_input_payment_method_type_0(value: Any) -> BuyerInputPaymentMethodType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(BuyerInputPaymentMethodType0, value)
