from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.bulk_void_item import BulkVoidItem


T = TypeVar("T", bound="BulkVoid")


@_attrs_define
class BulkVoid:
    """Documents what became of all.

    Attributes:
        failed (int):
        id (str):
        items (list[BulkVoidItem]):
        livemode (bool):
        object_ (str):
        voided (int):
    """

    failed: int
    id: str
    items: list[BulkVoidItem]
    livemode: bool
    object_: str
    voided: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        failed = self.failed

        id = self.id

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        livemode = self.livemode

        object_ = self.object_

        voided = self.voided

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "failed": failed,
                "id": id,
                "items": items,
                "livemode": livemode,
                "object": object_,
                "voided": voided,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bulk_void_item import BulkVoidItem  # noqa: PLC0415

        d = dict(src_dict)
        failed = d.pop("failed")

        id = d.pop("id")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = BulkVoidItem.from_dict(items_item_data)

            items.append(items_item)

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        voided = d.pop("voided")

        bulk_void = cls(
            failed=failed,
            id=id,
            items=items,
            livemode=livemode,
            object_=object_,
            voided=voided,
        )

        bulk_void.additional_properties = d
        return bulk_void

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
