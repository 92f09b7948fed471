from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.redeem_input_context_type_0 import RedeemInputContextType0


T = TypeVar("T", bound="RedeemInput")


@_attrs_define
class RedeemInput:
    """What is taken of it. Without amount or units: all that is left of a balance, or one use.

    Attributes:
        amount (int | None | Unset):
        code (str | Unset): What is secret of it; of our own making in any writing.
        context (None | RedeemInputContextType0 | Unset):
        external_id (None | str | Unset): Your own number; unique for ever.
        pin (str | Unset): With `serial`, in place of `code`: what is secret of a card that bears a number and a PIN.
        serial (str | Unset): Its card number, for codes that were imported with one; or the serial number of one of our
            own making.
        units (int | None | Unset):
    """

    amount: int | None | Unset = UNSET
    code: str | Unset = _attrs_field(default=UNSET, repr=False)
    context: None | RedeemInputContextType0 | Unset = UNSET
    external_id: None | str | Unset = UNSET
    pin: str | Unset = UNSET
    serial: str | Unset = UNSET
    units: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.redeem_input_context_type_0 import RedeemInputContextType0  # noqa: PLC0415

        amount: int | None | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        code = self.code

        context: dict[str, Any] | None | Unset
        if isinstance(self.context, Unset):
            context = UNSET
        elif isinstance(self.context, RedeemInputContextType0):
            context = self.context.to_dict()
        else:
            context = self.context

        external_id: None | str | Unset
        if isinstance(self.external_id, Unset):
            external_id = UNSET
        else:
            external_id = self.external_id

        pin = self.pin

        serial = self.serial

        units: int | None | Unset
        if isinstance(self.units, Unset):
            units = UNSET
        else:
            units = self.units

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if amount is not UNSET:
            field_dict["amount"] = amount
        if code is not UNSET:
            field_dict["code"] = code
        if context is not UNSET:
            field_dict["context"] = context
        if external_id is not UNSET:
            field_dict["external_id"] = external_id
        if pin is not UNSET:
            field_dict["pin"] = pin
        if serial is not UNSET:
            field_dict["serial"] = serial
        if units is not UNSET:
            field_dict["units"] = units

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.redeem_input_context_type_0 import RedeemInputContextType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_amount(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        code = d.pop("code", UNSET)

        def _parse_context(data: object) -> None | RedeemInputContextType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                context_type_0 = RedeemInputContextType0.from_dict(data)

                return context_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RedeemInputContextType0 | Unset, data)

        context = _parse_context(d.pop("context", UNSET))

        def _parse_external_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        external_id = _parse_external_id(d.pop("external_id", UNSET))

        pin = d.pop("pin", UNSET)

        serial = d.pop("serial", UNSET)

        def _parse_units(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        units = _parse_units(d.pop("units", UNSET))

        redeem_input = cls(
            amount=amount,
            code=code,
            context=context,
            external_id=external_id,
            pin=pin,
            serial=serial,
            units=units,
        )

        return redeem_input
