"""What a merchant may do, as a value; asked at many places, so answered from a process cache for at most five seconds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from platform_core.entitlements.enums import Limit, Standing
from platform_core.entitlements.plans import Allowance, ApiLimits

TTL: Final = 5.0  # a smaller plan, and a suspension where no sale is asked for, hold everywhere after this long
MAXIMUM: Final = 20_000
_known: dict[uuid.UUID, tuple[float, Rights]] = {}


@dataclass(frozen=True, slots=True)
class Rights:
    """How much of what, and how it stands with its subscription. Without a plan: as much as it likes, for ever.

    ``plan`` and ``version`` name the edition that it was granted; empty and 0: none.
    """

    plan: str = ""
    version: int = 0
    standing: Standing = Standing.ACTIVE
    allowance: Allowance = field(default_factory=Allowance)
    api: ApiLimits | None = None

    @property
    def lists(self) -> bool:
        """May anything new be put up?"""
        return self.standing not in {Standing.READ_ONLY, Standing.SUSPENDED}

    @property
    def sells(self) -> bool:
        """May anything be sold or issued?"""
        return self.standing != Standing.SUSPENDED

    def most(self, limit: Limit) -> int | None:
        """How many it may have; None: as many as it likes."""
        counted: dict[Limit, int | None] = {
            Limit.SKUS: self.allowance.skus,
            Limit.STAFF: self.allowance.staff,
            Limit.CODES: self.allowance.codes,
            Limit.ENDPOINTS: self.allowance.endpoints,
            Limit.STORAGE: self.allowance.storage_mb,
            Limit.DOMAIN: None if self.allowance.custom_domain else 0,
        }
        return counted[limit]


def known_rights(tenant_id: uuid.UUID, read: Callable[[], Rights]) -> Rights:
    """What a tenant may do; read anew after five seconds.

    Args:
        read: asks the database; its errors go through, and nothing is kept then.
    """
    found = _known.get(tenant_id)
    if found is not None and time.monotonic() < found[0]:
        return found[1]
    return read_rights(tenant_id, read)


def read_rights(tenant_id: uuid.UUID, read: Callable[[], Rights]) -> Rights:
    """The same, read now: a refusal is never older than its row."""
    asked_at = time.monotonic()
    rights = read()
    if len(_known) >= MAXIMUM:
        _known.clear()
    _known[tenant_id] = (asked_at + TTL, rights)
    return rights


def forget_rights() -> None:
    """Ask anew next time: after a change in this process, so that it works at once."""
    _known.clear()
