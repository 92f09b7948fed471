from __future__ import annotations

import datetime as dt
import logging
from typing import Final

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.selectors import list_due_claims
from platform_core.tenancy.services.check_domain import check_domain

logger = logging.getLogger(__name__)
MOST: Final = 200  # at a time: with name servers that do not answer, a quarter of an hour


def check_domains(*, now: dt.datetime) -> int:
    """Look for the proof of every domain whose time has come; the longest overdue first.

    Returns:
        How many were looked at.
    """
    with platform_context():
        due = list_due_claims(now=now, most=MOST)
    for claim_id in due:
        try:
            check_domain(claim_id=claim_id, now=now)
        except RecordNotFound:  # removed a moment ago
            continue
        except Exception:
            logger.exception("domain claim %s could not be checked", claim_id)
    return len(due)
