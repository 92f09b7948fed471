from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="Code")


@_attrs_define
class Code:
    """Documents a code in the clear.

    Attributes:
        code (str): Empty where jwe is.
        expires_on (datetime.date | None):
        id (str):
        line (str):
        object_ (str):
        sku (str):
        card_number (str | Unset):
        jwe (str | Unset): For an API key with an encryption_key: compact JWE of this object as it would be in the
            clear.
    """

    code: str = _attrs_field(repr=False)
    expires_on: datetime.date | None
    id: str
    line: str
    object_: str
    sku: str
    card_number: str | Unset = UNSET
    jwe: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        expires_on: None | str
        if isinstance(self.expires_on, datetime.date):
            expires_on = self.expires_on.isoformat()
        else:
            expires_on = self.expires_on

        id = self.id

        line = self.line

        object_ = self.object_

        sku = self.sku

        card_number = self.card_number

        jwe = self.jwe

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "expires_on": expires_on,
                "id": id,
                "line": line,
                "object": object_,
                "sku": sku,
            }
        )
        if card_number is not UNSET:
            field_dict["card_number"] = card_number
        if jwe is not UNSET:
            field_dict["jwe"] = jwe

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

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

        line = d.pop("line")

        object_ = d.pop("object")

        sku = d.pop("sku")

        card_number = d.pop("card_number", UNSET)

        jwe = d.pop("jwe", UNSET)

        code = cls(
            code=code,
            expires_on=expires_on,
            id=id,
            line=line,
            object_=object_,
            sku=sku,
            card_number=card_number,
            jwe=jwe,
        )

        code.additional_properties = d
        return code

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
