from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.issuance_status import IssuanceStatus, check_issuance_status
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.buyer import Buyer
    from ..models.codes import Codes
    from ..models.delivery import Delivery
    from ..models.issuance_line import IssuanceLine
    from ..models.issuance_metadata import IssuanceMetadata


T = TypeVar("T", bound="Issuance")


@_attrs_define
class Issuance:
    """Documents an issuance.

    Attributes:
        amount (int): Price of the codes that were issued.
        buyer (Buyer | None):
        codes (Codes): Documents where the codes are.
        completed_at (datetime.datetime | None):
        created_at (datetime.datetime):
        currency (str):
        external_id (None | str):
        id (str):
        lines (list[IssuanceLine]):
        livemode (bool):
        metadata (IssuanceMetadata):
        notify_url (None | str):
        object_ (str):
        quantity (int): Codes asked for.
        status (IssuanceStatus):
        delivery (Delivery | Unset): Documents a delivery: its link shows the codes to whoever has it, until it ends.
            Every look is recorded.

            An issuance shows its newest, in lists none.
        operation (str | Unset):
    """

    amount: int
    buyer: Buyer | None
    codes: Codes
    completed_at: datetime.datetime | None
    created_at: datetime.datetime
    currency: str
    external_id: None | str
    id: str
    lines: list[IssuanceLine]
    livemode: bool
    metadata: IssuanceMetadata
    notify_url: None | str
    object_: str
    quantity: int
    status: IssuanceStatus
    delivery: Delivery | Unset = UNSET
    operation: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.buyer import Buyer  # noqa: PLC0415

        amount = self.amount

        buyer: dict[str, Any] | None
        if isinstance(self.buyer, Buyer):
            buyer = self.buyer.to_dict()
        else:
            buyer = self.buyer

        codes = self.codes.to_dict()

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        created_at = self.created_at.isoformat()

        currency = self.currency

        external_id: None | str
        external_id = self.external_id

        id = self.id

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        livemode = self.livemode

        metadata = self.metadata.to_dict()

        notify_url: None | str
        notify_url = self.notify_url

        object_ = self.object_

        quantity = self.quantity

        status: str = self.status

        delivery: dict[str, Any] | Unset = UNSET
        if not isinstance(self.delivery, Unset):
            delivery = self.delivery.to_dict()

        operation = self.operation

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "buyer": buyer,
                "codes": codes,
                "completed_at": completed_at,
                "created_at": created_at,
                "currency": currency,
                "external_id": external_id,
                "id": id,
                "lines": lines,
                "livemode": livemode,
                "metadata": metadata,
                "notify_url": notify_url,
                "object": object_,
                "quantity": quantity,
                "status": status,
            }
        )
        if delivery is not UNSET:
            field_dict["delivery"] = delivery
        if operation is not UNSET:
            field_dict["operation"] = operation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.buyer import Buyer  # noqa: PLC0415
        from ..models.codes import Codes  # noqa: PLC0415
        from ..models.delivery import Delivery  # noqa: PLC0415
        from ..models.issuance_line import IssuanceLine  # noqa: PLC0415
        from ..models.issuance_metadata import IssuanceMetadata  # noqa: PLC0415

        d = dict(src_dict)
        amount = d.pop("amount")

        def _parse_buyer(data: object) -> Buyer | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                buyer_type_0 = Buyer.from_dict(data)

                return buyer_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Buyer | None, data)

        buyer = _parse_buyer(d.pop("buyer"))

        codes = Codes.from_dict(d.pop("codes"))

        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completed_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        currency = d.pop("currency")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        id = d.pop("id")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = IssuanceLine.from_dict(lines_item_data)

            lines.append(lines_item)

        livemode = d.pop("livemode")

        metadata = IssuanceMetadata.from_dict(d.pop("metadata"))

        def _parse_notify_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        notify_url = _parse_notify_url(d.pop("notify_url"))

        object_ = d.pop("object")

        quantity = d.pop("quantity")

        status = check_issuance_status(d.pop("status"))

        _delivery = d.pop("delivery", UNSET)
        delivery: Delivery | Unset
        if isinstance(_delivery, Unset):
            delivery = UNSET
        else:
            delivery = Delivery.from_dict(_delivery)

        operation = d.pop("operation", UNSET)

        issuance = cls(
            amount=amount,
            buyer=buyer,
            codes=codes,
            completed_at=completed_at,
            created_at=created_at,
            currency=currency,
            external_id=external_id,
            id=id,
            lines=lines,
            livemode=livemode,
            metadata=metadata,
            notify_url=notify_url,
            object_=object_,
            quantity=quantity,
            status=status,
            delivery=delivery,
            operation=operation,
        )

        issuance.additional_properties = d
        return issuance

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
