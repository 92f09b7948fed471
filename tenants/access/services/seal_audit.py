from __future__ import annotations

import datetime as dt

from platform_core.compliance.audit_chain import Audited
from platform_core.compliance.services.seal_chain import seal_chain
from platform_core.tenancy.context import current_tenant
from tenants.access.audit_tables import list_audited
from tenants.access.audited import LINKS


def seal_audit(*, now: dt.datetime, thorough: bool = False) -> int:
    """Link what is new in the current shop's audit log to its chain; a sweep.

    Returns:
        How many rows were linked.
    """
    audited: list[Audited] = list_audited()
    return seal_chain(chain=current_tenant().id.hex, links=LINKS, audited=audited, now=now, thorough=thorough)
