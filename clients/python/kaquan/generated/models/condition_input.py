from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ConditionInput")


@_attrs_define
class ConditionInput:
    """A condition of a content filter: either equals or in.

    Attributes:
        field (str): Of `data.object`, e.g. `sku`.
        equals (str | Unset): Is this.
        in_ (list[str] | Unset): Is one of these.
    """

    field: str
    equals: str | Unset = UNSET
    in_: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        field = self.field

        equals = self.equals

        in_: list[str] | Unset = UNSET
        if not isinstance(self.in_, Unset):
            in_ = self.in_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "field": field,
            }
        )
        if equals is not UNSET:
            field_dict["equals"] = equals
        if in_ is not UNSET:
            field_dict["in"] = in_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        field = d.pop("field")

        equals = d.pop("equals", UNSET)

        in_ = cast(list[str], d.pop("in", UNSET))

        condition_input = cls(
            field=field,
            equals=equals,
            in_=in_,
        )

        return condition_input
