from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.resend_input_statuses_item import (
    ResendInputStatusesItem,
    check_resend_input_statuses_item,
)
from ..models.resend_input_types_item import (
    ResendInputTypesItem,
    check_resend_input_types_item,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="ResendInput")


@_attrs_define
class ResendInput:
    """Which deliveries are sent anew.

    Attributes:
        since (datetime.datetime): Made from then on; at most 30 days ago.
        endpoint (str | Unset): we_…; all receivers where none is named.
        statuses (list[ResendInputStatusesItem] | Unset): exhausted and skipped where none is named.
        types (list[ResendInputTypesItem] | Unset): `code.*` are all that begin so; all types where none is named.
        until (datetime.datetime | Unset): Made before then; now.
    """

    since: datetime.datetime
    endpoint: str | Unset = UNSET
    statuses: list[ResendInputStatusesItem] | Unset = UNSET
    types: list[ResendInputTypesItem] | Unset = UNSET
    until: datetime.datetime | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        since = self.since.isoformat()

        endpoint = self.endpoint

        statuses: list[str] | Unset = UNSET
        if not isinstance(self.statuses, Unset):
            statuses = []
            for statuses_item_data in self.statuses:
                statuses_item: str = statuses_item_data
                statuses.append(statuses_item)

        types: list[str] | Unset = UNSET
        if not isinstance(self.types, Unset):
            types = []
            for types_item_data in self.types:
                types_item: str = types_item_data
                types.append(types_item)

        until: str | Unset = UNSET
        if not isinstance(self.until, Unset):
            until = self.until.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "since": since,
            }
        )
        if endpoint is not UNSET:
            field_dict["endpoint"] = endpoint
        if statuses is not UNSET:
            field_dict["statuses"] = statuses
        if types is not UNSET:
            field_dict["types"] = types
        if until is not UNSET:
            field_dict["until"] = until

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        since = datetime.datetime.fromisoformat(d.pop("since"))

        endpoint = d.pop("endpoint", UNSET)

        _statuses = d.pop("statuses", UNSET)
        statuses: list[ResendInputStatusesItem] | Unset = UNSET
        if _statuses is not UNSET:
            statuses = []
            for statuses_item_data in _statuses:
                statuses_item = check_resend_input_statuses_item(statuses_item_data)

                statuses.append(statuses_item)

        _types = d.pop("types", UNSET)
        types: list[ResendInputTypesItem] | Unset = UNSET
        if _types is not UNSET:
            types = []
            for types_item_data in _types:
                types_item = check_resend_input_types_item(types_item_data)

                types.append(types_item)

        _until = d.pop("until", UNSET)
        until: datetime.datetime | Unset
        if isinstance(_until, Unset):
            until = UNSET
        else:
            until = datetime.datetime.fromisoformat(_until)

        resend_input = cls(
            since=since,
            endpoint=endpoint,
            statuses=statuses,
            types=types,
            until=until,
        )

        return resend_input
