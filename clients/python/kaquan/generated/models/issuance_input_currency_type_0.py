from typing import Any, Literal, cast

IssuanceInputCurrencyType0 = Literal["CNY", "EUR", "GBP", "HKD", "JPY", "KRW", "SGD", "USD"]


def check_issuance_input_currency_type_0(value: Any) -> IssuanceInputCurrencyType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(IssuanceInputCurrencyType0, value)
