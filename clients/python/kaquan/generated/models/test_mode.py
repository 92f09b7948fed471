from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="TestMode")


@_attrs_define
class TestMode:
    """Documents what test keys can ask for.

    Attributes:
        clock_days_ahead (int): As far as a test clock goes.
        simulations (list[str]): Of the header `Kaquan-Simulate`.
        skus (list[str]): Taken wherever the id of a SKU is.
    """

    clock_days_ahead: int
    simulations: list[str]
    skus: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        clock_days_ahead = self.clock_days_ahead

        simulations = self.simulations

        skus = self.skus

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "clock_days_ahead": clock_days_ahead,
                "simulations": simulations,
                "skus": skus,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        clock_days_ahead = d.pop("clock_days_ahead")

        simulations = cast(list[str], d.pop("simulations"))

        skus = cast(list[str], d.pop("skus"))

        test_mode = cls(
            clock_days_ahead=clock_days_ahead,
            simulations=simulations,
            skus=skus,
        )

        test_mode.additional_properties = d
        return test_mode

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
