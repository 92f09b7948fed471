"""What a role of a shop's own is made of, checked."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import override

from platform_core.identity.enums import Role
from tenants.access.errors import RoleNameMissing, RoleNameTaken, RolePowersCross, RolePowersRefused
from tenants.access.models import StaffRole
from tenants.access.powers import OWNERS_ALONE, Power, completed, conflicts_in


class RoleFacts(NamedTuple):
    """A role as somebody wants it."""

    name_zh: str
    name_en: str
    powers: Collection[str]


def read_role(wanted: RoleFacts, *, except_for: uuid.UUID | None = None) -> RoleFacts:
    """The role as it is kept: powers in the order of the table, with those to see what they act on.

    Args:
        except_for: the role that is changed, whose own name is free for it.

    Raises:
        RoleNameMissing, RoleNameTaken, RolePowersRefused, RolePowersCross
    """
    held = completed(wanted.powers)
    strange = sorted(held - set(Power.values) | held & OWNERS_ALONE)
    if strange:
        raise RolePowersRefused(powers=strange)
    pairs = conflicts_in(held)
    if pairs:
        raise RolePowersCross(pairs=pairs)
    name_zh, name_en = " ".join(wanted.name_zh.split())[:30], " ".join(wanted.name_en.split())[:30]
    if not name_zh:
        raise RoleNameMissing(param="name_zh")
    _refuse_name_twice(name_zh, name_en, except_for)
    return RoleFacts(name_zh, name_en, [power for power in Power.values if power in held])


def _refuse_name_twice(name_zh: str, name_en: str, except_for: uuid.UUID | None) -> None:
    built_in = set()
    for language in ("zh-hans", "en"):
        with override(language):
            built_in |= {str(label).lower() for label in Role.labels}
    others = StaffRole.objects.filter(archived_at=None)
    if except_for is not None:
        others = others.exclude(pk=except_for)
    for param, name in (("name_zh", name_zh), ("name_en", name_en)):
        taken = others.filter(Q(name_zh__iexact=name) | Q(name_en__iexact=name))
        if name and (name.lower() in built_in or taken.exists()):
            raise RoleNameTaken(param=param)
