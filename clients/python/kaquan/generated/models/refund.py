from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.refund_disposition import RefundDisposition, check_refund_disposition

T = TypeVar("T", bound="Refund")


@_attrs_define
class Refund:
    """Documents a refund.

    Attributes:
        amount (int):
        codes (list[str]):
        created_at (datetime.datetime):
        currency (str):
        disposition (RefundDisposition):
        external_id (str):
        id (str):
        issuance (str):
        livemode (bool):
        object_ (str):
        reason (str):
        status (str):
    """

    amount: int
    codes: list[str]
    created_at: datetime.datetime
    currency: str
    disposition: RefundDisposition
    external_id: str
    id: str
    issuance: str
    livemode: bool
    object_: str
    reason: str
    status: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        codes = self.codes

        created_at = self.created_at.isoformat()

        currency = self.currency

        disposition: str = self.disposition

        external_id = self.external_id

        id = self.id

        issuance = self.issuance

        livemode = self.livemode

        object_ = self.object_

        reason = self.reason

        status = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "codes": codes,
                "created_at": created_at,
                "currency": currency,
                "disposition": disposition,
                "external_id": external_id,
                "id": id,
                "issuance": issuance,
                "livemode": livemode,
                "object": object_,
                "reason": reason,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        amount = d.pop("amount")

        codes = cast(list[str], d.pop("codes"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        currency = d.pop("currency")

        disposition = check_refund_disposition(d.pop("disposition"))

        external_id = d.pop("external_id")

        id = d.pop("id")

        issuance = d.pop("issuance")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        reason = d.pop("reason")

        status = d.pop("status")

        refund = cls(
            amount=amount,
            codes=codes,
            created_at=created_at,
            currency=currency,
            disposition=disposition,
            external_id=external_id,
            id=id,
            issuance=issuance,
            livemode=livemode,
            object_=object_,
            reason=reason,
            status=status,
        )

        refund.additional_properties = d
        return refund

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
