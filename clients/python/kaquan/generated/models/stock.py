from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stock_bucket import StockBucket, check_stock_bucket
from ..models.stock_type import StockType, check_stock_type

T = TypeVar("T", bound="Stock")


@_attrs_define
class Stock:
    """Documents the stock of a SKU.

    Attributes:
        as_of (datetime.datetime):
        available (int | None): null: unlimited
        bucket (StockBucket):
        low_threshold (int):
        object_ (str):
        sku (str):
        type_ (StockType):
    """

    as_of: datetime.datetime
    available: int | None
    bucket: StockBucket
    low_threshold: int
    object_: str
    sku: str
    type_: StockType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        as_of = self.as_of.isoformat()

        available: int | None
        available = self.available

        bucket: str = self.bucket

        low_threshold = self.low_threshold

        object_ = self.object_

        sku = self.sku

        type_: str = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "as_of": as_of,
                "available": available,
                "bucket": bucket,
                "low_threshold": low_threshold,
                "object": object_,
                "sku": sku,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))

        def _parse_available(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        available = _parse_available(d.pop("available"))

        bucket = check_stock_bucket(d.pop("bucket"))

        low_threshold = d.pop("low_threshold")

        object_ = d.pop("object")

        sku = d.pop("sku")

        type_ = check_stock_type(d.pop("type"))

        stock = cls(
            as_of=as_of,
            available=available,
            bucket=bucket,
            low_threshold=low_threshold,
            object_=object_,
            sku=sku,
            type_=type_,
        )

        stock.additional_properties = d
        return stock

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
