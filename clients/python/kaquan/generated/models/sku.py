from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.sku_code_mode import SkuCodeMode, check_sku_code_mode
from ..models.sku_redemption import SkuRedemption, check_sku_redemption

if TYPE_CHECKING:
    from ..models.input_field import InputField
    from ..models.sku_limits import SkuLimits


T = TypeVar("T", bound="Sku")


@_attrs_define
class Sku:
    """Documents a SKU.

    Attributes:
        active (bool):
        code_mode (SkuCodeMode):
        created_at (datetime.datetime):
        currency (str):
        face_value (int):
        id (str):
        input_schema (list[InputField]):
        limits (SkuLimits):
        list_price (int | None):
        livemode (bool):
        low_stock_threshold (int):
        min_days_left (int):
        name (str):
        needs_activation (bool):
        object_ (str):
        position (int):
        price (int):
        product (str):
        redemption (SkuRedemption):
        sku_code (str):
        units (int):
        updated_at (datetime.datetime):
        valid_days (int | None):
        version (int):
    """

    active: bool
    code_mode: SkuCodeMode
    created_at: datetime.datetime
    currency: str
    face_value: int
    id: str
    input_schema: list[InputField]
    limits: SkuLimits
    list_price: int | None
    livemode: bool
    low_stock_threshold: int
    min_days_left: int
    name: str
    needs_activation: bool
    object_: str
    position: int
    price: int
    product: str
    redemption: SkuRedemption
    sku_code: str
    units: int
    updated_at: datetime.datetime
    valid_days: int | None
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        active = self.active

        code_mode: str = self.code_mode

        created_at = self.created_at.isoformat()

        currency = self.currency

        face_value = self.face_value

        id = self.id

        input_schema = []
        for input_schema_item_data in self.input_schema:
            input_schema_item = input_schema_item_data.to_dict()
            input_schema.append(input_schema_item)

        limits = self.limits.to_dict()

        list_price: int | None
        list_price = self.list_price

        livemode = self.livemode

        low_stock_threshold = self.low_stock_threshold

        min_days_left = self.min_days_left

        name = self.name

        needs_activation = self.needs_activation

        object_ = self.object_

        position = self.position

        price = self.price

        product = self.product

        redemption: str = self.redemption

        sku_code = self.sku_code

        units = self.units

        updated_at = self.updated_at.isoformat()

        valid_days: int | None
        valid_days = self.valid_days

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "active": active,
                "code_mode": code_mode,
                "created_at": created_at,
                "currency": currency,
                "face_value": face_value,
                "id": id,
                "input_schema": input_schema,
                "limits": limits,
                "list_price": list_price,
                "livemode": livemode,
                "low_stock_threshold": low_stock_threshold,
                "min_days_left": min_days_left,
                "name": name,
                "needs_activation": needs_activation,
                "object": object_,
                "position": position,
                "price": price,
                "product": product,
                "redemption": redemption,
                "sku_code": sku_code,
                "units": units,
                "updated_at": updated_at,
                "valid_days": valid_days,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.input_field import InputField  # noqa: PLC0415
        from ..models.sku_limits import SkuLimits  # noqa: PLC0415

        d = dict(src_dict)
        active = d.pop("active")

        code_mode = check_sku_code_mode(d.pop("code_mode"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        currency = d.pop("currency")

        face_value = d.pop("face_value")

        id = d.pop("id")

        input_schema = []
        _input_schema = d.pop("input_schema")
        for input_schema_item_data in _input_schema:
            input_schema_item = InputField.from_dict(input_schema_item_data)

            input_schema.append(input_schema_item)

        limits = SkuLimits.from_dict(d.pop("limits"))

        def _parse_list_price(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        list_price = _parse_list_price(d.pop("list_price"))

        livemode = d.pop("livemode")

        low_stock_threshold = d.pop("low_stock_threshold")

        min_days_left = d.pop("min_days_left")

        name = d.pop("name")

        needs_activation = d.pop("needs_activation")

        object_ = d.pop("object")

        position = d.pop("position")

        price = d.pop("price")

        product = d.pop("product")

        redemption = check_sku_redemption(d.pop("redemption"))

        sku_code = d.pop("sku_code")

        units = d.pop("units")

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_valid_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        valid_days = _parse_valid_days(d.pop("valid_days"))

        version = d.pop("version")

        sku = cls(
            active=active,
            code_mode=code_mode,
            created_at=created_at,
            currency=currency,
            face_value=face_value,
            id=id,
            input_schema=input_schema,
            limits=limits,
            list_price=list_price,
            livemode=livemode,
            low_stock_threshold=low_stock_threshold,
            min_days_left=min_days_left,
            name=name,
            needs_activation=needs_activation,
            object_=object_,
            position=position,
            price=price,
            product=product,
            redemption=redemption,
            sku_code=sku_code,
            units=units,
            updated_at=updated_at,
            valid_days=valid_days,
            version=version,
        )

        sku.additional_properties = d
        return sku

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
