from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.webhook_delivery_attempt_error_type_0 import (
    WebhookDeliveryAttemptErrorType0,
    check_webhook_delivery_attempt_error_type_0,
)

if TYPE_CHECKING:
    from ..models.webhook_delivery_attempt_response_headers import (
        WebhookDeliveryAttemptResponseHeaders,
    )


T = TypeVar("T", bound="WebhookDeliveryAttempt")


@_attrs_define
class WebhookDeliveryAttempt:
    """Documents one call of a receiver.

    Attributes:
        connect_ms (int | None): Until there was a connection; 0: an open one was used.
        created_at (datetime.datetime):
        delivery (str):
        duration_ms (int):
        error (None | WebhookDeliveryAttemptErrorType0): Why there was none.
        id (str):
        livemode (bool):
        number (int): One that is missing was cut off on our side.
        object_ (str):
        response_excerpt (None | str): The beginning of the answer, without what looks like a secret.
        response_headers (WebhookDeliveryAttemptResponseHeaders): A few that say something.
        response_status (int | None): Null: there was no answer.
        succeeded (bool): It was answered 2xx.
        wait_ms (int | None): Until the answer began.
    """

    connect_ms: int | None
    created_at: datetime.datetime
    delivery: str
    duration_ms: int
    error: None | WebhookDeliveryAttemptErrorType0
    id: str
    livemode: bool
    number: int
    object_: str
    response_excerpt: None | str
    response_headers: WebhookDeliveryAttemptResponseHeaders
    response_status: int | None
    succeeded: bool
    wait_ms: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        connect_ms: int | None
        connect_ms = self.connect_ms

        created_at = self.created_at.isoformat()

        delivery = self.delivery

        duration_ms = self.duration_ms

        error: None | str
        if isinstance(self.error, str):
            error = self.error
        else:
            error = self.error

        id = self.id

        livemode = self.livemode

        number = self.number

        object_ = self.object_

        response_excerpt: None | str
        response_excerpt = self.response_excerpt

        response_headers = self.response_headers.to_dict()

        response_status: int | None
        response_status = self.response_status

        succeeded = self.succeeded

        wait_ms: int | None
        wait_ms = self.wait_ms

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "connect_ms": connect_ms,
                "created_at": created_at,
                "delivery": delivery,
                "duration_ms": duration_ms,
                "error": error,
                "id": id,
                "livemode": livemode,
                "number": number,
                "object": object_,
                "response_excerpt": response_excerpt,
                "response_headers": response_headers,
                "response_status": response_status,
                "succeeded": succeeded,
                "wait_ms": wait_ms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_delivery_attempt_response_headers import (
            WebhookDeliveryAttemptResponseHeaders,  # noqa: PLC0415
        )

        d = dict(src_dict)

        def _parse_connect_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        connect_ms = _parse_connect_ms(d.pop("connect_ms"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        delivery = d.pop("delivery")

        duration_ms = d.pop("duration_ms")

        def _parse_error(data: object) -> None | WebhookDeliveryAttemptErrorType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                error_type_0 = check_webhook_delivery_attempt_error_type_0(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookDeliveryAttemptErrorType0, data)

        error = _parse_error(d.pop("error"))

        id = d.pop("id")

        livemode = d.pop("livemode")

        number = d.pop("number")

        object_ = d.pop("object")

        def _parse_response_excerpt(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        response_excerpt = _parse_response_excerpt(d.pop("response_excerpt"))

        response_headers = WebhookDeliveryAttemptResponseHeaders.from_dict(d.pop("response_headers"))

        def _parse_response_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        response_status = _parse_response_status(d.pop("response_status"))

        succeeded = d.pop("succeeded")

        def _parse_wait_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        wait_ms = _parse_wait_ms(d.pop("wait_ms"))

        webhook_delivery_attempt = cls(
            connect_ms=connect_ms,
            created_at=created_at,
            delivery=delivery,
            duration_ms=duration_ms,
            error=error,
            id=id,
            livemode=livemode,
            number=number,
            object_=object_,
            response_excerpt=response_excerpt,
            response_headers=response_headers,
            response_status=response_status,
            succeeded=succeeded,
            wait_ms=wait_ms,
        )

        webhook_delivery_attempt.additional_properties = d
        return webhook_delivery_attempt

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
