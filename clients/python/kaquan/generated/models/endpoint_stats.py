from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.backlog import Backlog
    from ..models.hour import Hour


T = TypeVar("T", bound="EndpointStats")


@_attrs_define
class EndpointStats:
    """Documents how an endpoint has been answering. Attempts are counted, not deliveries.

    Attributes:
        average_ms (int | None):
        backlog (Backlog): Documents what waits.
        failed (int):
        hours (list[Hour]): Oldest first; an hour in which nothing was sent is left out.
        object_ (str):
        since (datetime.datetime):
        slowest_ms (int | None):
        succeeded (int):
        success_rate (float | None): 0 to 1; null: nothing was sent.
        webhook_endpoint (str):
    """

    average_ms: int | None
    backlog: Backlog
    failed: int
    hours: list[Hour]
    object_: str
    since: datetime.datetime
    slowest_ms: int | None
    succeeded: int
    success_rate: float | None
    webhook_endpoint: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        average_ms: int | None
        average_ms = self.average_ms

        backlog = self.backlog.to_dict()

        failed = self.failed

        hours = []
        for hours_item_data in self.hours:
            hours_item = hours_item_data.to_dict()
            hours.append(hours_item)

        object_ = self.object_

        since = self.since.isoformat()

        slowest_ms: int | None
        slowest_ms = self.slowest_ms

        succeeded = self.succeeded

        success_rate: float | None
        success_rate = self.success_rate

        webhook_endpoint = self.webhook_endpoint

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "average_ms": average_ms,
                "backlog": backlog,
                "failed": failed,
                "hours": hours,
                "object": object_,
                "since": since,
                "slowest_ms": slowest_ms,
                "succeeded": succeeded,
                "success_rate": success_rate,
                "webhook_endpoint": webhook_endpoint,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.backlog import Backlog  # noqa: PLC0415
        from ..models.hour import Hour  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_average_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        average_ms = _parse_average_ms(d.pop("average_ms"))

        backlog = Backlog.from_dict(d.pop("backlog"))

        failed = d.pop("failed")

        hours = []
        _hours = d.pop("hours")
        for hours_item_data in _hours:
            hours_item = Hour.from_dict(hours_item_data)

            hours.append(hours_item)

        object_ = d.pop("object")

        since = datetime.datetime.fromisoformat(d.pop("since"))

        def _parse_slowest_ms(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        slowest_ms = _parse_slowest_ms(d.pop("slowest_ms"))

        succeeded = d.pop("succeeded")

        def _parse_success_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        success_rate = _parse_success_rate(d.pop("success_rate"))

        webhook_endpoint = d.pop("webhook_endpoint")

        endpoint_stats = cls(
            average_ms=average_ms,
            backlog=backlog,
            failed=failed,
            hours=hours,
            object_=object_,
            since=since,
            slowest_ms=slowest_ms,
            succeeded=succeeded,
            success_rate=success_rate,
            webhook_endpoint=webhook_endpoint,
        )

        endpoint_stats.additional_properties = d
        return endpoint_stats

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
