from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.answered_omitted_type_0 import (
    AnsweredOmittedType0,
    check_answered_omitted_type_0,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="Answered")


@_attrs_define
class Answered:
    """Documents what was answered. ``body`` is in the answer for one entry only.

    Attributes:
        bytes_ (int):
        omitted (AnsweredOmittedType0 | None):
        body (Any | Unset):
    """

    bytes_: int
    omitted: AnsweredOmittedType0 | None
    body: Any | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        bytes_ = self.bytes_

        omitted: None | str
        if isinstance(self.omitted, str):
            omitted = self.omitted
        else:
            omitted = self.omitted

        body = self.body

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "bytes": bytes_,
                "omitted": omitted,
            }
        )
        if body is not UNSET:
            field_dict["body"] = body

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bytes_ = d.pop("bytes")

        def _parse_omitted(data: object) -> AnsweredOmittedType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                omitted_type_0 = check_answered_omitted_type_0(data)

                return omitted_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AnsweredOmittedType0 | None, data)

        omitted = _parse_omitted(d.pop("omitted"))

        body = d.pop("body", UNSET)

        answered = cls(
            bytes_=bytes_,
            omitted=omitted,
            body=body,
        )

        answered.additional_properties = d
        return answered

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
