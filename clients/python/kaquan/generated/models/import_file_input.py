from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from .. import types
from ..types import UNSET, File, Unset

T = TypeVar("T", bound="ImportFileInput")


@_attrs_define
class ImportFileInput:
    """A file of codes; the header line decides which column is what, else the columns are guessed.

    Attributes:
        file (File):
        sku (str):
        supplier (str):
        format_ (str | Unset): JSON: {"encoding", "separator", "columns"}
        unit_cost (int | Unset):
    """

    file: File
    sku: str
    supplier: str
    format_: str | Unset = UNSET
    unit_cost: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        file = self.file.to_tuple()

        sku = self.sku

        supplier = self.supplier

        format_ = self.format_

        unit_cost = self.unit_cost

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "file": file,
                "sku": sku,
                "supplier": supplier,
            }
        )
        if format_ is not UNSET:
            field_dict["format"] = format_
        if unit_cost is not UNSET:
            field_dict["unit_cost"] = unit_cost

        return field_dict

    def to_multipart(self) -> types.RequestFiles:
        files: types.RequestFiles = []

        files.append(("file", self.file.to_tuple()))

        files.append(("sku", (None, str(self.sku).encode(), "text/plain")))

        files.append(("supplier", (None, str(self.supplier).encode(), "text/plain")))

        if not isinstance(self.format_, Unset):
            files.append(("format", (None, str(self.format_).encode(), "text/plain")))

        if not isinstance(self.unit_cost, Unset):
            files.append(("unit_cost", (None, str(self.unit_cost).encode(), "text/plain")))

        for prop_name, prop in self.additional_properties.items():
            files.append((prop_name, (None, str(prop).encode(), "text/plain")))

        return files

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        file = File(payload=BytesIO(d.pop("file")))

        sku = d.pop("sku")

        supplier = d.pop("supplier")

        format_ = d.pop("format", UNSET)

        unit_cost = d.pop("unit_cost", UNSET)

        import_file_input = cls(
            file=file,
            sku=sku,
            supplier=supplier,
            format_=format_,
            unit_cost=unit_cost,
        )

        import_file_input.additional_properties = d
        return import_file_input

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
