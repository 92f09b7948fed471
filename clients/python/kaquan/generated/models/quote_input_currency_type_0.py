from typing import Any, Literal, cast

QuoteInputCurrencyType0 = Literal["CNY", "EUR", "GBP", "HKD", "JPY", "KRW", "SGD", "USD"]


def check_quote_input_currency_type_0(value: Any) -> QuoteInputCurrencyType0:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(QuoteInputCurrencyType0, value)
