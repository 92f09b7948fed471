from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.quote_line import QuoteLine


T = TypeVar("T", bound="Quote")


@_attrs_define
class Quote:
    """Documents a quote.

    Attributes:
        amount (int):
        as_of (datetime.datetime):
        currency (None | str):
        issuable (bool):
        lines (list[QuoteLine]):
        livemode (bool):
        object_ (str):
        problem (None | str):
    """

    amount: int
    as_of: datetime.datetime
    currency: None | str
    issuable: bool
    lines: list[QuoteLine]
    livemode: bool
    object_: str
    problem: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        as_of = self.as_of.isoformat()

        currency: None | str
        currency = self.currency

        issuable = self.issuable

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        livemode = self.livemode

        object_ = self.object_

        problem: None | str
        problem = self.problem

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "as_of": as_of,
                "currency": currency,
                "issuable": issuable,
                "lines": lines,
                "livemode": livemode,
                "object": object_,
                "problem": problem,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quote_line import QuoteLine  # noqa: PLC0415

        d = dict(src_dict)
        amount = d.pop("amount")

        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))

        def _parse_currency(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        currency = _parse_currency(d.pop("currency"))

        issuable = d.pop("issuable")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = QuoteLine.from_dict(lines_item_data)

            lines.append(lines_item)

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        quote = cls(
            amount=amount,
            as_of=as_of,
            currency=currency,
            issuable=issuable,
            lines=lines,
            livemode=livemode,
            object_=object_,
            problem=problem,
        )

        quote.additional_properties = d
        return quote

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
