"""What staff do is written down before it is done, and what became of it afterwards."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections.abc import Mapping
from typing import Any

from platform_core.kernel.ids import new_id
from platform_core.site.staff_session import StaffMember

logger = logging.getLogger("kaquan.staff")


def record_staff_act(
    *, actor: StaffMember, act: str, target: str, tenant_role: str, reason: str, ip: str, now: dt.datetime
) -> uuid.UUID:
    """Write down that somebody sets out to do something.

    Args:
        act: the name of the page's address.
        target: what its address names: ids.
        tenant_role: whose shop it is about; empty: of none.

    Returns:
        For ``record_staff_outcome``.
    """
    number = new_id()
    facts = {"id": str(number), "staff": actor.email, "act": act, "target": target, "tenant": tenant_role}
    logger.info("staff_act", extra={**facts, "reason": reason, "ip": ip, "at": now.isoformat()})
    return number


def record_staff_outcome(*, act_id: uuid.UUID, outcome: str, detail: Mapping[str, Any], now: dt.datetime) -> None:
    """Write down what became of it: done, refused or failed."""
    logger.info(
        "staff_outcome", extra={"id": str(act_id), "outcome": outcome, "detail": dict(detail), "at": now.isoformat()}
    )
