from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_method import DeliveryMethod, check_delivery_method
from ..models.delivery_status_type_0 import (
    DeliveryStatusType0,
    check_delivery_status_type_0,
)

T = TypeVar("T", bound="Delivery")


@_attrs_define
class Delivery:
    """Documents a delivery: its link shows the codes to whoever has it, until it ends. Every look is recorded.

    An issuance shows its newest, in lists none.

        Attributes:
            created_at (datetime.datetime):
            email (None | str): The address, masked.
            expires_at (datetime.datetime):
            failure (None | str): Why it was given up, e.g. SMTPRecipientsRefused 550, no_codes.
            id (str):
            issuance (str):
            method (DeliveryMethod):
            object_ (str):
            status (DeliveryStatusType0 | None): Of the mail; null without one. queued: it waits for codes, or for the mail
                server; sent: the mail server has it; failed: it was given up.
            url (None | str): null for a key that may not see codes in the clear
    """

    created_at: datetime.datetime
    email: None | str
    expires_at: datetime.datetime
    failure: None | str
    id: str
    issuance: str
    method: DeliveryMethod
    object_: str
    status: DeliveryStatusType0 | None
    url: None | str = _attrs_field(repr=False)
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        created_at = self.created_at.isoformat()

        email: None | str
        email = self.email

        expires_at = self.expires_at.isoformat()

        failure: None | str
        failure = self.failure

        id = self.id

        issuance = self.issuance

        method: str = self.method

        object_ = self.object_

        status: None | str
        if isinstance(self.status, str):
            status = self.status
        else:
            status = self.status

        url: None | str
        url = self.url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "email": email,
                "expires_at": expires_at,
                "failure": failure,
                "id": id,
                "issuance": issuance,
                "method": method,
                "object": object_,
                "status": status,
                "url": url,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_email(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        email = _parse_email(d.pop("email"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_failure(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        failure = _parse_failure(d.pop("failure"))

        id = d.pop("id")

        issuance = d.pop("issuance")

        method = check_delivery_method(d.pop("method"))

        object_ = d.pop("object")

        def _parse_status(data: object) -> DeliveryStatusType0 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_0 = check_delivery_status_type_0(data)

                return status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeliveryStatusType0 | None, data)

        status = _parse_status(d.pop("status"))

        def _parse_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        url = _parse_url(d.pop("url"))

        delivery = cls(
            created_at=created_at,
            email=email,
            expires_at=expires_at,
            failure=failure,
            id=id,
            issuance=issuance,
            method=method,
            object_=object_,
            status=status,
            url=url,
        )

        delivery.additional_properties = d
        return delivery

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
