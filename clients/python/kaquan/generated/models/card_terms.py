from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="CardTerms")


@_attrs_define
class CardTerms:
    """Documents what rules ask of prepaid cards and own vouchers.

    Attributes:
        cooling_off_days (int):
        fees_a_month (int):
        fees_after_months (int):
        fees_disclosed (bool):
        filing_number (str):
        has_fees (bool):
        one_good (bool):
        refund_within_days (int):
        revivable (bool):
        unlisted (bool):
    """

    cooling_off_days: int
    fees_a_month: int
    fees_after_months: int
    fees_disclosed: bool
    filing_number: str
    has_fees: bool
    one_good: bool
    refund_within_days: int
    revivable: bool
    unlisted: bool
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        cooling_off_days = self.cooling_off_days

        fees_a_month = self.fees_a_month

        fees_after_months = self.fees_after_months

        fees_disclosed = self.fees_disclosed

        filing_number = self.filing_number

        has_fees = self.has_fees

        one_good = self.one_good

        refund_within_days = self.refund_within_days

        revivable = self.revivable

        unlisted = self.unlisted

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "cooling_off_days": cooling_off_days,
                "fees_a_month": fees_a_month,
                "fees_after_months": fees_after_months,
                "fees_disclosed": fees_disclosed,
                "filing_number": filing_number,
                "has_fees": has_fees,
                "one_good": one_good,
                "refund_within_days": refund_within_days,
                "revivable": revivable,
                "unlisted": unlisted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cooling_off_days = d.pop("cooling_off_days")

        fees_a_month = d.pop("fees_a_month")

        fees_after_months = d.pop("fees_after_months")

        fees_disclosed = d.pop("fees_disclosed")

        filing_number = d.pop("filing_number")

        has_fees = d.pop("has_fees")

        one_good = d.pop("one_good")

        refund_within_days = d.pop("refund_within_days")

        revivable = d.pop("revivable")

        unlisted = d.pop("unlisted")

        card_terms = cls(
            cooling_off_days=cooling_off_days,
            fees_a_month=fees_a_month,
            fees_after_months=fees_after_months,
            fees_disclosed=fees_disclosed,
            filing_number=filing_number,
            has_fees=has_fees,
            one_good=one_good,
            refund_within_days=refund_within_days,
            revivable=revivable,
            unlisted=unlisted,
        )

        card_terms.additional_properties = d
        return card_terms

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
