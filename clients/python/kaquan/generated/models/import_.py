from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.import_duplicates import ImportDuplicates


T = TypeVar("T", bound="Import")


@_attrs_define
class Import:
    """Documents an import.

    Attributes:
        accepted (int):
        created_at (datetime.datetime):
        duplicates (ImportDuplicates):
        errors_url (None | str):
        failure (None | str):
        filename (str):
        finished_at (datetime.datetime | None):
        id (str):
        lines (int):
        object_ (str):
        rejected (int):
        removed (int):
        sku (str):
        status (str):
        supplier (str):
    """

    accepted: int
    created_at: datetime.datetime
    duplicates: ImportDuplicates
    errors_url: None | str
    failure: None | str
    filename: str
    finished_at: datetime.datetime | None
    id: str
    lines: int
    object_: str
    rejected: int
    removed: int
    sku: str
    status: str
    supplier: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        accepted = self.accepted

        created_at = self.created_at.isoformat()

        duplicates = self.duplicates.to_dict()

        errors_url: None | str
        errors_url = self.errors_url

        failure: None | str
        failure = self.failure

        filename = self.filename

        finished_at: None | str
        if isinstance(self.finished_at, datetime.datetime):
            finished_at = self.finished_at.isoformat()
        else:
            finished_at = self.finished_at

        id = self.id

        lines = self.lines

        object_ = self.object_

        rejected = self.rejected

        removed = self.removed

        sku = self.sku

        status = self.status

        supplier = self.supplier

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "accepted": accepted,
                "created_at": created_at,
                "duplicates": duplicates,
                "errors_url": errors_url,
                "failure": failure,
                "filename": filename,
                "finished_at": finished_at,
                "id": id,
                "lines": lines,
                "object": object_,
                "rejected": rejected,
                "removed": removed,
                "sku": sku,
                "status": status,
                "supplier": supplier,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.import_duplicates import ImportDuplicates  # noqa: PLC0415

        d = dict(src_dict)
        accepted = d.pop("accepted")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        duplicates = ImportDuplicates.from_dict(d.pop("duplicates"))

        def _parse_errors_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        errors_url = _parse_errors_url(d.pop("errors_url"))

        def _parse_failure(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failure = _parse_failure(d.pop("failure"))

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

        id = d.pop("id")

        lines = d.pop("lines")

        object_ = d.pop("object")

        rejected = d.pop("rejected")

        removed = d.pop("removed")

        sku = d.pop("sku")

        status = d.pop("status")

        supplier = d.pop("supplier")

        import_ = cls(
            accepted=accepted,
            created_at=created_at,
            duplicates=duplicates,
            errors_url=errors_url,
            failure=failure,
            filename=filename,
            finished_at=finished_at,
            id=id,
            lines=lines,
            object_=object_,
            rejected=rejected,
            removed=removed,
            sku=sku,
            status=status,
            supplier=supplier,
        )

        import_.additional_properties = d
        return import_

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
