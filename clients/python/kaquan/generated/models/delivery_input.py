from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.delivery_input_language import (
    DeliveryInputLanguage,
    check_delivery_input_language,
)
from ..models.delivery_input_method import (
    DeliveryInputMethod,
    check_delivery_input_method,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="DeliveryInput")


@_attrs_define
class DeliveryInput:
    """Documents how the codes reach the buyer: you hand them over or send the link of a page, or we mail it
    (codes:reveal).

        Attributes:
            method (DeliveryInputMethod):
            email (str | Unset): Who is mailed the link; kept until the mail is sent, and never shown.
            expires_in (int | Unset): Seconds that the link is good for; 7 days.
            language (DeliveryInputLanguage | Unset): Of the mail; zh-hans.
    """

    method: DeliveryInputMethod
    email: str | Unset = UNSET
    expires_in: int | Unset = UNSET
    language: DeliveryInputLanguage | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        method: str = self.method

        email = self.email

        expires_in = self.expires_in

        language: str | Unset = UNSET
        if not isinstance(self.language, Unset):
            language = self.language

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "method": method,
            }
        )
        if email is not UNSET:
            field_dict["email"] = email
        if expires_in is not UNSET:
            field_dict["expires_in"] = expires_in
        if language is not UNSET:
            field_dict["language"] = language

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        method = check_delivery_input_method(d.pop("method"))

        email = d.pop("email", UNSET)

        expires_in = d.pop("expires_in", UNSET)

        _language = d.pop("language", UNSET)
        language: DeliveryInputLanguage | Unset
        if isinstance(_language, Unset):
            language = UNSET
        else:
            language = check_delivery_input_language(_language)

        delivery_input = cls(
            method=method,
            email=email,
            expires_in=expires_in,
            language=language,
        )

        return delivery_input
