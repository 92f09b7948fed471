"""One cell as a value. A cell that is empty says nothing: what it is about stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

import orjson

from platform_core.kernel.contacts import normalise
from platform_core.kernel.errors import DomainError
from platform_core.kernel.money import CURRENCIES, exponent
from tenants.catalog.asking import parse_fields
from tenants.catalog.enums import Fulfilment, PurchaseMode, StockDisplay
from tenants.catalog.inputs import check_schema
from tenants.catalog.tiers import parse_tiers

MONEY: Final = re.compile(r"(?:CN)?[¥$]?\s*(\d{1,10}(?:,\d{3})*(?:\.\d{1,4})?)\s*(?:元|rmb|cny)?", re.IGNORECASE)
YES: Final = {"1", "是", "true", "yes", "y", "上架", "在售", "启用", "on", "置顶", "热销"}
NO: Final = {"0", "否", "false", "no", "n", "下架", "停售", "停用", "off", "不置顶"}
AWAY: Final = {"归档", "已归档", "archived"}
LISTS: Final = re.compile(r"[,，;；、|\n]+")
CHOICES: Final[dict[str, dict[str, str]]] = {
    "fulfilment": {
        "自动发货": Fulfilment.AUTOMATIC, "自动": Fulfilment.AUTOMATIC, "人工发货": Fulfilment.MANUAL, "人工": Fulfilment.MANUAL,
        "手动": Fulfilment.MANUAL, **{value: value for value in Fulfilment.values},
    },
    "purchase_mode": {
        "先占库存后付款": PurchaseMode.RESERVE_FIRST, "先付款后取卡": PurchaseMode.PAY_FIRST,
        **{value: value for value in PurchaseMode.values},
    },
    "stock_display": {
        "充足/少量/缺货": StockDisplay.WORDS, "显示数量": StockDisplay.EXACT, **{value: value for value in StockDisplay.values},
    },
}  # fmt: skip
LENGTHS: Final = {
    "name": 120, "name_en": 120, "brand": 60, "category": 40, "summary": 200, "description": 50_000, "instructions": 20_000,
    "refund_rules": 20_000, "sku_code": 64, "sku_name": 80,
}  # fmt: skip
NUMBERS: Final = {
    "min_quantity": (1, 10_000), "max_quantity": (0, 10_000), "quantity_multiple": (1, 10_000), "min_days_left": (0, 3_650),
    "low_stock_threshold": (0, 1_000_000),
}  # fmt: skip


class CellWrong(Exception):
    """A cell that cannot be what its column says; ``fault`` says why."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def money_of(text: str, currency: str) -> int:
    """An amount in minor units.

    Raises:
        CellWrong
    """
    matched = MONEY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if matched is None:
        raise CellWrong("money")
    minor = Decimal(matched[1].replace(",", "")).scaleb(exponent(currency))
    if minor != minor.to_integral_value():
        raise CellWrong("decimals")
    return int(minor)


def _text(role: str, text: str) -> str:
    if len(text) > LENGTHS[role]:
        raise CellWrong("long")
    if "\x00" in text or (role not in {"description", "instructions", "refund_rules"} and "\n" in text):
        raise CellWrong("break")
    return text


def _number(role: str, text: str) -> int:
    least, most = NUMBERS[role]
    cleaned = normalise(text).removesuffix(".0")
    if not re.fullmatch(r"\d{1,9}", cleaned) or not least <= int(cleaned) <= most:
        raise CellWrong("number")
    return int(cleaned)


def _choice(role: str, text: str) -> str:
    found = CHOICES[role].get(text) or CHOICES[role].get(normalise(text))
    if found is None:
        raise CellWrong("choice")
    return str(found)


def _flag(text: str) -> bool:
    word = normalise(text)
    if word not in YES | NO:
        raise CellWrong("choice")
    return word in YES


def _state(text: str) -> dict[str, bool]:
    if normalise(text) in AWAY:
        return {"archived": True}
    return {"active": _flag(text)}


def _schema(text: str) -> list[dict[str, Any]]:
    try:
        if text.startswith("["):
            schema: list[dict[str, Any]] = orjson.loads(text)
            check_schema(schema)
            return schema
        return parse_fields(text)
    except (DomainError, ValueError, KeyError, TypeError) as error:
        raise CellWrong("fields") from error


def _tiers(text: str, currency: str) -> list[list[int]]:
    try:
        return parse_tiers(text, currency)
    except DomainError as error:
        raise CellWrong("tiers") from error


def _currency(text: str) -> str:
    code = {"人民币": "CNY", "rmb": "CNY"}.get(normalise(text), normalise(text).upper())
    if code not in CURRENCIES:
        raise CellWrong("choice")
    return code


def _names(text: str) -> list[str]:
    return [name for name in LISTS.split(text) if name.strip()]


def read_cell(role: str, text: str, currency: str) -> Any:
    """The value of a cell that is not empty.

    Raises:
        CellWrong
    """
    if role in LENGTHS:
        return _text(role, text)
    if role in NUMBERS:
        return _number(role, text)
    if role in CHOICES:
        return _choice(role, text)
    if role in {"face_value", "price", "list_price", "cost"}:
        return money_of(text, currency)
    if role == "price_tiers":
        return _tiers(text, currency)
    return _PLAIN[role](text)


_PLAIN: Final[Mapping[str, Callable[[str], Any]]] = {
    "occasions": _names,
    "tags": _names,
    "product_id": str,
    "pinned": _flag,
    "product_state": _state,
    "sku_state": _flag,
    "currency": _currency,
    "input_schema": _schema,
}
