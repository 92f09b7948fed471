from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.key_status import KeyStatus, check_key_status

if TYPE_CHECKING:
    from ..models.jwk import Jwk


T = TypeVar("T", bound="Key")


@_attrs_define
class Key:
    """Documents a key. ``secret`` is in the answer that makes it, once, and null ever after.

    Attributes:
        created_at (datetime.datetime):
        daily_quota (int | None):
        encryption_key (Jwk | None):
        expires_at (datetime.datetime | None):
        id (str):
        ip_allowlist (list[str]):
        last_four (str):
        last_used_at (datetime.datetime | None):
        last_used_ip (None | str):
        livemode (bool):
        made_by (str):
        max_amount (int | None):
        name (str):
        object_ (str):
        products (list[str]):
        revoked_at (datetime.datetime | None):
        rolled_from (None | str):
        scopes (list[str]):
        secret (None | str):
        status (KeyStatus):
    """

    created_at: datetime.datetime
    daily_quota: int | None
    encryption_key: Jwk | None
    expires_at: datetime.datetime | None
    id: str
    ip_allowlist: list[str]
    last_four: str
    last_used_at: datetime.datetime | None
    last_used_ip: None | str
    livemode: bool
    made_by: str
    max_amount: int | None
    name: str
    object_: str
    products: list[str]
    revoked_at: datetime.datetime | None
    rolled_from: None | str
    scopes: list[str]
    secret: None | str = _attrs_field(repr=False)
    status: KeyStatus
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.jwk import Jwk  # noqa: PLC0415

        created_at = self.created_at.isoformat()

        daily_quota: int | None
        daily_quota = self.daily_quota

        encryption_key: dict[str, Any] | None
        if isinstance(self.encryption_key, Jwk):
            encryption_key = self.encryption_key.to_dict()
        else:
            encryption_key = self.encryption_key

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        id = self.id

        ip_allowlist = self.ip_allowlist

        last_four = self.last_four

        last_used_at: None | str
        if isinstance(self.last_used_at, datetime.datetime):
            last_used_at = self.last_used_at.isoformat()
        else:
            last_used_at = self.last_used_at

        last_used_ip: None | str
        last_used_ip = self.last_used_ip

        livemode = self.livemode

        made_by = self.made_by

        max_amount: int | None
        max_amount = self.max_amount

        name = self.name

        object_ = self.object_

        products = self.products

        revoked_at: None | str
        if isinstance(self.revoked_at, datetime.datetime):
            revoked_at = self.revoked_at.isoformat()
        else:
            revoked_at = self.revoked_at

        rolled_from: None | str
        rolled_from = self.rolled_from

        scopes = self.scopes

        secret: None | str
        secret = self.secret

        status: str = self.status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "created_at": created_at,
                "daily_quota": daily_quota,
                "encryption_key": encryption_key,
                "expires_at": expires_at,
                "id": id,
                "ip_allowlist": ip_allowlist,
                "last_four": last_four,
                "last_used_at": last_used_at,
                "last_used_ip": last_used_ip,
                "livemode": livemode,
                "made_by": made_by,
                "max_amount": max_amount,
                "name": name,
                "object": object_,
                "products": products,
                "revoked_at": revoked_at,
                "rolled_from": rolled_from,
                "scopes": scopes,
                "secret": secret,
                "status": status,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.jwk import Jwk  # noqa: PLC0415

        d = dict(src_dict)
        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_daily_quota(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        daily_quota = _parse_daily_quota(d.pop("daily_quota"))

        def _parse_encryption_key(data: object) -> Jwk | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                encryption_key_type_0 = Jwk.from_dict(data)

                return encryption_key_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Jwk | None, data)

        encryption_key = _parse_encryption_key(d.pop("encryption_key"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        id = d.pop("id")

        ip_allowlist = cast(list[str], d.pop("ip_allowlist"))

        last_four = d.pop("last_four")

        def _parse_last_used_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_used_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_used_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_used_at = _parse_last_used_at(d.pop("last_used_at"))

        def _parse_last_used_ip(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_used_ip = _parse_last_used_ip(d.pop("last_used_ip"))

        livemode = d.pop("livemode")

        made_by = d.pop("made_by")

        def _parse_max_amount(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        max_amount = _parse_max_amount(d.pop("max_amount"))

        name = d.pop("name")

        object_ = d.pop("object")

        products = cast(list[str], d.pop("products"))

        def _parse_revoked_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                revoked_at_type_0 = datetime.datetime.fromisoformat(data)

                return revoked_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        revoked_at = _parse_revoked_at(d.pop("revoked_at"))

        def _parse_rolled_from(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        rolled_from = _parse_rolled_from(d.pop("rolled_from"))

        scopes = cast(list[str], d.pop("scopes"))

        def _parse_secret(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        secret = _parse_secret(d.pop("secret"))

        status = check_key_status(d.pop("status"))

        key = cls(
            created_at=created_at,
            daily_quota=daily_quota,
            encryption_key=encryption_key,
            expires_at=expires_at,
            id=id,
            ip_allowlist=ip_allowlist,
            last_four=last_four,
            last_used_at=last_used_at,
            last_used_ip=last_used_ip,
            livemode=livemode,
            made_by=made_by,
            max_amount=max_amount,
            name=name,
            object_=object_,
            products=products,
            revoked_at=revoked_at,
            rolled_from=rolled_from,
            scopes=scopes,
            secret=secret,
            status=status,
        )

        key.additional_properties = d
        return key

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
