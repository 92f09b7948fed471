from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ValidateInput")


@_attrs_define
class ValidateInput:
    """Is it worth something? ``serial`` alone asks without showing the secret.

    Attributes:
        code (str | Unset): What is secret of it; of our own making in any writing.
        pin (str | Unset): With `serial`, in place of `code`: what is secret of a card that bears a number and a PIN.
        serial (str | Unset): Its card number, for codes that were imported with one; or the serial number of one of our
            own making.
    """

    code: str | Unset = _attrs_field(default=UNSET, repr=False)
    pin: str | Unset = UNSET
    serial: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        pin = self.pin

        serial = self.serial

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if code is not UNSET:
            field_dict["code"] = code
        if pin is not UNSET:
            field_dict["pin"] = pin
        if serial is not UNSET:
            field_dict["serial"] = serial

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code", UNSET)

        pin = d.pop("pin", UNSET)

        serial = d.pop("serial", UNSET)

        validate_input = cls(
            code=code,
            pin=pin,
            serial=serial,
        )

        return validate_input
