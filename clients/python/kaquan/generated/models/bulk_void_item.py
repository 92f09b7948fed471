from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bulk_void_item_state_type_0 import (
    BulkVoidItemStateType0,
    check_bulk_void_item_state_type_0,
)

T = TypeVar("T", bound="BulkVoidItem")


@_attrs_define
class BulkVoidItem:
    """Documents what became of one of them.

    Attributes:
        code (str):
        index (int):
        problem (None | str): The error code that a void of it alone would answer.
        state (BulkVoidItemStateType0 | None):
        voided (bool):
    """

    code: str
    index: int
    problem: None | str
    state: BulkVoidItemStateType0 | None
    voided: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        index = self.index

        problem: None | str
        problem = self.problem

        state: None | str
        if isinstance(self.state, str):
            state = self.state
        else:
            state = self.state

        voided = self.voided

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "index": index,
                "problem": problem,
                "state": state,
                "voided": voided,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        code = d.pop("code")

        index = d.pop("index")

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        def _parse_state(data: object) -> BulkVoidItemStateType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = check_bulk_void_item_state_type_0(data)

                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BulkVoidItemStateType0 | None, data)

        state = _parse_state(d.pop("state"))

        voided = d.pop("voided")

        bulk_void_item = cls(
            code=code,
            index=index,
            problem=problem,
            state=state,
            voided=voided,
        )

        bulk_void_item.additional_properties = d
        return bulk_void_item

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
