from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.validation_code import ValidationCode, check_validation_code
from ..models.validation_redemption_type_0 import (
    ValidationRedemptionType0,
    check_validation_redemption_type_0,
)
from ..models.validation_state_type_0 import (
    ValidationStateType0,
    check_validation_state_type_0,
)

if TYPE_CHECKING:
    from ..models.validation_context import ValidationContext


T = TypeVar("T", bound="Validation")


@_attrs_define
class Validation:
    """Documents whether a code is worth something. ``code`` says why not.

    Attributes:
        balance (int | None):
        code (ValidationCode):
        context (ValidationContext):
        currency (None | str):
        expires_on (datetime.date | None):
        id (None | str):
        livemode (bool):
        object_ (str):
        redemption (None | ValidationRedemptionType0):
        sku (None | str):
        state (None | ValidationStateType0):
        units_left (int | None):
        valid (bool):
    """

    balance: int | None
    code: ValidationCode
    context: ValidationContext
    currency: None | str
    expires_on: datetime.date | None
    id: None | str
    livemode: bool
    object_: str
    redemption: None | ValidationRedemptionType0
    sku: None | str
    state: None | ValidationStateType0
    units_left: int | None
    valid: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        balance: int | None
        balance = self.balance

        code: str = self.code

        context = self.context.to_dict()

        currency: None | str
        currency = self.currency

        expires_on: None | str
        if isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        id: None | str
        id = self.id

        livemode = self.livemode

        object_ = self.object_

        redemption: None | str
        if isinstance(self.redemption, str):
            redemption = self.redemption
        else:
            redemption = self.redemption

        sku: None | str
        sku = self.sku

        state: None | str
        if isinstance(self.state, str):
            state = self.state
        else:
            state = self.state

        units_left: int | None
        units_left = self.units_left

        valid = self.valid

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "balance": balance,
                "code": code,
                "context": context,
                "currency": currency,
                "expires_on": expires_on,
                "id": id,
                "livemode": livemode,
                "object": object_,
                "redemption": redemption,
                "sku": sku,
                "state": state,
                "units_left": units_left,
                "valid": valid,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.validation_context import ValidationContext  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_balance(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        balance = _parse_balance(d.pop("balance"))

        code = check_validation_code(d.pop("code"))

        context = ValidationContext.from_dict(d.pop("context"))

        def _parse_currency(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        currency = _parse_currency(d.pop("currency"))

        def _parse_expires_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_on_type_0 = datetime.date.fromisoformat(data)

                return expires_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        expires_on = _parse_expires_on(d.pop("expires_on"))

        def _parse_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        id = _parse_id(d.pop("id"))

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_redemption(data: object) -> None | ValidationRedemptionType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redemption_type_0 = check_validation_redemption_type_0(data)

                return redemption_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ValidationRedemptionType0, data)

        redemption = _parse_redemption(d.pop("redemption"))

        def _parse_sku(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sku = _parse_sku(d.pop("sku"))

        def _parse_state(data: object) -> None | ValidationStateType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = check_validation_state_type_0(data)

                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ValidationStateType0, data)

        state = _parse_state(d.pop("state"))

        def _parse_units_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        units_left = _parse_units_left(d.pop("units_left"))

        valid = d.pop("valid")

        validation = cls(
            balance=balance,
            code=code,
            context=context,
            currency=currency,
            expires_on=expires_on,
            id=id,
            livemode=livemode,
            object_=object_,
            redemption=redemption,
            sku=sku,
            state=state,
            units_left=units_left,
            valid=valid,
        )

        validation.additional_properties = d
        return validation

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
