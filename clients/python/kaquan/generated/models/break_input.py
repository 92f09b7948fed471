from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.break_input_as import BreakInputAs, check_break_input_as

T = TypeVar("T", bound="BreakInput")


@_attrs_define
class BreakInput:
    """How broken.

    Attributes:
        as_ (BreakInputAs): failing: for a day, its breaker open for half a minute; disabled: for five days.
    """

    as_: BreakInputAs

    def to_dict(self) -> dict[str, Any]:
        as_: str = self.as_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as": as_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        as_ = check_break_input_as(d.pop("as"))

        break_input = cls(
            as_=as_,
        )

        return break_input
