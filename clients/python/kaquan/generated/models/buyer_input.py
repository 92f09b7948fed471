from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.buyer_input_adult_type_0 import (
    BuyerInputAdultType0,
    check_buyer_input_adult_type_0,
)
from ..models.buyer_input_payment_method_type_0 import (
    BuyerInputPaymentMethodType0,
    check_buyer_input_payment_method_type_0,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="BuyerInput")


@_attrs_define
class BuyerInput:
    """Documents who it is for.

    Attributes:
        adult (BuyerInputAdultType0 | None | Unset): Game cards are for adults: the buyer told you so, or you verified
            it (above CNY 100).
        identified (bool | Unset): You have name and identity document of the buyer on record: asked for prepaid cards
            in a name, and from CNY 10,000 on. We get neither.
        ip (Any | Unset):
        organisation (bool | Unset): An organisation buys, not a person.
        payment_method (BuyerInputPaymentMethodType0 | None | Unset): How the buyer paid you: prepaid cards take no
            credit card.
        ref (str | Unset):
    """

    adult: BuyerInputAdultType0 | None | Unset = UNSET
    identified: bool | Unset = UNSET
    ip: Any | Unset = UNSET
    organisation: bool | Unset = UNSET
    payment_method: BuyerInputPaymentMethodType0 | None | Unset = UNSET
    ref: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        adult: None | str | Unset
        if isinstance(self.adult, Unset):
            adult = UNSET
        elif isinstance(self.adult, str):
            adult = self.adult
        else:
            adult = self.adult

        identified = self.identified

        ip: Any | Unset
        if isinstance(self.ip, Unset):
            ip = UNSET
        else:
            ip = self.ip

        organisation = self.organisation

        payment_method: None | str | Unset
        if isinstance(self.payment_method, Unset):
            payment_method = UNSET
        elif isinstance(self.payment_method, str):
            payment_method = self.payment_method
        else:
            payment_method = self.payment_method

        ref = self.ref

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if adult is not UNSET:
            field_dict["adult"] = adult
        if identified is not UNSET:
            field_dict["identified"] = identified
        if ip is not UNSET:
            field_dict["ip"] = ip
        if organisation is not UNSET:
            field_dict["organisation"] = organisation
        if payment_method is not UNSET:
            field_dict["payment_method"] = payment_method
        if ref is not UNSET:
            field_dict["ref"] = ref

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_adult(data: object) -> BuyerInputAdultType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                adult_type_0 = check_buyer_input_adult_type_0(data)

                return adult_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BuyerInputAdultType0 | None | Unset, data)

        adult = _parse_adult(d.pop("adult", UNSET))

        identified = d.pop("identified", UNSET)

        def _parse_ip(data: object) -> Any | Unset:
            if isinstance(data, Unset):
                return data
            return cast(Any | Unset, data)

        ip = _parse_ip(d.pop("ip", UNSET))

        organisation = d.pop("organisation", UNSET)

        def _parse_payment_method(data: object) -> BuyerInputPaymentMethodType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                payment_method_type_0 = check_buyer_input_payment_method_type_0(data)

                return payment_method_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(BuyerInputPaymentMethodType0 | None | Unset, data)

        payment_method = _parse_payment_method(d.pop("payment_method", UNSET))

        ref = d.pop("ref", UNSET)

        buyer_input = cls(
            adult=adult,
            identified=identified,
            ip=ip,
            organisation=organisation,
            payment_method=payment_method,
            ref=ref,
        )

        return buyer_input
