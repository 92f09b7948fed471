from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.webhook_endpoint_changes_api_version import (
    WebhookEndpointChangesApiVersion,
    check_webhook_endpoint_changes_api_version,
)
from ..models.webhook_endpoint_changes_event_types_item import (
    WebhookEndpointChangesEventTypesItem,
    check_webhook_endpoint_changes_event_types_item,
)
from ..models.webhook_endpoint_changes_payload_format import (
    WebhookEndpointChangesPayloadFormat,
    check_webhook_endpoint_changes_payload_format,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.condition_input import ConditionInput
    from ..models.webhook_endpoint_changes_headers_type_0 import (
        WebhookEndpointChangesHeadersType0,
    )


T = TypeVar("T", bound="WebhookEndpointChanges")


@_attrs_define
class WebhookEndpointChanges:
    """What can be changed of an endpoint; what is sent from then on goes by it.

    Attributes:
        api_version (WebhookEndpointChangesApiVersion | Unset): The version that bodies are in; the version of this call
            where none is named.
        concurrency (int | Unset): Deliveries under way at a time, at most; 8.
        content_filter (list[ConditionInput] | Unset): Only events whose `data.object` fits. A field is a name, or names
            with dots between; its value is compared as text. All conditions must hold; an event without the field does not
            fit.
        description (str | Unset): For yourself.
        ed25519 (bool | Unset): Sign with a key pair too (`v1a`): whoever verifies needs only the `public_key`.
        event_types (list[WebhookEndpointChangesEventTypesItem] | Unset): `issuance.completed`; `issuance.*`: all that
            begin so, also those that there will be; `*`: all.
        headers (None | Unset | WebhookEndpointChangesHeadersType0): Sent with every delivery, e.g. a token that your
            gateway wants. Kept sealed, and never shown again: answers say `****`. Replaced as a whole; null: none. Those
            that say where a request goes, how it is framed and what signs it are refused.
        payload_format (WebhookEndpointChangesPayloadFormat | Unset): cloudevents: CloudEvents 1.0, structured mode.
        rate_limit (int | None | Unset): Deliveries a second, at most; null: as many as there are. What is more waits.
        timeout_seconds (int | Unset): How long an answer is waited for; 15.
        url (str | Unset): Called for every event that it wants. https on port 443 or 8443; with test keys http on 80 or
            8080 too. Ever only addresses on the internet.
    """

    api_version: WebhookEndpointChangesApiVersion | Unset = UNSET
    concurrency: int | Unset = UNSET
    content_filter: list[ConditionInput] | Unset = UNSET
    description: str | Unset = UNSET
    ed25519: bool | Unset = UNSET
    event_types: list[WebhookEndpointChangesEventTypesItem] | Unset = UNSET
    headers: None | Unset | WebhookEndpointChangesHeadersType0 = _attrs_field(default=UNSET, repr=False)
    payload_format: WebhookEndpointChangesPayloadFormat | Unset = UNSET
    rate_limit: int | None | Unset = UNSET
    timeout_seconds: int | Unset = UNSET
    url: str | Unset = _attrs_field(default=UNSET, repr=False)

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_endpoint_changes_headers_type_0 import (
            WebhookEndpointChangesHeadersType0,  # noqa: PLC0415
        )

        api_version: str | Unset = UNSET
        if not isinstance(self.api_version, Unset):
            api_version = self.api_version

        concurrency = self.concurrency

        content_filter: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.content_filter, Unset):
            content_filter = []
            for content_filter_item_data in self.content_filter:
                content_filter_item = content_filter_item_data.to_dict()
                content_filter.append(content_filter_item)

        description = self.description

        ed25519 = self.ed25519

        event_types: list[str] | Unset = UNSET
        if not isinstance(self.event_types, Unset):
            event_types = []
            for event_types_item_data in self.event_types:
                event_types_item: str = event_types_item_data
                event_types.append(event_types_item)

        headers: dict[str, Any] | None | Unset
        if isinstance(self.headers, Unset):
            headers = UNSET
        elif isinstance(self.headers, WebhookEndpointChangesHeadersType0):
            headers = self.headers.to_dict()
        else:
            headers = self.headers

        payload_format: str | Unset = UNSET
        if not isinstance(self.payload_format, Unset):
            payload_format = self.payload_format

        rate_limit: int | None | Unset
        if isinstance(self.rate_limit, Unset):
            rate_limit = UNSET
        else:
            rate_limit = self.rate_limit

        timeout_seconds = self.timeout_seconds

        url = self.url

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if api_version is not UNSET:
            field_dict["api_version"] = api_version
        if concurrency is not UNSET:
            field_dict["concurrency"] = concurrency
        if content_filter is not UNSET:
            field_dict["content_filter"] = content_filter
        if description is not UNSET:
            field_dict["description"] = description
        if ed25519 is not UNSET:
            field_dict["ed25519"] = ed25519
        if event_types is not UNSET:
            field_dict["event_types"] = event_types
        if headers is not UNSET:
            field_dict["headers"] = headers
        if payload_format is not UNSET:
            field_dict["payload_format"] = payload_format
        if rate_limit is not UNSET:
            field_dict["rate_limit"] = rate_limit
        if timeout_seconds is not UNSET:
            field_dict["timeout_seconds"] = timeout_seconds
        if url is not UNSET:
            field_dict["url"] = url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.condition_input import ConditionInput  # noqa: PLC0415
        from ..models.webhook_endpoint_changes_headers_type_0 import (
            WebhookEndpointChangesHeadersType0,  # noqa: PLC0415
        )

        d = dict(src_dict)
        _api_version = d.pop("api_version", UNSET)
        api_version: WebhookEndpointChangesApiVersion | Unset
        if isinstance(_api_version, Unset):
            api_version = UNSET
        else:
            api_version = check_webhook_endpoint_changes_api_version(_api_version)

        concurrency = d.pop("concurrency", UNSET)

        _content_filter = d.pop("content_filter", UNSET)
        content_filter: list[ConditionInput] | Unset = UNSET
        if _content_filter is not UNSET:
            content_filter = []
            for content_filter_item_data in _content_filter:
                content_filter_item = ConditionInput.from_dict(content_filter_item_data)

                content_filter.append(content_filter_item)

        description = d.pop("description", UNSET)

        ed25519 = d.pop("ed25519", UNSET)

        _event_types = d.pop("event_types", UNSET)
        event_types: list[WebhookEndpointChangesEventTypesItem] | Unset = UNSET
        if _event_types is not UNSET:
            event_types = []
            for event_types_item_data in _event_types:
                event_types_item = check_webhook_endpoint_changes_event_types_item(event_types_item_data)

                event_types.append(event_types_item)

        def _parse_headers(data: object) -> None | Unset | WebhookEndpointChangesHeadersType0:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                headers_type_0 = WebhookEndpointChangesHeadersType0.from_dict(data)

                return headers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | WebhookEndpointChangesHeadersType0, data)

        headers = _parse_headers(d.pop("headers", UNSET))

        _payload_format = d.pop("payload_format", UNSET)
        payload_format: WebhookEndpointChangesPayloadFormat | Unset
        if isinstance(_payload_format, Unset):
            payload_format = UNSET
        else:
            payload_format = check_webhook_endpoint_changes_payload_format(_payload_format)

        def _parse_rate_limit(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        rate_limit = _parse_rate_limit(d.pop("rate_limit", UNSET))

        timeout_seconds = d.pop("timeout_seconds", UNSET)

        url = d.pop("url", UNSET)

        webhook_endpoint_changes = cls(
            api_version=api_version,
            concurrency=concurrency,
            content_filter=content_filter,
            description=description,
            ed25519=ed25519,
            event_types=event_types,
            headers=headers,
            payload_format=payload_format,
            rate_limit=rate_limit,
            timeout_seconds=timeout_seconds,
            url=url,
        )

        return webhook_endpoint_changes
