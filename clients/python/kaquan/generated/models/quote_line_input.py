from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quote_line_input_inputs_type_0 import QuoteLineInputInputsType0


T = TypeVar("T", bound="QuoteLineInput")


@_attrs_define
class QuoteLineInput:
    """What would be issued.

    Attributes:
        quantity (int):
        sku (str):
        inputs (None | QuoteLineInputInputsType0 | Unset):
        max_unit_price (int | None | Unset):
    """

    quantity: int
    sku: str
    inputs: None | QuoteLineInputInputsType0 | Unset = UNSET
    max_unit_price: int | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.quote_line_input_inputs_type_0 import QuoteLineInputInputsType0  # noqa: PLC0415

        quantity = self.quantity

        sku = self.sku

        inputs: dict[str, Any] | None | Unset
        if isinstance(self.inputs, Unset):
            inputs = UNSET
        elif isinstance(self.inputs, QuoteLineInputInputsType0):
            inputs = self.inputs.to_dict()
        else:
            inputs = self.inputs

        max_unit_price: int | None | Unset
        if isinstance(self.max_unit_price, Unset):
            max_unit_price = UNSET
        else:
            max_unit_price = self.max_unit_price

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "quantity": quantity,
                "sku": sku,
            }
        )
        if inputs is not UNSET:
            field_dict["inputs"] = inputs
        if max_unit_price is not UNSET:
            field_dict["max_unit_price"] = max_unit_price

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quote_line_input_inputs_type_0 import QuoteLineInputInputsType0  # noqa: PLC0415

        d = dict(src_dict)
        quantity = d.pop("quantity")

        sku = d.pop("sku")

        def _parse_inputs(data: object) -> None | QuoteLineInputInputsType0 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                inputs_type_0 = QuoteLineInputInputsType0.from_dict(data)

                return inputs_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuoteLineInputInputsType0 | Unset, data)

        inputs = _parse_inputs(d.pop("inputs", UNSET))

        def _parse_max_unit_price(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_unit_price = _parse_max_unit_price(d.pop("max_unit_price", UNSET))

        quote_line_input = cls(
            quantity=quantity,
            sku=sku,
            inputs=inputs,
            max_unit_price=max_unit_price,
        )

        return quote_line_input
