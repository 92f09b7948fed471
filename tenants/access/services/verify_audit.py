from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from platform_core.compliance.services.check_anchors import check_anchors
from platform_core.compliance.services.verify_log import Verified, verify_log
from platform_core.tenancy.context import platform_context
from tenants.access.audit_tables import list_logs


def verify_audit(*, now: dt.datetime, only: Sequence[str] = ()) -> Iterator[Verified]:
    """Verify the platform's chain, every shop's, and what was signed of them; flat memory, reads only.

    Args:
        only: slugs of shops; nothing: all of them, closed ones and test twins, too, the platform and the anchors.
    """
    for log in list_logs(only):
        yield verify_log(log=log, now=now)
    if not only:
        with platform_context():
            yield check_anchors()
