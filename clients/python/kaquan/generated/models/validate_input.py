from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.validate_input_context_type_0 import ValidateInputContextType0


T = TypeVar("T", bound="ValidateInput")


@_attrs_define
class ValidateInput:
    """Is it worth something? ``serial`` alone asks without showing the secret.

    Attributes:
        code (str | Unset): What is secret of it; of our own making in any writing.
        context (None | Unset | ValidateInputContextType0): Yours; it comes back in the answer and is not kept.
        pin (str | Unset): With `serial`, in place of `code`: what is secret of a card that bears a number and a PIN.
        serial (str | Unset): Its card number, for codes that were imported with one; or the serial number of one of our
            own making.
    """

    code: str | Unset = _attrs_field(default=UNSET, repr=False)
    context: None | Unset | ValidateInputContextType0 = UNSET
    pin: str | Unset = UNSET
    serial: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.validate_input_context_type_0 import ValidateInputContextType0  # noqa: PLC0415

        code = self.code

        context: dict[str, Any] | None | Unset
        if isinstance(self.context, Unset):
            context = UNSET
        elif isinstance(self.context, ValidateInputContextType0):
            context = self.context.to_dict()
        else:
            context = self.context

        pin = self.pin

        serial = self.serial

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if code is not UNSET:
            field_dict["code"] = code
        if context is not UNSET:
            field_dict["context"] = context
        if pin is not UNSET:
            field_dict["pin"] = pin
        if serial is not UNSET:
            field_dict["serial"] = serial

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.validate_input_context_type_0 import ValidateInputContextType0  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code", UNSET)

        def _parse_context(data: object) -> None | Unset | ValidateInputContextType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                context_type_0 = ValidateInputContextType0.from_dict(data)

                return context_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | ValidateInputContextType0, data)

        context = _parse_context(d.pop("context", UNSET))

        pin = d.pop("pin", UNSET)

        serial = d.pop("serial", UNSET)

        validate_input = cls(
            code=code,
            context=context,
            pin=pin,
            serial=serial,
        )

        return validate_input
