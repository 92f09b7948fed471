from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.bulk_void_item_state_type_0 import (
    BulkVoidItemStateType0,
    check_bulk_void_item_state_type_0,
)
from ..models.bulk_void_item_status import (
    BulkVoidItemStatus,
    check_bulk_void_item_status,
)

T = TypeVar("T", bound="BulkVoidItem")


@_attrs_define
class BulkVoidItem:
    """Documents what became of one code of a bulk void.

    Attributes:
        code (None | str): code_…; null where you named something that is no id.
        index (int): Where it stood in your list.
        object_ (str):
        problem (None | str): The error code that a void of it alone would answer.
        state (BulkVoidItemStateType0 | None): When its turn was over.
        status (BulkVoidItemStatus): skipped: not tried.
        voided (bool):
    """

    code: None | str
    index: int
    object_: str
    problem: None | str
    state: BulkVoidItemStateType0 | None
    status: BulkVoidItemStatus
    voided: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code: None | str
        code = self.code

        index = self.index

        object_ = self.object_

        problem: None | str
        problem = self.problem

        state: None | str
        if isinstance(self.state, str):
            state = self.state
        else:
            state = self.state

        status: str = self.status

        voided = self.voided

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "index": index,
                "object": object_,
                "problem": problem,
                "state": state,
                "status": status,
                "voided": voided,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        index = d.pop("index")

        object_ = d.pop("object")

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

        status = check_bulk_void_item_status(d.pop("status"))

        voided = d.pop("voided")

        bulk_void_item = cls(
            code=code,
            index=index,
            object_=object_,
            problem=problem,
            state=state,
            status=status,
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
