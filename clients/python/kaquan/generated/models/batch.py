from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.batch_atomicity import BatchAtomicity, check_batch_atomicity
from ..models.batch_status import BatchStatus, check_batch_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.batch_counts import BatchCounts
    from ..models.batch_item import BatchItem


T = TypeVar("T", bound="Batch")


@_attrs_define
class Batch:
    """Documents a batch.

    Attributes:
        atomicity (BatchAtomicity):
        completed_at (datetime.datetime | None):
        counts (BatchCounts): Documents how many items are where.
        created_at (datetime.datetime):
        id (str):
        items_url (str):
        livemode (bool):
        object_ (str):
        operation (str):
        status (BatchStatus):
        items (list[BatchItem] | Unset):
    """

    atomicity: BatchAtomicity
    completed_at: datetime.datetime | None
    counts: BatchCounts
    created_at: datetime.datetime
    id: str
    items_url: str
    livemode: bool
    object_: str
    operation: str
    status: BatchStatus
    items: list[BatchItem] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        atomicity: str = self.atomicity

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        counts = self.counts.to_dict()

        created_at = self.created_at.isoformat()

        id = self.id

        items_url = self.items_url

        livemode = self.livemode

        object_ = self.object_

        operation = self.operation

        status: str = self.status

        items: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.items, Unset):
            items = []
            for items_item_data in self.items:
                items_item = items_item_data.to_dict()
                items.append(items_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "atomicity": atomicity,
                "completed_at": completed_at,
                "counts": counts,
                "created_at": created_at,
                "id": id,
                "items_url": items_url,
                "livemode": livemode,
                "object": object_,
                "operation": operation,
                "status": status,
            }
        )
        if items is not UNSET:
            field_dict["items"] = items

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.batch_counts import BatchCounts  # noqa: PLC0415
        from ..models.batch_item import BatchItem  # noqa: PLC0415

        d = dict(src_dict)
        atomicity = check_batch_atomicity(d.pop("atomicity"))

        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completed_at"))

        counts = BatchCounts.from_dict(d.pop("counts"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        id = d.pop("id")

        items_url = d.pop("items_url")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        operation = d.pop("operation")

        status = check_batch_status(d.pop("status"))

        _items = d.pop("items", UNSET)
        items: list[BatchItem] | Unset = UNSET
        if _items is not UNSET:
            items = []
            for items_item_data in _items:
                items_item = BatchItem.from_dict(items_item_data)

                items.append(items_item)

        batch = cls(
            atomicity=atomicity,
            completed_at=completed_at,
            counts=counts,
            created_at=created_at,
            id=id,
            items_url=items_url,
            livemode=livemode,
            object_=object_,
            operation=operation,
            status=status,
            items=items,
        )

        batch.additional_properties = d
        return batch

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
