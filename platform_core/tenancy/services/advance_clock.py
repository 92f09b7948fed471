from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.conf import settings
from django.db.models import F

from platform_core.kernel.clock import now as clock_now
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.errors import ClockNotMovable
from platform_core.tenancy.models import Tenant
from platform_core.tenancy.reference import TenantRef

FURTHEST = dt.timedelta(days=731)


def advance_clock(*, twin: TenantRef, by: dt.timedelta) -> TenantRef:
    """Let the clock of a test twin go forward, and do in it what is then due. Two calls at once add up.

    Args:
        by: more than nothing.

    Returns:
        The twin with its new clock.

    Raises:
        ClockNotMovable: not forward, or further from the clock on the wall than ``FURTHEST``.
    """
    with platform_context():
        moved = None
        if by > dt.timedelta():
            wanted = Tenant.objects.filter(pk=twin.id, livemode=False, clock_ahead__lte=FURTHEST - by)
            moved = wanted.update(clock_ahead=F("clock_ahead") + by)
        if not moved:
            raise ClockNotMovable(furthest=FURTHEST.days)
        ahead = Tenant.objects.values_list("clock_ahead", flat=True).get(pk=twin.id)
    directory.forget(twin.id)
    advanced = replace(twin, clock_ahead=ahead)
    with tenant_context(advanced):
        for sweep in load(settings.KAQUAN_TENANT_SWEEPS):
            sweep(now=clock_now())
    return advanced
