from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.reservation_status import ReservationStatus, check_reservation_status

T = TypeVar("T", bound="Reservation")


@_attrs_define
class Reservation:
    """Documents a reservation. ``expired``: its time is over, the codes go back on sale within seconds.

    Attributes:
        created_at (datetime.datetime):
        expires_at (datetime.datetime):
        id (str):
        livemode (bool):
        object_ (str):
        quantity (int):
        sku (str):
        status (ReservationStatus):
    """

    created_at: datetime.datetime
    expires_at: datetime.datetime
    id: str
    livemode: bool
    object_: str
    quantity: int
    sku: str
    status: ReservationStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at.isoformat()

        expires_at = self.expires_at.isoformat()

        id = self.id

        livemode = self.livemode

        object_ = self.object_

        quantity = self.quantity

        sku = self.sku

        status: str = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "expires_at": expires_at,
                "id": id,
                "livemode": livemode,
                "object": object_,
                "quantity": quantity,
                "sku": sku,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        id = d.pop("id")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        quantity = d.pop("quantity")

        sku = d.pop("sku")

        status = check_reservation_status(d.pop("status"))

        reservation = cls(
            created_at=created_at,
            expires_at=expires_at,
            id=id,
            livemode=livemode,
            object_=object_,
            quantity=quantity,
            sku=sku,
            status=status,
        )

        reservation.additional_properties = d
        return reservation

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
