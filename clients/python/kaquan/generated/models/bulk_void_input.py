from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BulkVoidInput")


@_attrs_define
class BulkVoidInput:
    """Which codes, and why.

    Attributes:
        codes (list[str]): code_…
        reason (str): Written into the history of the code.
    """

    codes: list[str]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        codes = self.codes

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "codes": codes,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        codes = cast(list[str], d.pop("codes"))

        reason = d.pop("reason")

        bulk_void_input = cls(
            codes=codes,
            reason=reason,
        )

        return bulk_void_input
