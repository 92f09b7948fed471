from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.rotated_endpoint_disabled_reason_type_0 import (
    RotatedEndpointDisabledReasonType0,
    check_rotated_endpoint_disabled_reason_type_0,
)
from ..models.rotated_endpoint_payload_format import (
    RotatedEndpointPayloadFormat,
    check_rotated_endpoint_payload_format,
)
from ..models.rotated_endpoint_status import (
    RotatedEndpointStatus,
    check_rotated_endpoint_status,
)

if TYPE_CHECKING:
    from ..models.breaker import Breaker
    from ..models.condition import Condition
    from ..models.rotated_endpoint_headers import RotatedEndpointHeaders


T = TypeVar("T", bound="RotatedEndpoint")


@_attrs_define
class RotatedEndpoint:
    """Documents an endpoint with its new secret.

    Attributes:
        api_version (str):
        breaker (Breaker): Documents a breaker: closed (deliveries go out), open (they wait), half_open (one at a time
            tries whether it works).
        concurrency (int):
        content_filter (list[Condition]):
        created_at (datetime.datetime):
        description (str):
        disabled_at (datetime.datetime | None):
        disabled_reason (None | RotatedEndpointDisabledReasonType0): failing: five days without a success; gone: it
            answered 410.
        ed25519 (bool):
        event_types (list[str]):
        failing_since (datetime.datetime | None): The first failure since the last success; null: it works.
        headers (RotatedEndpointHeaders): Their names; values are never shown.
        id (str):
        last_failure_at (datetime.datetime | None):
        last_success_at (datetime.datetime | None):
        livemode (bool):
        object_ (str):
        old_signs_until (datetime.datetime | None): Until then deliveries carry signatures of old secrets too; null: of
            none.
        payload_format (RotatedEndpointPayloadFormat):
        public_key (None | str): whpk_…: verifies `v1a`; null unless `ed25519`.
        rate_limit (int | None):
        secret (None | str): whsec_…: what `v1` is signed with. Keep it.
        status (RotatedEndpointStatus): paused by you: deliveries wait. disabled by us: what happens is not kept for it,
            until you resume it.
        timeout_seconds (int):
        updated_at (datetime.datetime): Of its settings.
        url (str):
    """

    api_version: str
    breaker: Breaker
    concurrency: int
    content_filter: list[Condition]
    created_at: datetime.datetime
    description: str
    disabled_at: datetime.datetime | None
    disabled_reason: None | RotatedEndpointDisabledReasonType0
    ed25519: bool
    event_types: list[str]
    failing_since: datetime.datetime | None
    headers: RotatedEndpointHeaders
    id: str
    last_failure_at: datetime.datetime | None
    last_success_at: datetime.datetime | None
    livemode: bool
    object_: str
    old_signs_until: datetime.datetime | None
    payload_format: RotatedEndpointPayloadFormat
    public_key: None | str
    rate_limit: int | None
    secret: None | str = _attrs_field(repr=False)
    status: RotatedEndpointStatus
    timeout_seconds: int
    updated_at: datetime.datetime
    url: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        api_version = self.api_version

        breaker = self.breaker.to_dict()

        concurrency = self.concurrency

        content_filter = []
        for content_filter_item_data in self.content_filter:
            content_filter_item = content_filter_item_data.to_dict()
            content_filter.append(content_filter_item)

        created_at = self.created_at.isoformat()

        description = self.description

        disabled_at: None | str
        if isinstance(self.disabled_at, datetime.datetime):
            disabled_at = self.disabled_at.isoformat()
        else:
            disabled_at = self.disabled_at

        disabled_reason: None | str
        if isinstance(self.disabled_reason, str):
            disabled_reason = self.disabled_reason
        else:
            disabled_reason = self.disabled_reason

        ed25519 = self.ed25519

        event_types = self.event_types

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        headers = self.headers.to_dict()

        id = self.id

        last_failure_at: None | str
        if isinstance(self.last_failure_at, datetime.datetime):
            last_failure_at = self.last_failure_at.isoformat()
        else:
            last_failure_at = self.last_failure_at

        last_success_at: None | str
        if isinstance(self.last_success_at, datetime.datetime):
            last_success_at = self.last_success_at.isoformat()
        else:
            last_success_at = self.last_success_at

        livemode = self.livemode

        object_ = self.object_

        old_signs_until: None | str
        if isinstance(self.old_signs_until, datetime.datetime):
            old_signs_until = self.old_signs_until.isoformat()
        else:
            old_signs_until = self.old_signs_until

        payload_format: str = self.payload_format

        public_key: None | str
        public_key = self.public_key

        rate_limit: int | None
        rate_limit = self.rate_limit

        secret: None | str
        secret = self.secret

        status: str = self.status

        timeout_seconds = self.timeout_seconds

        updated_at = self.updated_at.isoformat()

        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "api_version": api_version,
                "breaker": breaker,
                "concurrency": concurrency,
                "content_filter": content_filter,
                "created_at": created_at,
                "description": description,
                "disabled_at": disabled_at,
                "disabled_reason": disabled_reason,
                "ed25519": ed25519,
                "event_types": event_types,
                "failing_since": failing_since,
                "headers": headers,
                "id": id,
                "last_failure_at": last_failure_at,
                "last_success_at": last_success_at,
                "livemode": livemode,
                "object": object_,
                "old_signs_until": old_signs_until,
                "payload_format": payload_format,
                "public_key": public_key,
                "rate_limit": rate_limit,
                "secret": secret,
                "status": status,
                "timeout_seconds": timeout_seconds,
                "updated_at": updated_at,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.breaker import Breaker  # noqa: PLC0415
        from ..models.condition import Condition  # noqa: PLC0415
        from ..models.rotated_endpoint_headers import RotatedEndpointHeaders  # noqa: PLC0415

        d = dict(src_dict)
        api_version = d.pop("api_version")

        breaker = Breaker.from_dict(d.pop("breaker"))

        concurrency = d.pop("concurrency")

        content_filter = []
        _content_filter = d.pop("content_filter")
        for content_filter_item_data in _content_filter:
            content_filter_item = Condition.from_dict(content_filter_item_data)

            content_filter.append(content_filter_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        description = d.pop("description")

        def _parse_disabled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_at_type_0 = datetime.datetime.fromisoformat(data)

                return disabled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        disabled_at = _parse_disabled_at(d.pop("disabled_at"))

        def _parse_disabled_reason(data: object) -> None | RotatedEndpointDisabledReasonType0:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                disabled_reason_type_0 = check_rotated_endpoint_disabled_reason_type_0(data)

                return disabled_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RotatedEndpointDisabledReasonType0, data)

        disabled_reason = _parse_disabled_reason(d.pop("disabled_reason"))

        ed25519 = d.pop("ed25519")

        event_types = cast(list[str], d.pop("event_types"))

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        headers = RotatedEndpointHeaders.from_dict(d.pop("headers"))

        id = d.pop("id")

        def _parse_last_failure_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_failure_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_failure_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_failure_at = _parse_last_failure_at(d.pop("last_failure_at"))

        def _parse_last_success_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_success_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_success_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_success_at = _parse_last_success_at(d.pop("last_success_at"))

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_old_signs_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                old_signs_until_type_0 = datetime.datetime.fromisoformat(data)

                return old_signs_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        old_signs_until = _parse_old_signs_until(d.pop("old_signs_until"))

        payload_format = check_rotated_endpoint_payload_format(d.pop("payload_format"))

        def _parse_public_key(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        public_key = _parse_public_key(d.pop("public_key"))

        def _parse_rate_limit(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        rate_limit = _parse_rate_limit(d.pop("rate_limit"))

        def _parse_secret(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        secret = _parse_secret(d.pop("secret"))

        status = check_rotated_endpoint_status(d.pop("status"))

        timeout_seconds = d.pop("timeout_seconds")

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        url = d.pop("url")

        rotated_endpoint = cls(
            api_version=api_version,
            breaker=breaker,
            concurrency=concurrency,
            content_filter=content_filter,
            created_at=created_at,
            description=description,
            disabled_at=disabled_at,
            disabled_reason=disabled_reason,
            ed25519=ed25519,
            event_types=event_types,
            failing_since=failing_since,
            headers=headers,
            id=id,
            last_failure_at=last_failure_at,
            last_success_at=last_success_at,
            livemode=livemode,
            object_=object_,
            old_signs_until=old_signs_until,
            payload_format=payload_format,
            public_key=public_key,
            rate_limit=rate_limit,
            secret=secret,
            status=status,
            timeout_seconds=timeout_seconds,
            updated_at=updated_at,
            url=url,
        )

        rotated_endpoint.additional_properties = d
        return rotated_endpoint

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
