from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="QuoteLine")


@_attrs_define
class QuoteLine:
    """Documents a line of a quote: ``problem`` is the code that an issuance would be refused with.

    Attributes:
        amount (int | None):
        available (int | None):
        object_ (str):
        param (None | str):
        problem (None | str):
        quantity (int):
        sku (str):
        unit_price (int | None):
    """

    amount: int | None
    available: int | None
    object_: str
    param: None | str
    problem: None | str
    quantity: int
    sku: str
    unit_price: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        amount: int | None
        amount = self.amount

        available: int | None
        available = self.available

        object_ = self.object_

        param: None | str
        param = self.param

        problem: None | str
        problem = self.problem

        quantity = self.quantity

        sku = self.sku

        unit_price: int | None
        unit_price = self.unit_price

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "available": available,
                "object": object_,
                "param": param,
                "problem": problem,
                "quantity": quantity,
                "sku": sku,
                "unit_price": unit_price,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_amount(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        amount = _parse_amount(d.pop("amount"))

        def _parse_available(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        available = _parse_available(d.pop("available"))

        object_ = d.pop("object")

        def _parse_param(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        param = _parse_param(d.pop("param"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        quantity = d.pop("quantity")

        sku = d.pop("sku")

        def _parse_unit_price(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        unit_price = _parse_unit_price(d.pop("unit_price"))

        quote_line = cls(
            amount=amount,
            available=available,
            object_=object_,
            param=param,
            problem=problem,
            quantity=quantity,
            sku=sku,
            unit_price=unit_price,
        )

        quote_line.additional_properties = d
        return quote_line

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
