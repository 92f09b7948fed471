from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.input_field_input import InputFieldInput


T = TypeVar("T", bound="SkuChanges")


@_attrs_define
class SkuChanges:
    """What can be changed of a SKU: not its code, its currency and its codes' terms, on which stock and books rest.

    Attributes:
        active (bool | Unset):
        cost (int | Unset):
        face_value (int | Unset):
        input_schema (list[InputFieldInput] | Unset): What the buyer is asked for, e.g. the account to top up: answered
            in `lines[].inputs` of an issuance.
        list_price (int | None | Unset):
        low_stock_threshold (int | Unset):
        max_quantity (int | Unset):
        min_days_left (int | Unset):
        min_quantity (int | Unset):
        name (str | Unset):
        position (int | Unset):
        price (int | Unset):
        quantity_multiple (int | Unset): Only whole multiples of it are sold.
        valid_days (int | None | Unset):
    """

    active: bool | Unset = UNSET
    cost: int | Unset = UNSET
    face_value: int | Unset = UNSET
    input_schema: list[InputFieldInput] | Unset = UNSET
    list_price: int | None | Unset = UNSET
    low_stock_threshold: int | Unset = UNSET
    max_quantity: int | Unset = UNSET
    min_days_left: int | Unset = UNSET
    min_quantity: int | Unset = UNSET
    name: str | Unset = UNSET
    position: int | Unset = UNSET
    price: int | Unset = UNSET
    quantity_multiple: int | Unset = UNSET
    valid_days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        active = self.active

        cost = self.cost

        face_value = self.face_value

        input_schema: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.input_schema, Unset):
            input_schema = []
            for input_schema_item_data in self.input_schema:
                input_schema_item = input_schema_item_data.to_dict()
                input_schema.append(input_schema_item)

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

        quantity_multiple = self.quantity_multiple

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
        if input_schema is not UNSET:
            field_dict["input_schema"] = input_schema
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
        if quantity_multiple is not UNSET:
            field_dict["quantity_multiple"] = quantity_multiple
        if valid_days is not UNSET:
            field_dict["valid_days"] = valid_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.input_field_input import InputFieldInput  # noqa: PLC0415

        d = dict(src_dict)
        active = d.pop("active", UNSET)

        cost = d.pop("cost", UNSET)

        face_value = d.pop("face_value", UNSET)

        _input_schema = d.pop("input_schema", UNSET)
        input_schema: list[InputFieldInput] | Unset = UNSET
        if _input_schema is not UNSET:
            input_schema = []
            for input_schema_item_data in _input_schema:
                input_schema_item = InputFieldInput.from_dict(input_schema_item_data)

                input_schema.append(input_schema_item)

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

        quantity_multiple = d.pop("quantity_multiple", UNSET)

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
            input_schema=input_schema,
            list_price=list_price,
            low_stock_threshold=low_stock_threshold,
            max_quantity=max_quantity,
            min_days_left=min_days_left,
            min_quantity=min_quantity,
            name=name,
            position=position,
            price=price,
            quantity_multiple=quantity_multiple,
            valid_days=valid_days,
        )

        return sku_changes
