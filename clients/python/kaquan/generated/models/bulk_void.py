from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bulk_void_status import BulkVoidStatus, check_bulk_void_status

T = TypeVar("T", bound="BulkVoid")


@_attrs_define
class BulkVoid:
    """Documents a void of many codes.

    Attributes:
        completed_at (datetime.datetime | None):
        created_at (datetime.datetime):
        failed (int):
        id (str):
        items_url (str):
        livemode (bool):
        object_ (str):
        operation (None | str): op_…, of more than 100 codes.
        pending (int):
        reason (str):
        skipped (int): Not tried: it was cancelled, or its key was revoked.
        status (BulkVoidStatus):
        total (int):
        voided (int):
    """

    completed_at: datetime.datetime | None
    created_at: datetime.datetime
    failed: int
    id: str
    items_url: str
    livemode: bool
    object_: str
    operation: None | str
    pending: int
    reason: str
    skipped: int
    status: BulkVoidStatus
    total: int
    voided: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        created_at = self.created_at.isoformat()

        failed = self.failed

        id = self.id

        items_url = self.items_url

        livemode = self.livemode

        object_ = self.object_

        operation: None | str
        operation = self.operation

        pending = self.pending

        reason = self.reason

        skipped = self.skipped

        status: str = self.status

        total = self.total

        voided = self.voided

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "completed_at": completed_at,
                "created_at": created_at,
                "failed": failed,
                "id": id,
                "items_url": items_url,
                "livemode": livemode,
                "object": object_,
                "operation": operation,
                "pending": pending,
                "reason": reason,
                "skipped": skipped,
                "status": status,
                "total": total,
                "voided": voided,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        failed = d.pop("failed")

        id = d.pop("id")

        items_url = d.pop("items_url")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_operation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        operation = _parse_operation(d.pop("operation"))

        pending = d.pop("pending")

        reason = d.pop("reason")

        skipped = d.pop("skipped")

        status = check_bulk_void_status(d.pop("status"))

        total = d.pop("total")

        voided = d.pop("voided")

        bulk_void = cls(
            completed_at=completed_at,
            created_at=created_at,
            failed=failed,
            id=id,
            items_url=items_url,
            livemode=livemode,
            object_=object_,
            operation=operation,
            pending=pending,
            reason=reason,
            skipped=skipped,
            status=status,
            total=total,
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
