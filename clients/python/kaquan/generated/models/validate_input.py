from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ValidateInput")


@_attrs_define
class ValidateInput:
    """Is it worth something?

    Attributes:
        code (str): What is secret of it; of our own making in any writing.
        serial (str | Unset): Its card number, for codes that were imported with one.
    """

    code: str = _attrs_field(repr=False)
    serial: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        serial = self.serial

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )
        if serial is not UNSET:
            field_dict["serial"] = serial

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        serial = d.pop("serial", UNSET)

        validate_input = cls(
            code=code,
            serial=serial,
        )

        return validate_input
