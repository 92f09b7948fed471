from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="ImportRowInput")


@_attrs_define
class ImportRowInput:
    """One code.

    Attributes:
        code (str):
        card_number (str | Unset):
        expires_on (datetime.date | None | Unset):
        face_value (int | Unset):
    """

    code: str = _attrs_field(repr=False)
    card_number: str | Unset = UNSET
    expires_on: datetime.date | None | Unset = UNSET
    face_value: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        card_number = self.card_number

        expires_on: None | str | Unset
        if isinstance(self.expires_on, Unset):
            expires_on = UNSET
        elif isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        face_value = self.face_value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
            }
        )
        if card_number is not UNSET:
            field_dict["card_number"] = card_number
        if expires_on is not UNSET:
            field_dict["expires_on"] = expires_on
        if face_value is not UNSET:
            field_dict["face_value"] = face_value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        card_number = d.pop("card_number", UNSET)

        def _parse_expires_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_on_type_0 = datetime.date.fromisoformat(data)

                return expires_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        expires_on = _parse_expires_on(d.pop("expires_on", UNSET))

        face_value = d.pop("face_value", UNSET)

        import_row_input = cls(
            code=code,
            card_number=card_number,
            expires_on=expires_on,
            face_value=face_value,
        )

        return import_row_input
