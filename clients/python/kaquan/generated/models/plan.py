from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.plan_standing import PlanStanding, check_plan_standing

if TYPE_CHECKING:
    from ..models.plan_limits import PlanLimits
    from ..models.plan_used import PlanUsed


T = TypeVar("T", bound="Plan")


@_attrs_define
class Plan:
    """What a merchant's subscription lets it do.

    Attributes:
        code (str):
        limits (PlanLimits): How much a merchant may have; null: as much as it likes.
        standing (PlanStanding): `grace`: a bill is late, everything works. `read_only`: what is on sale sells, nothing
            new is put up. `suspended`: every call but this one answers 402.
        upgrade_url (str): Where the shop's owner pays, or takes a larger plan.
        used (PlanUsed): How much of it a merchant has; null: it is not counted, for there is no limit.
    """

    code: str
    limits: PlanLimits
    standing: PlanStanding
    upgrade_url: str
    used: PlanUsed
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        limits = self.limits.to_dict()

        standing: str = self.standing

        upgrade_url = self.upgrade_url

        used = self.used.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "limits": limits,
                "standing": standing,
                "upgrade_url": upgrade_url,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plan_limits import PlanLimits  # noqa: PLC0415
        from ..models.plan_used import PlanUsed  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        limits = PlanLimits.from_dict(d.pop("limits"))

        standing = check_plan_standing(d.pop("standing"))

        upgrade_url = d.pop("upgrade_url")

        used = PlanUsed.from_dict(d.pop("used"))

        plan = cls(
            code=code,
            limits=limits,
            standing=standing,
            upgrade_url=upgrade_url,
            used=used,
        )

        plan.additional_properties = d
        return plan

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
