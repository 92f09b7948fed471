from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.export_format import ExportFormat, check_export_format
from ..models.export_status import ExportStatus, check_export_status
from ..models.export_type import ExportType, check_export_type

if TYPE_CHECKING:
    from ..models.download import Download


T = TypeVar("T", bound="Export")


@_attrs_define
class Export:
    """Documents an export.

    Attributes:
        as_of (datetime.datetime | None): The moment that the file shows.
        bom (bool):
        bytes_ (int | None):
        created_at (datetime.datetime):
        created_by (str):
        created_from (datetime.datetime | None):
        created_to (datetime.datetime | None):
        download_url (None | str): Needs no key: whoever has it has the file. Only for keys that may make such an
            export.
        downloads (list[Download]): Newest first, at most 20.
        expires_at (datetime.datetime | None):
        filename (str):
        finished_at (datetime.datetime | None):
        format_ (ExportFormat):
        id (str):
        import_ (None | str):
        issuance (None | str):
        livemode (bool):
        object_ (str):
        reveal (bool):
        rows (int | None):
        sha256 (None | str): Of the file as it is downloaded.
        status (ExportStatus):
        type_ (ExportType):
    """

    as_of: datetime.datetime | None
    bom: bool
    bytes_: int | None
    created_at: datetime.datetime
    created_by: str
    created_from: datetime.datetime | None
    created_to: datetime.datetime | None
    download_url: None | str = _attrs_field(repr=False)
    downloads: list[Download]
    expires_at: datetime.datetime | None
    filename: str
    finished_at: datetime.datetime | None
    format_: ExportFormat
    id: str
    import_: None | str
    issuance: None | str
    livemode: bool
    object_: str
    reveal: bool
    rows: int | None
    sha256: None | str
    status: ExportStatus
    type_: ExportType
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        as_of: None | str
        if isinstance(self.as_of, datetime.datetime):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of

        bom = self.bom

        bytes_: int | None
        bytes_ = self.bytes_

        created_at = self.created_at.isoformat()

        created_by = self.created_by

        created_from: None | str
        if isinstance(self.created_from, datetime.datetime):
            created_from = self.created_from.isoformat()
        else:
            created_from = self.created_from

        created_to: None | str
        if isinstance(self.created_to, datetime.datetime):
            created_to = self.created_to.isoformat()
        else:
            created_to = self.created_to

        download_url: None | str
        download_url = self.download_url

        downloads = []
        for downloads_item_data in self.downloads:
            downloads_item = downloads_item_data.to_dict()
            downloads.append(downloads_item)

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        filename = self.filename

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        format_: str = self.format_

        id = self.id

        import_: None | str
        import_ = self.import_

        issuance: None | str
        issuance = self.issuance

        livemode = self.livemode

        object_ = self.object_

        reveal = self.reveal

        rows: int | None
        rows = self.rows

        sha256: None | str
        sha256 = self.sha256

        status: str = self.status

        type_: str = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "as_of": as_of,
                "bom": bom,
                "bytes": bytes_,
                "created_at": created_at,
                "created_by": created_by,
                "created_from": created_from,
                "created_to": created_to,
                "download_url": download_url,
                "downloads": downloads,
                "expires_at": expires_at,
                "filename": filename,
                "finished_at": finished_at,
                "format": format_,
                "id": id,
                "import": import_,
                "issuance": issuance,
                "livemode": livemode,
                "object": object_,
                "reveal": reveal,
                "rows": rows,
                "sha256": sha256,
                "status": status,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.download import Download  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_as_of(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.datetime.fromisoformat(data)

                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        as_of = _parse_as_of(d.pop("as_of"))

        bom = d.pop("bom")

        def _parse_bytes_(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        bytes_ = _parse_bytes_(d.pop("bytes"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        created_by = d.pop("created_by")

        def _parse_created_from(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_from_type_0 = datetime.datetime.fromisoformat(data)

                return created_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        created_from = _parse_created_from(d.pop("created_from"))

        def _parse_created_to(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                created_to_type_0 = datetime.datetime.fromisoformat(data)

                return created_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        created_to = _parse_created_to(d.pop("created_to"))

        def _parse_download_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        download_url = _parse_download_url(d.pop("download_url"))

        downloads = []
        _downloads = d.pop("downloads")
        for downloads_item_data in _downloads:
            downloads_item = Download.from_dict(downloads_item_data)

            downloads.append(downloads_item)

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        filename = d.pop("filename")

        def _parse_finished_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                finished_at_type_0 = datetime.datetime.fromisoformat(data)

                return finished_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        finished_at = _parse_finished_at(d.pop("finished_at"))

        format_ = check_export_format(d.pop("format"))

        id = d.pop("id")

        def _parse_import_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        import_ = _parse_import_(d.pop("import"))

        def _parse_issuance(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        issuance = _parse_issuance(d.pop("issuance"))

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        reveal = d.pop("reveal")

        def _parse_rows(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        rows = _parse_rows(d.pop("rows"))

        def _parse_sha256(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sha256 = _parse_sha256(d.pop("sha256"))

        status = check_export_status(d.pop("status"))

        type_ = check_export_type(d.pop("type"))

        export = cls(
            as_of=as_of,
            bom=bom,
            bytes_=bytes_,
            created_at=created_at,
            created_by=created_by,
            created_from=created_from,
            created_to=created_to,
            download_url=download_url,
            downloads=downloads,
            expires_at=expires_at,
            filename=filename,
            finished_at=finished_at,
            format_=format_,
            id=id,
            import_=import_,
            issuance=issuance,
            livemode=livemode,
            object_=object_,
            reveal=reveal,
            rows=rows,
            sha256=sha256,
            status=status,
            type_=type_,
        )

        export.additional_properties = d
        return export

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
