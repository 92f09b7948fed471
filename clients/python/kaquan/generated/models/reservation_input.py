from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReservationInput")


@_attrs_define
class ReservationInput:
    """Codes to be held for a checkout.

    Attributes:
        quantity (int):
        sku (str):
        hold_seconds (int | Unset):  Default: 900.
    """

    quantity: int
    sku: str
    hold_seconds: int | Unset = 900

    def to_dict(self) -> dict[str, Any]:
        quantity = self.quantity

        sku = self.sku

        hold_seconds = self.hold_seconds

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "quantity": quantity,
                "sku": sku,
            }
        )
        if hold_seconds is not UNSET:
            field_dict["hold_seconds"] = hold_seconds

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        quantity = d.pop("quantity")

        sku = d.pop("sku")

        hold_seconds = d.pop("hold_seconds", UNSET)

        reservation_input = cls(
            quantity=quantity,
            sku=sku,
            hold_seconds=hold_seconds,
        )

        return reservation_input
