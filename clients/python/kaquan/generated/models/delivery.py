from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Delivery")


@_attrs_define
class Delivery:
    """Documents a delivery: its link shows the codes to whoever has it, until it ends. Every look is recorded.

    Attributes:
        created_at (datetime.datetime):
        expires_at (datetime.datetime):
        id (str):
        issuance (str):
        method (str):
        object_ (str):
        url (None | str): null for a key that may not see codes in the clear
    """

    created_at: datetime.datetime
    expires_at: datetime.datetime
    id: str
    issuance: str
    method: str
    object_: str
    url: None | str = _attrs_field(repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at.isoformat()

        expires_at = self.expires_at.isoformat()

        id = self.id

        issuance = self.issuance

        method = self.method

        object_ = self.object_

        url: None | str
        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "expires_at": expires_at,
                "id": id,
                "issuance": issuance,
                "method": method,
                "object": object_,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        id = d.pop("id")

        issuance = d.pop("issuance")

        method = d.pop("method")

        object_ = d.pop("object")

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        delivery = cls(
            created_at=created_at,
            expires_at=expires_at,
            id=id,
            issuance=issuance,
            method=method,
            object_=object_,
            url=url,
        )

        delivery.additional_properties = d
        return delivery

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
