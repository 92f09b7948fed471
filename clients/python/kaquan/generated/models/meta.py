from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.api_version import ApiVersion
    from ..models.meta_limits import MetaLimits
    from ..models.rate_limits import RateLimits
    from ..models.test_mode import TestMode


T = TypeVar("T", bound="Meta")


@_attrs_define
class Meta:
    """Documents versions and limits.

    Attributes:
        default_version (str):
        event_types (list[str]):
        limits (MetaLimits):
        object_ (str):
        rate_limits (RateLimits): Requests a second by kind of operation, and requests at the same time.
        server_time (datetime.datetime):
        test_mode (TestMode): Documents what test keys can ask for.
        versions (list[ApiVersion]):
    """

    default_version: str
    event_types: list[str]
    limits: MetaLimits
    object_: str
    rate_limits: RateLimits
    server_time: datetime.datetime
    test_mode: TestMode
    versions: list[ApiVersion]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        default_version = self.default_version

        event_types = self.event_types

        limits = self.limits.to_dict()

        object_ = self.object_

        rate_limits = self.rate_limits.to_dict()

        server_time = self.server_time.isoformat()

        test_mode = self.test_mode.to_dict()

        versions = []
        for versions_item_data in self.versions:
            versions_item = versions_item_data.to_dict()
            versions.append(versions_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "default_version": default_version,
                "event_types": event_types,
                "limits": limits,
                "object": object_,
                "rate_limits": rate_limits,
                "server_time": server_time,
                "test_mode": test_mode,
                "versions": versions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.api_version import ApiVersion  # noqa: PLC0415
        from ..models.meta_limits import MetaLimits  # noqa: PLC0415
        from ..models.rate_limits import RateLimits  # noqa: PLC0415
        from ..models.test_mode import TestMode  # noqa: PLC0415

        d = dict(src_dict)
        default_version = d.pop("default_version")

        event_types = cast(list[str], d.pop("event_types"))

        limits = MetaLimits.from_dict(d.pop("limits"))

        object_ = d.pop("object")

        rate_limits = RateLimits.from_dict(d.pop("rate_limits"))

        server_time = datetime.datetime.fromisoformat(d.pop("server_time"))

        test_mode = TestMode.from_dict(d.pop("test_mode"))

        versions = []
        _versions = d.pop("versions")
        for versions_item_data in _versions:
            versions_item = ApiVersion.from_dict(versions_item_data)

            versions.append(versions_item)

        meta = cls(
            default_version=default_version,
            event_types=event_types,
            limits=limits,
            object_=object_,
            rate_limits=rate_limits,
            server_time=server_time,
            test_mode=test_mode,
            versions=versions,
        )

        meta.additional_properties = d
        return meta

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
