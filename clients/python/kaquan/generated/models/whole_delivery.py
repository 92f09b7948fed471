from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.whole_delivery_status import (
    WholeDeliveryStatus,
    check_whole_delivery_status,
)

if TYPE_CHECKING:
    from ..models.whole_delivery_payload_type_0 import WholeDeliveryPayloadType0


T = TypeVar("T", bound="WholeDelivery")


@_attrs_define
class WholeDelivery:
    """Documents a delivery with what is sent.

    Attributes:
        attempts (int):
        completed_at (datetime.datetime | None):
        created_at (datetime.datetime):
        event (str): evt_…: its `webhook-id`. Of a sample there is no such event.
        id (str):
        livemode (bool):
        next_attempt_at (datetime.datetime | None): Not before then; later where the endpoint is paused or its breaker
            open.
        object_ (str):
        payload (None | WholeDeliveryPayloadType0): The body, by the endpoint's present settings; null once the event is
            not kept any more.
        sample (bool): A test: it did not happen.
        status (WholeDeliveryStatus): failed: it is tried again; exhausted: it is not; skipped: nobody was left to send
            it to.
        subject (str): The object that the event is about, e.g. `iss_…`.
        type_ (str):
        url (None | str): The `notify_url` of an order; null: the endpoint's own.
        webhook_endpoint (None | str): we_…; null: the URL that an order named.
    """

    attempts: int
    completed_at: datetime.datetime | None
    created_at: datetime.datetime
    event: str
    id: str
    livemode: bool
    next_attempt_at: datetime.datetime | None
    object_: str
    payload: None | WholeDeliveryPayloadType0
    sample: bool
    status: WholeDeliveryStatus
    subject: str
    type_: str
    url: None | str
    webhook_endpoint: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.whole_delivery_payload_type_0 import WholeDeliveryPayloadType0  # noqa: PLC0415

        attempts = self.attempts

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        created_at = self.created_at.isoformat()

        event = self.event

        id = self.id

        livemode = self.livemode

        next_attempt_at: None | str
        if isinstance(self.next_attempt_at, datetime.datetime):
            next_attempt_at = self.next_attempt_at.isoformat()
        else:
            next_attempt_at = self.next_attempt_at

        object_ = self.object_

        payload: dict[str, Any] | None
        if isinstance(self.payload, WholeDeliveryPayloadType0):
            payload = self.payload.to_dict()
        else:
            payload = self.payload

        sample = self.sample

        status: str = self.status

        subject = self.subject

        type_ = self.type_

        url: None | str
        url = self.url

        webhook_endpoint: None | str
        webhook_endpoint = self.webhook_endpoint

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "attempts": attempts,
                "completed_at": completed_at,
                "created_at": created_at,
                "event": event,
                "id": id,
                "livemode": livemode,
                "next_attempt_at": next_attempt_at,
                "object": object_,
                "payload": payload,
                "sample": sample,
                "status": status,
                "subject": subject,
                "type": type_,
                "url": url,
                "webhook_endpoint": webhook_endpoint,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.whole_delivery_payload_type_0 import WholeDeliveryPayloadType0  # noqa: PLC0415

        d = dict(src_dict)
        attempts = d.pop("attempts")

        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completed_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        event = d.pop("event")

        id = d.pop("id")

        livemode = d.pop("livemode")

        def _parse_next_attempt_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_attempt_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_attempt_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at"))

        object_ = d.pop("object")

        def _parse_payload(data: object) -> None | WholeDeliveryPayloadType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                payload_type_0 = WholeDeliveryPayloadType0.from_dict(data)

                return payload_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WholeDeliveryPayloadType0, data)

        payload = _parse_payload(d.pop("payload"))

        sample = d.pop("sample")

        status = check_whole_delivery_status(d.pop("status"))

        subject = d.pop("subject")

        type_ = d.pop("type")

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        def _parse_webhook_endpoint(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        webhook_endpoint = _parse_webhook_endpoint(d.pop("webhook_endpoint"))

        whole_delivery = cls(
            attempts=attempts,
            completed_at=completed_at,
            created_at=created_at,
            event=event,
            id=id,
            livemode=livemode,
            next_attempt_at=next_attempt_at,
            object_=object_,
            payload=payload,
            sample=sample,
            status=status,
            subject=subject,
            type_=type_,
            url=url,
            webhook_endpoint=webhook_endpoint,
        )

        whole_delivery.additional_properties = d
        return whole_delivery

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
