from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.input_field_input_type import (
    InputFieldInputType,
    check_input_field_input_type,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="InputFieldInput")


@_attrs_define
class InputFieldInput:
    """Something that a buyer is asked for.

    Attributes:
        label (str):
        name (str):
        label_en (str | Unset):  Default: ''.
        max_length (int | Unset):  Default: 200.
        options (list[str] | Unset):
        required (bool | Unset):  Default: True.
        type_ (InputFieldInputType | Unset): digits: 0-9 alone; phone: 7 to 15 digits, + before them if need be; select:
            one of the options. Default: 'text'.
    """

    label: str
    name: str
    label_en: str | Unset = ""
    max_length: int | Unset = 200
    options: list[str] | Unset = UNSET
    required: bool | Unset = True
    type_: InputFieldInputType | Unset = "text"

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        name = self.name

        label_en = self.label_en

        max_length = self.max_length

        options: list[str] | Unset = UNSET
        if not isinstance(self.options, Unset):
            options = self.options

        required = self.required

        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "label": label,
                "name": name,
            }
        )
        if label_en is not UNSET:
            field_dict["label_en"] = label_en
        if max_length is not UNSET:
            field_dict["max_length"] = max_length
        if options is not UNSET:
            field_dict["options"] = options
        if required is not UNSET:
            field_dict["required"] = required
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        label = d.pop("label")

        name = d.pop("name")

        label_en = d.pop("label_en", UNSET)

        max_length = d.pop("max_length", UNSET)

        options = cast(list[str], d.pop("options", UNSET))

        required = d.pop("required", UNSET)

        _type_ = d.pop("type", UNSET)
        type_: InputFieldInputType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = check_input_field_input_type(_type_)

        input_field_input = cls(
            label=label,
            name=name,
            label_en=label_en,
            max_length=max_length,
            options=options,
            required=required,
            type_=type_,
        )

        return input_field_input
