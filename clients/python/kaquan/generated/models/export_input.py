from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.export_input_format import ExportInputFormat, check_export_input_format
from ..models.export_input_type import ExportInputType, check_export_input_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExportInput")


@_attrs_define
class ExportInput:
    """What is listed, and how. Codes are of one `issuance`, of one `import`, or of a period.

    Attributes:
        type_ (ExportInputType):
        bom (bool | Unset): CSV begins with a byte order mark, by which Excel knows UTF-8. Default: False.
        created_from (datetime.datetime | Unset): Not before that.
        created_to (datetime.datetime | Unset): Before that.
        expires_in (int | Unset): Seconds for which the link works. Default: 86400.
        format_ (ExportInputFormat | Unset): csv: for people, money in major units, times of the shop's zone; jsonl: for
            programs, like the API. Default: 'csv'.
        import_ (str | Unset): imp_…; of type codes only.
        issuance (str | Unset): iss_…; of type codes only.
        reveal (bool | Unset): Codes in the clear, of type codes only; the file is an encrypted archive. Default: False.
    """

    type_: ExportInputType
    bom: bool | Unset = False
    created_from: datetime.datetime | Unset = UNSET
    created_to: datetime.datetime | Unset = UNSET
    expires_in: int | Unset = 86400
    format_: ExportInputFormat | Unset = "csv"
    import_: str | Unset = UNSET
    issuance: str | Unset = UNSET
    reveal: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        type_: str = self.type_

        bom = self.bom

        created_from: str | Unset = UNSET
        if not isinstance(self.created_from, Unset):
            created_from = self.created_from.isoformat()

        created_to: str | Unset = UNSET
        if not isinstance(self.created_to, Unset):
            created_to = self.created_to.isoformat()

        expires_in = self.expires_in

        format_: str | Unset = UNSET
        if not isinstance(self.format_, Unset):
            format_ = self.format_

        import_ = self.import_

        issuance = self.issuance

        reveal = self.reveal

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "type": type_,
            }
        )
        if bom is not UNSET:
            field_dict["bom"] = bom
        if created_from is not UNSET:
            field_dict["created_from"] = created_from
        if created_to is not UNSET:
            field_dict["created_to"] = created_to
        if expires_in is not UNSET:
            field_dict["expires_in"] = expires_in
        if format_ is not UNSET:
            field_dict["format"] = format_
        if import_ is not UNSET:
            field_dict["import"] = import_
        if issuance is not UNSET:
            field_dict["issuance"] = issuance
        if reveal is not UNSET:
            field_dict["reveal"] = reveal

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = check_export_input_type(d.pop("type"))

        bom = d.pop("bom", UNSET)

        _created_from = d.pop("created_from", UNSET)
        created_from: datetime.datetime | Unset
        if isinstance(_created_from, Unset):
            created_from = UNSET
        else:
            created_from = datetime.datetime.fromisoformat(_created_from)

        _created_to = d.pop("created_to", UNSET)
        created_to: datetime.datetime | Unset
        if isinstance(_created_to, Unset):
            created_to = UNSET
        else:
            created_to = datetime.datetime.fromisoformat(_created_to)

        expires_in = d.pop("expires_in", UNSET)

        _format_ = d.pop("format", UNSET)
        format_: ExportInputFormat | Unset
        if isinstance(_format_, Unset):
            format_ = UNSET
        else:
            format_ = check_export_input_format(_format_)

        import_ = d.pop("import", UNSET)

        issuance = d.pop("issuance", UNSET)

        reveal = d.pop("reveal", UNSET)

        export_input = cls(
            type_=type_,
            bom=bom,
            created_from=created_from,
            created_to=created_to,
            expires_in=expires_in,
            format_=format_,
            import_=import_,
            issuance=issuance,
            reveal=reveal,
        )

        return export_input
