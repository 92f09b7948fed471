from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Idempotency")


@_attrs_define
class Idempotency:
    """Documents the Idempotency-Key of a request, masked unless it is the request's ``external_id``.

    Attributes:
        key (None | str):
        original_request (None | str): req_…: the request that this one repeated.
        replayed (bool):
    """

    key: None | str
    original_request: None | str
    replayed: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        key: None | str
        key = self.key

        original_request: None | str
        original_request = self.original_request

        replayed = self.replayed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "key": key,
                "original_request": original_request,
                "replayed": replayed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key = _parse_key(d.pop("key"))

        def _parse_original_request(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        original_request = _parse_original_request(d.pop("original_request"))

        replayed = d.pop("replayed")

        idempotency = cls(
            key=key,
            original_request=original_request,
            replayed=replayed,
        )

        idempotency.additional_properties = d
        return idempotency

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
