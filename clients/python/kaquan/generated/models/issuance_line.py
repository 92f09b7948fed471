from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.issuance_line_inputs_type_0 import IssuanceLineInputsType0
    from ..models.sku import Sku


T = TypeVar("T", bound="IssuanceLine")


@_attrs_define
class IssuanceLine:
    """Documents an issued line.

    Attributes:
        failed (int):
        id (str):
        inputs (IssuanceLineInputsType0 | None): What the buyer answered; null: was not asked.
        issued (int):
        object_ (str):
        requested (int):
        sku (Sku | str): sku_…, or the SKU itself with expand[]=lines.sku
        unit_price (int):
        discount (int | Unset): Minor units that a coupon of the shop took off the whole line; the issuance's amount is
            what is left.
    """

    failed: int
    id: str
    inputs: IssuanceLineInputsType0 | None
    issued: int
    object_: str
    requested: int
    sku: Sku | str
    unit_price: int
    discount: int | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.issuance_line_inputs_type_0 import IssuanceLineInputsType0  # noqa: PLC0415
        from ..models.sku import Sku  # noqa: PLC0415

        failed = self.failed

        id = self.id

        inputs: dict[str, Any] | None
        if isinstance(self.inputs, IssuanceLineInputsType0):
            inputs = self.inputs.to_dict()
        else:
            inputs = self.inputs

        issued = self.issued

        object_ = self.object_

        requested = self.requested

        sku: dict[str, Any] | str
        if isinstance(self.sku, Sku):
            sku = self.sku.to_dict()
        else:
            sku = self.sku

        unit_price = self.unit_price

        discount = self.discount

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "failed": failed,
                "id": id,
                "inputs": inputs,
                "issued": issued,
                "object": object_,
                "requested": requested,
                "sku": sku,
                "unit_price": unit_price,
            }
        )
        if discount is not UNSET:
            field_dict["discount"] = discount

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuance_line_inputs_type_0 import IssuanceLineInputsType0  # noqa: PLC0415
        from ..models.sku import Sku  # noqa: PLC0415

        d = dict(src_dict)
        failed = d.pop("failed")

        id = d.pop("id")

        def _parse_inputs(data: object) -> IssuanceLineInputsType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                inputs_type_0 = IssuanceLineInputsType0.from_dict(data)

                return inputs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceLineInputsType0 | None, data)

        inputs = _parse_inputs(d.pop("inputs"))

        issued = d.pop("issued")

        object_ = d.pop("object")

        requested = d.pop("requested")

        def _parse_sku(data: object) -> Sku | str:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                sku_type_1 = Sku.from_dict(data)

                return sku_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Sku | str, data)

        sku = _parse_sku(d.pop("sku"))

        unit_price = d.pop("unit_price")

        discount = d.pop("discount", UNSET)

        issuance_line = cls(
            failed=failed,
            id=id,
            inputs=inputs,
            issued=issued,
            object_=object_,
            requested=requested,
            sku=sku,
            unit_price=unit_price,
            discount=discount,
        )

        issuance_line.additional_properties = d
        return issuance_line

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
