from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.delivery_input_method import (
    DeliveryInputMethod,
    check_delivery_input_method,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="DeliveryInput")


@_attrs_define
class DeliveryInput:
    """Documents how the codes reach the buyer: you hand them over, or send the link of a page (needs codes:reveal).

    Attributes:
        method (DeliveryInputMethod):
        expires_in (int | Unset): Seconds that the link is good for; 7 days.
    """

    method: DeliveryInputMethod
    expires_in: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        method: str = self.method

        expires_in = self.expires_in

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "method": method,
            }
        )
        if expires_in is not UNSET:
            field_dict["expires_in"] = expires_in

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        method = check_delivery_input_method(d.pop("method"))

        expires_in = d.pop("expires_in", UNSET)

        delivery_input = cls(
            method=method,
            expires_in=expires_in,
        )

        return delivery_input
