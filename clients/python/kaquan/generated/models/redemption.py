from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.redemption_status import RedemptionStatus, check_redemption_status

if TYPE_CHECKING:
    from ..models.redemption_context import RedemptionContext
    from ..models.reversal import Reversal


T = TypeVar("T", bound="Redemption")


@_attrs_define
class Redemption:
    """Documents a redemption.

    Attributes:
        amount (int | None):
        balance_after (int | None):
        code (str):
        context (RedemptionContext):
        created_at (datetime.datetime):
        currency (str):
        external_id (None | str):
        id (str):
        livemode (bool):
        object_ (str):
        reversal (None | Reversal):
        sku (str):
        status (RedemptionStatus):
        units (int | None):
        units_left_after (int | None):
    """

    amount: int | None
    balance_after: int | None
    code: str
    context: RedemptionContext
    created_at: datetime.datetime
    currency: str
    external_id: None | str
    id: str
    livemode: bool
    object_: str
    reversal: None | Reversal
    sku: str
    status: RedemptionStatus
    units: int | None
    units_left_after: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.reversal import Reversal  # noqa: PLC0415

        amount: int | None
        amount = self.amount

        balance_after: int | None
        balance_after = self.balance_after

        code = self.code

        context = self.context.to_dict()

        created_at = self.created_at.isoformat()

        currency = self.currency

        external_id: None | str
        external_id = self.external_id

        id = self.id

        livemode = self.livemode

        object_ = self.object_

        reversal: dict[str, Any] | None
        if isinstance(self.reversal, Reversal):
            reversal = self.reversal.to_dict()
        else:
            reversal = self.reversal

        sku = self.sku

        status: str = self.status

        units: int | None
        units = self.units

        units_left_after: int | None
        units_left_after = self.units_left_after

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "balance_after": balance_after,
                "code": code,
                "context": context,
                "created_at": created_at,
                "currency": currency,
                "external_id": external_id,
                "id": id,
                "livemode": livemode,
                "object": object_,
                "reversal": reversal,
                "sku": sku,
                "status": status,
                "units": units,
                "units_left_after": units_left_after,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.redemption_context import RedemptionContext  # noqa: PLC0415
        from ..models.reversal import Reversal  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_amount(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        amount = _parse_amount(d.pop("amount"))

        def _parse_balance_after(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        balance_after = _parse_balance_after(d.pop("balance_after"))

        code = d.pop("code")

        context = RedemptionContext.from_dict(d.pop("context"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        currency = d.pop("currency")

        def _parse_external_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        external_id = _parse_external_id(d.pop("external_id"))

        id = d.pop("id")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_reversal(data: object) -> None | Reversal:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                reversal_type_0 = Reversal.from_dict(data)

                return reversal_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Reversal, data)

        reversal = _parse_reversal(d.pop("reversal"))

        sku = d.pop("sku")

        status = check_redemption_status(d.pop("status"))

        def _parse_units(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        units = _parse_units(d.pop("units"))

        def _parse_units_left_after(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        units_left_after = _parse_units_left_after(d.pop("units_left_after"))

        redemption = cls(
            amount=amount,
            balance_after=balance_after,
            code=code,
            context=context,
            created_at=created_at,
            currency=currency,
            external_id=external_id,
            id=id,
            livemode=livemode,
            object_=object_,
            reversal=reversal,
            sku=sku,
            status=status,
            units=units,
            units_left_after=units_left_after,
        )

        redemption.additional_properties = d
        return redemption

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
