from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.key_changes_scopes_item import (
    KeyChangesScopesItem,
    check_key_changes_scopes_item,
)
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.jwk_input import JwkInput


T = TypeVar("T", bound="KeyChanges")


@_attrs_define
class KeyChanges:
    """What can be changed of a key. Null takes a limit away.

    Attributes:
        daily_quota (int | None | Unset): Codes a day of the shop.
        encryption_key (JwkInput | None | Unset): Your public key. With one, this API key is answered codes as JWE (RFC
            7516, A256GCM) only, in the clear never: neither links nor exports in the clear can be made with it.
        expires_at (datetime.datetime | None | Unset):
        ip_allowlist (list[str] | Unset): Addresses or CIDR networks; calls from elsewhere are refused.
        max_amount (int | None | Unset): Of one call, in minor units.
        name (str | Unset):
        products (list[str] | Unset): Only these products may be issued.
        scopes (list[KeyChangesScopesItem] | Unset):
    """

    daily_quota: int | None | Unset = UNSET
    encryption_key: JwkInput | None | Unset = UNSET
    expires_at: datetime.datetime | None | Unset = UNSET
    ip_allowlist: list[str] | Unset = UNSET
    max_amount: int | None | Unset = UNSET
    name: str | Unset = UNSET
    products: list[str] | Unset = UNSET
    scopes: list[KeyChangesScopesItem] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.jwk_input import JwkInput  # noqa: PLC0415

        daily_quota: int | None | Unset
        if isinstance(self.daily_quota, Unset):
            daily_quota = UNSET
        else:
            daily_quota = self.daily_quota

        encryption_key: dict[str, Any] | None | Unset
        if isinstance(self.encryption_key, Unset):
            encryption_key = UNSET
        elif isinstance(self.encryption_key, JwkInput):
            encryption_key = self.encryption_key.to_dict()
        else:
            encryption_key = self.encryption_key

        expires_at: None | str | Unset
        if isinstance(self.expires_at, Unset):
            expires_at = UNSET
        elif isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        ip_allowlist: list[str] | Unset = UNSET
        if not isinstance(self.ip_allowlist, Unset):
            ip_allowlist = self.ip_allowlist

        max_amount: int | None | Unset
        if isinstance(self.max_amount, Unset):
            max_amount = UNSET
        else:
            max_amount = self.max_amount

        name = self.name

        products: list[str] | Unset = UNSET
        if not isinstance(self.products, Unset):
            products = self.products

        scopes: list[str] | Unset = UNSET
        if not isinstance(self.scopes, Unset):
            scopes = []
            for scopes_item_data in self.scopes:
                scopes_item: str = scopes_item_data
                scopes.append(scopes_item)

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if daily_quota is not UNSET:
            field_dict["daily_quota"] = daily_quota
        if encryption_key is not UNSET:
            field_dict["encryption_key"] = encryption_key
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if ip_allowlist is not UNSET:
            field_dict["ip_allowlist"] = ip_allowlist
        if max_amount is not UNSET:
            field_dict["max_amount"] = max_amount
        if name is not UNSET:
            field_dict["name"] = name
        if products is not UNSET:
            field_dict["products"] = products
        if scopes is not UNSET:
            field_dict["scopes"] = scopes

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.jwk_input import JwkInput  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_daily_quota(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        daily_quota = _parse_daily_quota(d.pop("daily_quota", UNSET))

        def _parse_encryption_key(data: object) -> JwkInput | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                encryption_key_type_0 = JwkInput.from_dict(data)

                return encryption_key_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(JwkInput | None | Unset, data)

        encryption_key = _parse_encryption_key(d.pop("encryption_key", UNSET))

        def _parse_expires_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        expires_at = _parse_expires_at(d.pop("expires_at", UNSET))

        ip_allowlist = cast(list[str], d.pop("ip_allowlist", UNSET))

        def _parse_max_amount(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        max_amount = _parse_max_amount(d.pop("max_amount", UNSET))

        name = d.pop("name", UNSET)

        products = cast(list[str], d.pop("products", UNSET))

        _scopes = d.pop("scopes", UNSET)
        scopes: list[KeyChangesScopesItem] | Unset = UNSET
        if _scopes is not UNSET:
            scopes = []
            for scopes_item_data in _scopes:
                scopes_item = check_key_changes_scopes_item(scopes_item_data)

                scopes.append(scopes_item)

        key_changes = cls(
            daily_quota=daily_quota,
            encryption_key=encryption_key,
            expires_at=expires_at,
            ip_allowlist=ip_allowlist,
            max_amount=max_amount,
            name=name,
            products=products,
            scopes=scopes,
        )

        return key_changes
