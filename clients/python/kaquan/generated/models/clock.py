from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="Clock")


@_attrs_define
class Clock:
    """Documents a test clock.

    Attributes:
        livemode (bool):
        now (datetime.datetime): What time it is in your test shop.
        object_ (str):
        seconds_ahead (int):
        server_time (datetime.datetime): What time it is.
    """

    livemode: bool
    now: datetime.datetime
    object_: str
    seconds_ahead: int
    server_time: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        livemode = self.livemode

        now = self.now.isoformat()

        object_ = self.object_

        seconds_ahead = self.seconds_ahead

        server_time = self.server_time.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "livemode": livemode,
                "now": now,
                "object": object_,
                "seconds_ahead": seconds_ahead,
                "server_time": server_time,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        livemode = d.pop("livemode")

        now = datetime.datetime.fromisoformat(d.pop("now"))

        object_ = d.pop("object")

        seconds_ahead = d.pop("seconds_ahead")

        server_time = datetime.datetime.fromisoformat(d.pop("server_time"))

        clock = cls(
            livemode=livemode,
            now=now,
            object_=object_,
            seconds_ahead=seconds_ahead,
            server_time=server_time,
        )

        clock.additional_properties = d
        return clock

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
