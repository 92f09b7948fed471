from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="GivenReasonInput")


@_attrs_define
class GivenReasonInput:
    """Why; what cannot be taken back needs a reason.

    Attributes:
        reason (str): Written into the history of the code.
    """

    reason: str

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = d.pop("reason")

        given_reason_input = cls(
            reason=reason,
        )

        return given_reason_input
