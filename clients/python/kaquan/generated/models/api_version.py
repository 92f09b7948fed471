from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.api_version_state import ApiVersionState, check_api_version_state

T = TypeVar("T", bound="ApiVersion")


@_attrs_define
class ApiVersion:
    """Documents a version of the API: calls are answered in it until ``sunset_at``.

    Attributes:
        deprecated_at (datetime.datetime | None):
        document_url (None | str):
        object_ (str):
        state (ApiVersionState):
        sunset_at (datetime.datetime | None):
        version (datetime.date):
    """

    deprecated_at: datetime.datetime | None
    document_url: None | str
    object_: str
    state: ApiVersionState
    sunset_at: datetime.datetime | None
    version: datetime.date
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        deprecated_at: None | str
        if isinstance(self.deprecated_at, datetime.datetime):
            deprecated_at = self.deprecated_at.isoformat()
        else:
            deprecated_at = self.deprecated_at

        document_url: None | str
        document_url = self.document_url

        object_ = self.object_

        state: str = self.state

        sunset_at: None | str
        if isinstance(self.sunset_at, datetime.datetime):
            sunset_at = self.sunset_at.isoformat()
        else:
            sunset_at = self.sunset_at

        version = self.version.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "deprecated_at": deprecated_at,
                "document_url": document_url,
                "object": object_,
                "state": state,
                "sunset_at": sunset_at,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_deprecated_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                deprecated_at_type_0 = datetime.datetime.fromisoformat(data)

                return deprecated_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        deprecated_at = _parse_deprecated_at(d.pop("deprecated_at"))

        def _parse_document_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        document_url = _parse_document_url(d.pop("document_url"))

        object_ = d.pop("object")

        state = check_api_version_state(d.pop("state"))

        def _parse_sunset_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sunset_at_type_0 = datetime.datetime.fromisoformat(data)

                return sunset_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sunset_at = _parse_sunset_at(d.pop("sunset_at"))

        version = datetime.date.fromisoformat(d.pop("version"))

        api_version = cls(
            deprecated_at=deprecated_at,
            document_url=document_url,
            object_=object_,
            state=state,
            sunset_at=sunset_at,
            version=version,
        )

        api_version.additional_properties = d
        return api_version

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
