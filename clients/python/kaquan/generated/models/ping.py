from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.plan import Plan
    from ..models.rate_limits import RateLimits


T = TypeVar("T", bound="Ping")


@_attrs_define
class Ping:
    """Documents the answer of ping.

    Attributes:
        ip (str):
        key_id (str):
        livemode (bool):
        object_ (str):
        plan (None | Plan): null: without a plan there are no limits
        rate_limits (None | RateLimits): of your plan; null: none
        scopes (list[str]):
        server_time (datetime.datetime):
        store (str):
        tenant (str):
        test_clock (datetime.datetime | None): Test keys: what time it is in your test shop.
        version (str):
    """

    ip: str
    key_id: str
    livemode: bool
    object_: str
    plan: None | Plan
    rate_limits: None | RateLimits
    scopes: list[str]
    server_time: datetime.datetime
    store: str
    tenant: str
    test_clock: datetime.datetime | None
    version: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.plan import Plan  # noqa: PLC0415
        from ..models.rate_limits import RateLimits  # noqa: PLC0415

        ip = self.ip

        key_id = self.key_id

        livemode = self.livemode

        object_ = self.object_

        plan: dict[str, Any] | None
        if isinstance(self.plan, Plan):
            plan = self.plan.to_dict()
        else:
            plan = self.plan

        rate_limits: dict[str, Any] | None
        if isinstance(self.rate_limits, RateLimits):
            rate_limits = self.rate_limits.to_dict()
        else:
            rate_limits = self.rate_limits

        scopes = self.scopes

        server_time = self.server_time.isoformat()

        store = self.store

        tenant = self.tenant

        test_clock: None | str
        if isinstance(self.test_clock, datetime.datetime):
            test_clock = self.test_clock.isoformat()
        else:
            test_clock = self.test_clock

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "ip": ip,
                "key_id": key_id,
                "livemode": livemode,
                "object": object_,
                "plan": plan,
                "rate_limits": rate_limits,
                "scopes": scopes,
                "server_time": server_time,
                "store": store,
                "tenant": tenant,
                "test_clock": test_clock,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plan import Plan  # noqa: PLC0415
        from ..models.rate_limits import RateLimits  # noqa: PLC0415

        d = dict(src_dict)
        ip = d.pop("ip")

        key_id = d.pop("key_id")

        livemode = d.pop("livemode")

        object_ = d.pop("object")

        def _parse_plan(data: object) -> None | Plan:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                plan_type_0 = Plan.from_dict(data)

                return plan_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Plan, data)

        plan = _parse_plan(d.pop("plan"))

        def _parse_rate_limits(data: object) -> None | RateLimits:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                rate_limits_type_0 = RateLimits.from_dict(data)

                return rate_limits_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | RateLimits, data)

        rate_limits = _parse_rate_limits(d.pop("rate_limits"))

        scopes = cast(list[str], d.pop("scopes"))

        server_time = datetime.datetime.fromisoformat(d.pop("server_time"))

        store = d.pop("store")

        tenant = d.pop("tenant")

        def _parse_test_clock(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                test_clock_type_0 = datetime.datetime.fromisoformat(data)

                return test_clock_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        test_clock = _parse_test_clock(d.pop("test_clock"))

        version = d.pop("version")

        ping = cls(
            ip=ip,
            key_id=key_id,
            livemode=livemode,
            object_=object_,
            plan=plan,
            rate_limits=rate_limits,
            scopes=scopes,
            server_time=server_time,
            store=store,
            tenant=tenant,
            test_clock=test_clock,
            version=version,
        )

        ping.additional_properties = d
        return ping

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
