from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.stored_code_redemption import (
    StoredCodeRedemption,
    check_stored_code_redemption,
)
from ..models.stored_code_state import StoredCodeState, check_stored_code_state

T = TypeVar("T", bound="StoredCode")


@_attrs_define
class StoredCode:
    """Documents a code without what it says.

    Attributes:
        balance (int | None):
        currency (str):
        display (str): Its end, e.g. ****-E304.
        expires_on (datetime.date | None):
        id (str):
        import_ (None | str):
        issuance (None | str):
        line (None | str):
        livemode (bool):
        object_ (str):
        redemption (StoredCodeRedemption):
        serial (None | str): Of generated codes; of imported ones where you asked by it. Names a code without giving it
            away.
        sku (str):
        state (StoredCodeState):
        units_left (int | None):
    """

    balance: int | None
    currency: str
    display: str
    expires_on: datetime.date | None
    id: str
    import_: None | str
    issuance: None | str
    line: None | str
    livemode: bool
    object_: str
    redemption: StoredCodeRedemption
    serial: None | str
    sku: str
    state: StoredCodeState
    units_left: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        balance: int | None
        balance = self.balance

        currency = self.currency

        display = self.display

        expires_on: None | str
        if isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        id = self.id

        import_: None | str
        import_ = self.import_

        issuance: None | str
        issuance = self.issuance

        line: None | str
        line = self.line

        livemode = self.livemode

        object_ = self.object_

        redemption: str = self.redemption

        serial: None | str
        serial = self.serial

        sku = self.sku

        state: str = self.state

        units_left: int | None
        units_left = self.units_left

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "balance": balance,
                "currency": currency,
                "display": display,
                "expires_on": expires_on,
                "id": id,
                "import": import_,
                "issuance": issuance,
                "line": line,
                "livemode": livemode,
                "object": object_,
                "redemption": redemption,
                "serial": serial,
                "sku": sku,
                "state": state,
                "units_left": units_left,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_balance(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        balance = _parse_balance(d.pop("balance"))

        currency = d.pop("currency")

        display = d.pop("display")

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

        id = d.pop("id")

        def _parse_import_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_ = _parse_import_(d.pop("import"))

        def _parse_issuance(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        issuance = _parse_issuance(d.pop("issuance"))

        def _parse_line(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line = _parse_line(d.pop("line"))

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        redemption = check_stored_code_redemption(d.pop("redemption"))

        def _parse_serial(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        serial = _parse_serial(d.pop("serial"))

        sku = d.pop("sku")

        state = check_stored_code_state(d.pop("state"))

        def _parse_units_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        units_left = _parse_units_left(d.pop("units_left"))

        stored_code = cls(
            balance=balance,
            currency=currency,
            display=display,
            expires_on=expires_on,
            id=id,
            import_=import_,
            issuance=issuance,
            line=line,
            livemode=livemode,
            object_=object_,
            redemption=redemption,
            serial=serial,
            sku=sku,
            state=state,
            units_left=units_left,
        )

        stored_code.additional_properties = d
        return stored_code

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
