from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.supplier_clearance import SupplierClearance, check_supplier_clearance

T = TypeVar("T", bound="Supplier")


@_attrs_define
class Supplier:
    """Documents a supplier link.

    Attributes:
        clearance (SupplierClearance):
        created_at (datetime.datetime):
        id (str):
        name (str):
        object_ (str):
    """

    clearance: SupplierClearance
    created_at: datetime.datetime
    id: str
    name: str
    object_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        clearance: str = self.clearance

        created_at = self.created_at.isoformat()

        id = self.id

        name = self.name

        object_ = self.object_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "clearance": clearance,
                "created_at": created_at,
                "id": id,
                "name": name,
                "object": object_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        clearance = check_supplier_clearance(d.pop("clearance"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        id = d.pop("id")

        name = d.pop("name")

        object_ = d.pop("object")

        supplier = cls(
            clearance=clearance,
            created_at=created_at,
            id=id,
            name=name,
            object_=object_,
        )

        supplier.additional_properties = d
        return supplier

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
