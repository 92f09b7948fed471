from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SkuChanges")


@_attrs_define
class SkuChanges:
    """What can be changed of a SKU: not its code, its currency and its codes' terms, on which stock and books rest.

    Attributes:
        active (bool | Unset):
        cost (int | Unset):
        face_value (int | Unset):
        list_price (int | None | Unset):
        low_stock_threshold (int | Unset):
        max_quantity (int | Unset):
        min_days_left (int | Unset):
        min_quantity (int | Unset):
        name (str | Unset):
        position (int | Unset):
        price (int | Unset):
        valid_days (int | None | Unset):
    """

    active: bool | Unset = UNSET
    cost: int | Unset = UNSET
    face_value: int | Unset = UNSET
    list_price: int | None | Unset = UNSET
    low_stock_threshold: int | Unset = UNSET
    max_quantity: int | Unset = UNSET
    min_days_left: int | Unset = UNSET
    min_quantity: int | Unset = UNSET
    name: str | Unset = UNSET
    position: int | Unset = UNSET
    price: int | Unset = UNSET
    valid_days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        active = self.active

        cost = self.cost

        face_value = self.face_value

        list_price: int | None | Unset
        if isinstance(self.list_price, Unset):
            list_price = UNSET
        else:
            list_price = self.list_price

        low_stock_threshold = self.low_stock_threshold

        max_quantity = self.max_quantity

        min_days_left = self.min_days_left

        min_quantity = self.min_quantity

        name = self.name

        position = self.position

        price = self.price

        valid_days: int | None | Unset
        if isinstance(self.valid_days, Unset):
            valid_days = UNSET
        else:
            valid_days = self.valid_days

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if active is not UNSET:
            field_dict["active"] = active
        if cost is not UNSET:
            field_dict["cost"] = cost
        if face_value is not UNSET:
            field_dict["face_value"] = face_value
        if list_price is not UNSET:
            field_dict["list_price"] = list_price
        if low_stock_threshold is not UNSET:
            field_dict["low_stock_threshold"] = low_stock_threshold
        if max_quantity is not UNSET:
            field_dict["max_quantity"] = max_quantity
        if min_days_left is not UNSET:
            field_dict["min_days_left"] = min_days_left
        if min_quantity is not UNSET:
            field_dict["min_quantity"] = min_quantity
        if name is not UNSET:
            field_dict["name"] = name
        if position is not UNSET:
            field_dict["position"] = position
        if price is not UNSET:
            field_dict["price"] = price
        if valid_days is not UNSET:
            field_dict["valid_days"] = valid_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        active = d.pop("active", UNSET)

        cost = d.pop("cost", UNSET)

        face_value = d.pop("face_value", UNSET)

        def _parse_list_price(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        list_price = _parse_list_price(d.pop("list_price", UNSET))

        low_stock_threshold = d.pop("low_stock_threshold", UNSET)

        max_quantity = d.pop("max_quantity", UNSET)

        min_days_left = d.pop("min_days_left", UNSET)

        min_quantity = d.pop("min_quantity", UNSET)

        name = d.pop("name", UNSET)

        position = d.pop("position", UNSET)

        price = d.pop("price", UNSET)

        def _parse_valid_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        valid_days = _parse_valid_days(d.pop("valid_days", UNSET))

        sku_changes = cls(
            active=active,
            cost=cost,
            face_value=face_value,
            list_price=list_price,
            low_stock_threshold=low_stock_threshold,
            max_quantity=max_quantity,
            min_days_left=min_days_left,
            min_quantity=min_quantity,
            name=name,
            position=position,
            price=price,
            valid_days=valid_days,
        )

        return sku_changes
