from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.batch_input_atomicity import (
    BatchInputAtomicity,
    check_batch_input_atomicity,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.issuance_input import IssuanceInput


T = TypeVar("T", bound="BatchInput")


@_attrs_define
class BatchInput:
    """Documents the body of a batch.

    Attributes:
        issuances (list[IssuanceInput]):
        atomicity (BatchInputAtomicity | Unset): independent (up to 1,000 issuances and 10,000 codes): each succeeds or
            fails by itself. all_or_nothing (up to 100 and 1,000): if one cannot be made, none is.
    """

    issuances: list[IssuanceInput]
    atomicity: BatchInputAtomicity | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        issuances = []
        for issuances_item_data in self.issuances:
            issuances_item = issuances_item_data.to_dict()
            issuances.append(issuances_item)

        atomicity: str | Unset = UNSET
        if not isinstance(self.atomicity, Unset):
            atomicity = self.atomicity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "issuances": issuances,
            }
        )
        if atomicity is not UNSET:
            field_dict["atomicity"] = atomicity

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuance_input import IssuanceInput  # noqa: PLC0415

        d = dict(src_dict)
        issuances = []
        _issuances = d.pop("issuances")
        for issuances_item_data in _issuances:
            issuances_item = IssuanceInput.from_dict(issuances_item_data)

            issuances.append(issuances_item)

        _atomicity = d.pop("atomicity", UNSET)
        atomicity: BatchInputAtomicity | Unset
        if isinstance(_atomicity, Unset):
            atomicity = UNSET
        else:
            atomicity = check_batch_input_atomicity(_atomicity)

        batch_input = cls(
            issuances=issuances,
            atomicity=atomicity,
        )

        return batch_input
