from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.quote_input_currency_type_0 import (
    QuoteInputCurrencyType0,
    check_quote_input_currency_type_0,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quote_line_input import QuoteLineInput


T = TypeVar("T", bound="QuoteInput")


@_attrs_define
class QuoteInput:
    """The lines of an issuance, to be asked about.

    Attributes:
        lines (list[QuoteLineInput]):
        currency (None | QuoteInputCurrencyType0 | Unset):
        max_total (int | None | Unset):
    """

    lines: list[QuoteLineInput]
    currency: None | QuoteInputCurrencyType0 | Unset = UNSET
    max_total: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        currency: None | str | Unset
        if isinstance(self.currency, Unset):
            currency = UNSET
        elif isinstance(self.currency, str):
            currency = self.currency
        else:
            currency = self.currency

        max_total: int | None | Unset
        if isinstance(self.max_total, Unset):
            max_total = UNSET
        else:
            max_total = self.max_total

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "lines": lines,
            }
        )
        if currency is not UNSET:
            field_dict["currency"] = currency
        if max_total is not UNSET:
            field_dict["max_total"] = max_total

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quote_line_input import QuoteLineInput  # noqa: PLC0415

        d = dict(src_dict)
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = QuoteLineInput.from_dict(lines_item_data)

            lines.append(lines_item)

        def _parse_currency(data: object) -> None | QuoteInputCurrencyType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                currency_type_0 = check_quote_input_currency_type_0(data)

                return currency_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuoteInputCurrencyType0 | Unset, data)

        currency = _parse_currency(d.pop("currency", UNSET))

        def _parse_max_total(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_total = _parse_max_total(d.pop("max_total", UNSET))

        quote_input = cls(
            lines=lines,
            currency=currency,
            max_total=max_total,
        )

        return quote_input
