from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PlanLimits")


@_attrs_define
class PlanLimits:
    """How much a merchant may have; null: as much as it likes.

    Attributes:
        codes_per_month (int | None): Issued in a calendar month of the shop's time zone, in live mode.
        custom_domain (bool): May the shop have a domain of its own?
        skus (int | None): Archived products apart; in each mode.
        staff (int | None): Members and open invitations.
        storage_mb (int | None): As measured once a day.
        webhook_endpoints (int | None): In each mode.
    """

    codes_per_month: int | None
    custom_domain: bool
    skus: int | None
    staff: int | None
    storage_mb: int | None
    webhook_endpoints: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        codes_per_month: int | None
        codes_per_month = self.codes_per_month

        custom_domain = self.custom_domain

        skus: int | None
        skus = self.skus

        staff: int | None
        staff = self.staff

        storage_mb: int | None
        storage_mb = self.storage_mb

        webhook_endpoints: int | None
        webhook_endpoints = self.webhook_endpoints

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "codes_per_month": codes_per_month,
                "custom_domain": custom_domain,
                "skus": skus,
                "staff": staff,
                "storage_mb": storage_mb,
                "webhook_endpoints": webhook_endpoints,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_codes_per_month(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        codes_per_month = _parse_codes_per_month(d.pop("codes_per_month"))

        custom_domain = d.pop("custom_domain")

        def _parse_skus(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        skus = _parse_skus(d.pop("skus"))

        def _parse_staff(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        staff = _parse_staff(d.pop("staff"))

        def _parse_storage_mb(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        storage_mb = _parse_storage_mb(d.pop("storage_mb"))

        def _parse_webhook_endpoints(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        webhook_endpoints = _parse_webhook_endpoints(d.pop("webhook_endpoints"))

        plan_limits = cls(
            codes_per_month=codes_per_month,
            custom_domain=custom_domain,
            skus=skus,
            staff=staff,
            storage_mb=storage_mb,
            webhook_endpoints=webhook_endpoints,
        )

        plan_limits.additional_properties = d
        return plan_limits

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
