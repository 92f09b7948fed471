from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.refund_input_disposition import (
    RefundInputDisposition,
    check_refund_input_disposition,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="RefundInput")


@_attrs_define
class RefundInput:
    """What is refunded: an issuance, or some of its codes.

    Attributes:
        disposition (RefundInputDisposition): void: the codes are worthless from now on; keep: their buyer keeps them.
            None goes back on sale.
        external_id (str): Your own refund number; unique for ever.
        issuance (str): iss_…
        amount (int | None | Unset): Left out: what was paid for it, less what was refunded before.
        codes (list[str] | Unset): code_…, of this issuance; left out: all of it.
        reason (str | Unset):  Default: ''.
    """

    disposition: RefundInputDisposition
    external_id: str
    issuance: str
    amount: int | None | Unset = UNSET
    codes: list[str] | Unset = UNSET
    reason: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        disposition: str = self.disposition

        external_id = self.external_id

        issuance = self.issuance

        amount: int | None | Unset
        if isinstance(self.amount, Unset):
            amount = UNSET
        else:
            amount = self.amount

        codes: list[str] | Unset = UNSET
        if not isinstance(self.codes, Unset):
            codes = self.codes

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "disposition": disposition,
                "external_id": external_id,
                "issuance": issuance,
            }
        )
        if amount is not UNSET:
            field_dict["amount"] = amount
        if codes is not UNSET:
            field_dict["codes"] = codes
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        disposition = check_refund_input_disposition(d.pop("disposition"))

        external_id = d.pop("external_id")

        issuance = d.pop("issuance")

        def _parse_amount(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        amount = _parse_amount(d.pop("amount", UNSET))

        codes = cast(list[str], d.pop("codes", UNSET))

        reason = d.pop("reason", UNSET)

        refund_input = cls(
            disposition=disposition,
            external_id=external_id,
            issuance=issuance,
            amount=amount,
            codes=codes,
            reason=reason,
        )

        return refund_input
