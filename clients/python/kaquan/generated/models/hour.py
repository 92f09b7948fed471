from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Hour")


@_attrs_define
class Hour:
    """Documents an hour of attempts.

    Attributes:
        at (datetime.datetime): Its beginning.
        average_ms (int):
        failed (int):
        slowest_ms (int):
        succeeded (int):
    """

    at: datetime.datetime
    average_ms: int
    failed: int
    slowest_ms: int
    succeeded: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        average_ms = self.average_ms

        failed = self.failed

        slowest_ms = self.slowest_ms

        succeeded = self.succeeded

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "average_ms": average_ms,
                "failed": failed,
                "slowest_ms": slowest_ms,
                "succeeded": succeeded,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        average_ms = d.pop("average_ms")

        failed = d.pop("failed")

        slowest_ms = d.pop("slowest_ms")

        succeeded = d.pop("succeeded")

        hour = cls(
            at=at,
            average_ms=average_ms,
            failed=failed,
            slowest_ms=slowest_ms,
            succeeded=succeeded,
        )

        hour.additional_properties = d
        return hour

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
