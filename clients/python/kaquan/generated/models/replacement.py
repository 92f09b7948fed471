from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Replacement")


@_attrs_define
class Replacement:
    """Documents a replacement. The new code is read with the codes of ``issuance``.

    Attributes:
        code (str):
        created_at (datetime.datetime):
        id (str):
        issuance (str):
        livemode (bool):
        new_code (str):
        object_ (str):
        reason (str):
    """

    code: str
    created_at: datetime.datetime
    id: str
    issuance: str
    livemode: bool
    new_code: str
    object_: str
    reason: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        created_at = self.created_at.isoformat()

        id = self.id

        issuance = self.issuance

        livemode = self.livemode

        new_code = self.new_code

        object_ = self.object_

        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "created_at": created_at,
                "id": id,
                "issuance": issuance,
                "livemode": livemode,
                "new_code": new_code,
                "object": object_,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        id = d.pop("id")

        issuance = d.pop("issuance")

        livemode = d.pop("livemode")

        new_code = d.pop("new_code")

        object_ = d.pop("object")

        reason = d.pop("reason")

        replacement = cls(
            code=code,
            created_at=created_at,
            id=id,
            issuance=issuance,
            livemode=livemode,
            new_code=new_code,
            object_=object_,
            reason=reason,
        )

        replacement.additional_properties = d
        return replacement

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
