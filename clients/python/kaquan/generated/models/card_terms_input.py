from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="CardTermsInput")


@_attrs_define
class CardTermsInput:
    """Of prepaid cards and own vouchers.

    Attributes:
        cooling_off_days (int | Unset): Within which an unused voucher goes back. Default: 0.
        fees_a_month (int | Unset): How many. Default: 0.
        fees_after_months (int | Unset): Without use. Default: 0.
        fees_disclosed (bool | Unset): Said before the purchase. Default: False.
        filing_number (str | Unset): Of the issuer's filing with the commerce authority. Default: ''.
        has_fees (bool | Unset): Fees are taken from the card. Default: False.
        one_good (bool | Unset): It buys one specific good alone. Default: False.
        refund_within_days (int | Unset): In which the money for it is there. Default: 30.
        revivable (bool | Unset): What is left on an expired card can be had by reactivating or exchanging it. Default:
            False.
        unlisted (bool | Unset): The merchant is on no list of dishonest or abnormal businesses. Default: False.
    """

    cooling_off_days: int | Unset = 0
    fees_a_month: int | Unset = 0
    fees_after_months: int | Unset = 0
    fees_disclosed: bool | Unset = False
    filing_number: str | Unset = ""
    has_fees: bool | Unset = False
    one_good: bool | Unset = False
    refund_within_days: int | Unset = 30
    revivable: bool | Unset = False
    unlisted: bool | Unset = False

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

        field_dict.update({})
        if cooling_off_days is not UNSET:
            field_dict["cooling_off_days"] = cooling_off_days
        if fees_a_month is not UNSET:
            field_dict["fees_a_month"] = fees_a_month
        if fees_after_months is not UNSET:
            field_dict["fees_after_months"] = fees_after_months
        if fees_disclosed is not UNSET:
            field_dict["fees_disclosed"] = fees_disclosed
        if filing_number is not UNSET:
            field_dict["filing_number"] = filing_number
        if has_fees is not UNSET:
            field_dict["has_fees"] = has_fees
        if one_good is not UNSET:
            field_dict["one_good"] = one_good
        if refund_within_days is not UNSET:
            field_dict["refund_within_days"] = refund_within_days
        if revivable is not UNSET:
            field_dict["revivable"] = revivable
        if unlisted is not UNSET:
            field_dict["unlisted"] = unlisted

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cooling_off_days = d.pop("cooling_off_days", UNSET)

        fees_a_month = d.pop("fees_a_month", UNSET)

        fees_after_months = d.pop("fees_after_months", UNSET)

        fees_disclosed = d.pop("fees_disclosed", UNSET)

        filing_number = d.pop("filing_number", UNSET)

        has_fees = d.pop("has_fees", UNSET)

        one_good = d.pop("one_good", UNSET)

        refund_within_days = d.pop("refund_within_days", UNSET)

        revivable = d.pop("revivable", UNSET)

        unlisted = d.pop("unlisted", UNSET)

        card_terms_input = cls(
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

        return card_terms_input
