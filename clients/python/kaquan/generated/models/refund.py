from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.refund_disposition import RefundDisposition, check_refund_disposition
from ..models.refund_status import RefundStatus, check_refund_status

if TYPE_CHECKING:
    from ..models.refund_failure import RefundFailure


T = TypeVar("T", bound="Refund")


@_attrs_define
class Refund:
    """Documents a refund.

    Attributes:
        amount (int):
        code_count (int):
        codes (list[str]): The first of them; all: `GET /v1/codes?refund=`. None once it failed.
        created_at (datetime.datetime):
        currency (str):
        disposition (RefundDisposition):
        external_id (str):
        failure (None | RefundFailure): Why it failed; nothing was refunded.
        id (str):
        issuance (str):
        livemode (bool):
        object_ (str):
        operation (None | str): op_…, where more than 100 codes are voided.
        reason (str):
        status (RefundStatus):
    """

    amount: int
    code_count: int
    codes: list[str]
    created_at: datetime.datetime
    currency: str
    disposition: RefundDisposition
    external_id: str
    failure: None | RefundFailure
    id: str
    issuance: str
    livemode: bool
    object_: str
    operation: None | str
    reason: str
    status: RefundStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.refund_failure import RefundFailure  # noqa: PLC0415

        amount = self.amount

        code_count = self.code_count

        codes = self.codes

        created_at = self.created_at.isoformat()

        currency = self.currency

        disposition: str = self.disposition

        external_id = self.external_id

        failure: dict[str, Any] | None
        if isinstance(self.failure, RefundFailure):
            failure = self.failure.to_dict()
        else:
            failure = self.failure

        id = self.id

        issuance = self.issuance

        livemode = self.livemode

        object_ = self.object_

        operation: None | str
        operation = self.operation

        reason = self.reason

        status: str = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "code_count": code_count,
                "codes": codes,
                "created_at": created_at,
                "currency": currency,
                "disposition": disposition,
                "external_id": external_id,
                "failure": failure,
                "id": id,
                "issuance": issuance,
                "livemode": livemode,
                "object": object_,
                "operation": operation,
                "reason": reason,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.refund_failure import RefundFailure  # noqa: PLC0415

        d = dict(src_dict)
        amount = d.pop("amount")

        code_count = d.pop("code_count")

        codes = cast(list[str], d.pop("codes"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        currency = d.pop("currency")

        disposition = check_refund_disposition(d.pop("disposition"))

        external_id = d.pop("external_id")

        def _parse_failure(data: object) -> None | RefundFailure:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                failure_type_0 = RefundFailure.from_dict(data)

                return failure_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RefundFailure, data)

        failure = _parse_failure(d.pop("failure"))

        id = d.pop("id")

        issuance = d.pop("issuance")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_operation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        operation = _parse_operation(d.pop("operation"))

        reason = d.pop("reason")

        status = check_refund_status(d.pop("status"))

        refund = cls(
            amount=amount,
            code_count=code_count,
            codes=codes,
            created_at=created_at,
            currency=currency,
            disposition=disposition,
            external_id=external_id,
            failure=failure,
            id=id,
            issuance=issuance,
            livemode=livemode,
            object_=object_,
            operation=operation,
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
