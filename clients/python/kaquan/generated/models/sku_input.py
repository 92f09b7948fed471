from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.sku_input_code_mode import SkuInputCodeMode, check_sku_input_code_mode
from ..models.sku_input_currency import SkuInputCurrency, check_sku_input_currency
from ..models.sku_input_redemption import SkuInputRedemption, check_sku_input_redemption
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.input_field_input import InputFieldInput


T = TypeVar("T", bound="SkuInput")


@_attrs_define
class SkuInput:
    """A face value or variant. Money in minor units (分).

    Attributes:
        name (str):
        price (int):
        sku_code (str):
        code_mode (SkuInputCodeMode | Unset): single and shared codes are imported; generated ones are made when they
            are issued. Default: 'single'.
        cost (int | Unset):  Default: 0.
        currency (SkuInputCurrency | Unset):  Default: 'CNY'.
        face_value (int | Unset):  Default: 0.
        input_schema (list[InputFieldInput] | Unset): What the buyer is asked for, e.g. the account to top up: answered
            in `lines[].inputs` of an issuance.
        list_price (int | None | Unset):
        max_quantity (int | Unset):  Default: 0.
        min_days_left (int | Unset):  Default: 0.
        min_quantity (int | Unset):  Default: 1.
        needs_activation (bool | Unset): Issued codes cannot be redeemed before they are activated. Default: False.
        quantity_multiple (int | Unset): Only whole multiples of it are sold. Default: 1.
        redemption (SkuInputRedemption | Unset): amount: a balance that begins with face_value; units: so many uses. For
            ever. Default: 'none'.
        units (int | Unset):  Default: 0.
        valid_days (int | None | Unset): Of generated codes; null: for ever.
    """

    name: str
    price: int
    sku_code: str
    code_mode: SkuInputCodeMode | Unset = "single"
    cost: int | Unset = 0
    currency: SkuInputCurrency | Unset = "CNY"
    face_value: int | Unset = 0
    input_schema: list[InputFieldInput] | Unset = UNSET
    list_price: int | None | Unset = UNSET
    max_quantity: int | Unset = 0
    min_days_left: int | Unset = 0
    min_quantity: int | Unset = 1
    needs_activation: bool | Unset = False
    quantity_multiple: int | Unset = 1
    redemption: SkuInputRedemption | Unset = "none"
    units: int | Unset = 0
    valid_days: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        price = self.price

        sku_code = self.sku_code

        code_mode: str | Unset = UNSET
        if not isinstance(self.code_mode, Unset):
            code_mode = self.code_mode

        cost = self.cost

        currency: str | Unset = UNSET
        if not isinstance(self.currency, Unset):
            currency = self.currency

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

        max_quantity = self.max_quantity

        min_days_left = self.min_days_left

        min_quantity = self.min_quantity

        needs_activation = self.needs_activation

        quantity_multiple = self.quantity_multiple

        redemption: str | Unset = UNSET
        if not isinstance(self.redemption, Unset):
            redemption = self.redemption

        units = self.units

        valid_days: int | None | Unset
        if isinstance(self.valid_days, Unset):
            valid_days = UNSET
        else:
            valid_days = self.valid_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "price": price,
                "sku_code": sku_code,
            }
        )
        if code_mode is not UNSET:
            field_dict["code_mode"] = code_mode
        if cost is not UNSET:
            field_dict["cost"] = cost
        if currency is not UNSET:
            field_dict["currency"] = currency
        if face_value is not UNSET:
            field_dict["face_value"] = face_value
        if input_schema is not UNSET:
            field_dict["input_schema"] = input_schema
        if list_price is not UNSET:
            field_dict["list_price"] = list_price
        if max_quantity is not UNSET:
            field_dict["max_quantity"] = max_quantity
        if min_days_left is not UNSET:
            field_dict["min_days_left"] = min_days_left
        if min_quantity is not UNSET:
            field_dict["min_quantity"] = min_quantity
        if needs_activation is not UNSET:
            field_dict["needs_activation"] = needs_activation
        if quantity_multiple is not UNSET:
            field_dict["quantity_multiple"] = quantity_multiple
        if redemption is not UNSET:
            field_dict["redemption"] = redemption
        if units is not UNSET:
            field_dict["units"] = units
        if valid_days is not UNSET:
            field_dict["valid_days"] = valid_days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.input_field_input import InputFieldInput  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        price = d.pop("price")

        sku_code = d.pop("sku_code")

        _code_mode = d.pop("code_mode", UNSET)
        code_mode: SkuInputCodeMode | Unset
        if isinstance(_code_mode, Unset):
            code_mode = UNSET
        else:
            code_mode = check_sku_input_code_mode(_code_mode)

        cost = d.pop("cost", UNSET)

        _currency = d.pop("currency", UNSET)
        currency: SkuInputCurrency | Unset
        if isinstance(_currency, Unset):
            currency = UNSET
        else:
            currency = check_sku_input_currency(_currency)

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

        max_quantity = d.pop("max_quantity", UNSET)

        min_days_left = d.pop("min_days_left", UNSET)

        min_quantity = d.pop("min_quantity", UNSET)

        needs_activation = d.pop("needs_activation", UNSET)

        quantity_multiple = d.pop("quantity_multiple", UNSET)

        _redemption = d.pop("redemption", UNSET)
        redemption: SkuInputRedemption | Unset
        if isinstance(_redemption, Unset):
            redemption = UNSET
        else:
            redemption = check_sku_input_redemption(_redemption)

        units = d.pop("units", UNSET)

        def _parse_valid_days(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        valid_days = _parse_valid_days(d.pop("valid_days", UNSET))

        sku_input = cls(
            name=name,
            price=price,
            sku_code=sku_code,
            code_mode=code_mode,
            cost=cost,
            currency=currency,
            face_value=face_value,
            input_schema=input_schema,
            list_price=list_price,
            max_quantity=max_quantity,
            min_days_left=min_days_left,
            min_quantity=min_quantity,
            needs_activation=needs_activation,
            quantity_multiple=quantity_multiple,
            redemption=redemption,
            units=units,
            valid_days=valid_days,
        )

        return sku_input
