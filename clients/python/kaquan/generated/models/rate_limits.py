from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="RateLimits")


@_attrs_define
class RateLimits:
    """Requests a second by kind of operation, and requests at the same time.

    Attributes:
        concurrency (int):
        key_share (int): percent of each rate that one key may use
        read (int):
        redeem (int): validate and redeem together
        reveal (int):
        write (int):
    """

    concurrency: int
    key_share: int
    read: int
    redeem: int
    reveal: int
    write: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        concurrency = self.concurrency

        key_share = self.key_share

        read = self.read

        redeem = self.redeem

        reveal = self.reveal

        write = self.write

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "concurrency": concurrency,
                "key_share": key_share,
                "read": read,
                "redeem": redeem,
                "reveal": reveal,
                "write": write,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        concurrency = d.pop("concurrency")

        key_share = d.pop("key_share")

        read = d.pop("read")

        redeem = d.pop("redeem")

        reveal = d.pop("reveal")

        write = d.pop("write")

        rate_limits = cls(
            concurrency=concurrency,
            key_share=key_share,
            read=read,
            redeem=redeem,
            reveal=reveal,
            write=write,
        )

        rate_limits.additional_properties = d
        return rate_limits

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
