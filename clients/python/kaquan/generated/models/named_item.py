from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.named_item_state_type_0 import (
    NamedItemStateType0,
    check_named_item_state_type_0,
)
from ..models.named_item_status import NamedItemStatus, check_named_item_status

T = TypeVar("T", bound="NamedItem")


@_attrs_define
class NamedItem:
    """Documents what became of one code, under the name that the request gave it.

    Attributes:
        code (str):
        index (int): Where it stood in your list.
        object_ (str):
        problem (None | str): The error code that a void of it alone would answer.
        state (NamedItemStateType0 | None): When its turn was over.
        status (NamedItemStatus): skipped: not tried.
        voided (bool):
    """

    code: str
    index: int
    object_: str
    problem: None | str
    state: NamedItemStateType0 | None
    status: NamedItemStatus
    voided: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
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
        code = d.pop("code")

        index = d.pop("index")

        object_ = d.pop("object")

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        def _parse_state(data: object) -> NamedItemStateType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                state_type_0 = check_named_item_state_type_0(data)

                return state_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(NamedItemStateType0 | None, data)

        state = _parse_state(d.pop("state"))

        status = check_named_item_status(d.pop("status"))

        voided = d.pop("voided")

        named_item = cls(
            code=code,
            index=index,
            object_=object_,
            problem=problem,
            state=state,
            status=status,
            voided=voided,
        )

        named_item.additional_properties = d
        return named_item

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
