from typing import Any, Literal, cast

SkuOfProductInputCurrency = Literal["CNY", "EUR", "GBP", "HKD", "JPY", "KRW", "SGD", "USD"]


def check_sku_of_product_input_currency(value: Any) -> SkuOfProductInputCurrency:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(SkuOfProductInputCurrency, value)
