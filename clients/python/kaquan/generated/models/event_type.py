from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="EventType")


@_attrs_define
class EventType:
    """Documents an event type: ``schema`` is the JSON Schema of what it carries (``data.object``).

    Attributes:
        api_version (str): The version that schema and example are of: that of the call.
        description (str):
        object_ (str):
        schema (Any):
        type_ (str):
    """

    api_version: str
    description: str
    object_: str
    schema: Any
    type_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_version = self.api_version

        description = self.description

        object_ = self.object_

        schema = self.schema

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "api_version": api_version,
                "description": description,
                "object": object_,
                "schema": schema,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        api_version = d.pop("api_version")

        description = d.pop("description")

        object_ = d.pop("object")

        schema = d.pop("schema")

        type_ = d.pop("type")

        event_type = cls(
            api_version=api_version,
            description=description,
            object_=object_,
            schema=schema,
            type_=type_,
        )

        event_type.additional_properties = d
        return event_type

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
