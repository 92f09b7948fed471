from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.input_field_type import InputFieldType, check_input_field_type

T = TypeVar("T", bound="InputField")


@_attrs_define
class InputField:
    """Documents a field that a buyer is asked for.

    Attributes:
        label (str):
        label_en (str):
        max_length (int):
        name (str):
        options (list[str]):
        required (bool):
        type_ (InputFieldType):
    """

    label: str
    label_en: str
    max_length: int
    name: str
    options: list[str]
    required: bool
    type_: InputFieldType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        label_en = self.label_en

        max_length = self.max_length

        name = self.name

        options = self.options

        required = self.required

        type_: str = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "label": label,
                "label_en": label_en,
                "max_length": max_length,
                "name": name,
                "options": options,
                "required": required,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        label_en = d.pop("label_en")

        max_length = d.pop("max_length")

        name = d.pop("name")

        options = cast(list[str], d.pop("options"))

        required = d.pop("required")

        type_ = check_input_field_type(d.pop("type"))

        input_field = cls(
            label=label,
            label_en=label_en,
            max_length=max_length,
            name=name,
            options=options,
            required=required,
            type_=type_,
        )

        input_field.additional_properties = d
        return input_field

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
