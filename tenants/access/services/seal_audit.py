from __future__ import annotations

import datetime as dt
import logging

from platform_core.compliance.audit_chain import Audited
from platform_core.compliance.errors import AuditBroken
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.tenancy.context import current_tenant
from tenants.access.audit_tables import list_audited
from tenants.access.audited import LINKS

logger = logging.getLogger(__name__)


def seal_audit(*, now: dt.datetime, thorough: bool = False) -> int:
    """Link what is new in the current shop's audit log to its chain; a sweep.

    Returns:
        How many rows were linked.
    """
    audited: list[Audited] = list_audited()
    chain = current_tenant().id.hex
    try:
        return seal_chain(chain=chain, links=LINKS, audited=audited, now=now, thorough=thorough)
    except AuditBroken:  # the other sweeps of the shop go on
        logger.exception("audit chain %s is broken", chain)
        return 0
