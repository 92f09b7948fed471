from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="BuyerInput")


@_attrs_define
class BuyerInput:
    """Documents who it is for.

    Attributes:
        ip (Any | Unset):
        ref (str | Unset):
    """

    ip: Any | Unset = UNSET
    ref: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        ip: Any | Unset
        if isinstance(self.ip, Unset):
            ip = UNSET
        else:
            ip = self.ip

        ref = self.ref

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if ip is not UNSET:
            field_dict["ip"] = ip
        if ref is not UNSET:
            field_dict["ref"] = ref

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_ip(data: object) -> Any | Unset:
            if isinstance(data, Unset):
                return data
            return cast(Any | Unset, data)

        ip = _parse_ip(d.pop("ip", UNSET))

        ref = d.pop("ref", UNSET)

        buyer_input = cls(
            ip=ip,
            ref=ref,
        )

        return buyer_input
