from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.test_delivery_input_type import (
    TestDeliveryInputType,
    check_test_delivery_input_type,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="TestDeliveryInput")


@_attrs_define
class TestDeliveryInput:
    """What is sent as a test.

    Attributes:
        type_ (TestDeliveryInputType | Unset): Also one that it does not want. Default: 'test.ping'.
    """

    type_: TestDeliveryInputType | Unset = "test.ping"

    def to_dict(self) -> dict[str, Any]:
        type_: str | Unset = UNSET
        if not isinstance(self.type_, Unset):
            type_ = self.type_

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        _type_ = d.pop("type", UNSET)
        type_: TestDeliveryInputType | Unset
        if isinstance(_type_, Unset):
            type_ = UNSET
        else:
            type_ = check_test_delivery_input_type(_type_)

        test_delivery_input = cls(
            type_=type_,
        )

        return test_delivery_input
