from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.event_data import EventData
    from ..models.event_sequence import EventSequence


T = TypeVar("T", bound="Event")


@_attrs_define
class Event:
    """Documents an event: what a webhook of its type delivers, member for member.

    Attributes:
        api_version (str):
        data (EventData): What its type carries, as described under Webhooks and by `/v1/event_types`.
        id (str): The `webhook-id` of its deliveries: drop what you have had.
        livemode (bool):
        object_ (str):
        sequence (EventSequence): The object it is about, and its count there: a lower one than you have seen is stale.
        tenant (str):
        timestamp (datetime.datetime): When it happened.
        type_ (str):
    """

    api_version: str
    data: EventData
    id: str
    livemode: bool
    object_: str
    sequence: EventSequence
    tenant: str
    timestamp: datetime.datetime
    type_: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_version = self.api_version

        data = self.data.to_dict()

        id = self.id

        livemode = self.livemode

        object_ = self.object_

        sequence = self.sequence.to_dict()

        tenant = self.tenant

        timestamp = self.timestamp.isoformat()

        type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "api_version": api_version,
                "data": data,
                "id": id,
                "livemode": livemode,
                "object": object_,
                "sequence": sequence,
                "tenant": tenant,
                "timestamp": timestamp,
                "type": type_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.event_data import EventData  # noqa: PLC0415
        from ..models.event_sequence import EventSequence  # noqa: PLC0415

        d = dict(src_dict)
        api_version = d.pop("api_version")

        data = EventData.from_dict(d.pop("data"))

        id = d.pop("id")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        sequence = EventSequence.from_dict(d.pop("sequence"))

        tenant = d.pop("tenant")

        timestamp = datetime.datetime.fromisoformat(d.pop("timestamp"))

        type_ = d.pop("type")

        event = cls(
            api_version=api_version,
            data=data,
            id=id,
            livemode=livemode,
            object_=object_,
            sequence=sequence,
            tenant=tenant,
            timestamp=timestamp,
            type_=type_,
        )

        event.additional_properties = d
        return event

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
