from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum

from billing.engines import is_billing_on
from billing.enums import Meter
from billing.models import UsageTotal
from platform_core.compliance.models import Document
from platform_core.events.catalogue import StorageMeasured
from platform_core.events.services.publish_event import publish_event
from platform_core.kernel.ids import new_id, public_id
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from platform_core.tenancy.selectors import list_running_tenants

MEGABYTE: Final = 1 << 20
AT_ONCE: Final = 50  # shops a statement: it looks at the size of each of their tables
# With indexes and what is stored apart; a table that is dropped meanwhile has no size.
SIZES: Final = """
SELECT n.nspname, coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind IN ('r', 'm')
WHERE n.nspname = ANY (%s) GROUP BY 1
"""


def measure_storage(*, now: dt.datetime) -> int:
    """Look how much is kept for each live shop, once a day (of UTC), and write it as an event of the shop.

    Its tables with their indexes, the papers that it handed in, and the pictures of its products. Not in it: files of exports, which
    are gone after days, and the logo, of which older ones stay.

    Returns:
        How many shops were measured.
    """
    if not is_billing_on():
        return 0
    day = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    measured = 0
    with platform_context():
        live = [each for each in list_running_tenants() if each.livemode]
        for first in range(0, len(live), AT_ONCE):
            measured += _measure(_due(live[first : first + AT_ONCE], day), now)
    return measured


def _due(tenants: Sequence[TenantRef], day: dt.datetime) -> list[TenantRef]:
    """Those without a figure of the day; by shop, so that the table of all hours of all shops is not read through."""
    figures = UsageTotal.objects.filter(
        tenant_role__in=[each.role_name for each in tenants], meter=Meter.STORAGE, at__gte=day
    )
    known = set(figures.values_list("tenant_role", flat=True))
    return [each for each in tenants if each.role_name not in known]


def _measure(tenants: Sequence[TenantRef], now: dt.datetime) -> int:
    if not tenants:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(SIZES, [[each.schema_name for each in tenants]])
        sizes = dict(cursor.fetchall())
    papers = Document.objects.filter(tenant_role__in=[each.role_name for each in tenants], shredded_at=None)
    files = dict(papers.values_list("tenant_role").annotate(Sum("size")))
    for tenant in tenants:
        held = sizes.get(tenant.schema_name, 0) + files.get(tenant.role_name, 0) + _pictures(tenant)
        outside = public_id("sto", new_id())
        with transaction.atomic(), tenant_context(tenant):
            event = StorageMeasured(outside, -(-held // MEGABYTE))
            publish_event(event, object_id=outside, now=now)
    return len(tenants)


def _pictures(tenant: TenantRef) -> int:
    """Bytes of the pictures of products: one folder a product, at most six files each. What is taken away meanwhile is not there."""
    held = 0
    for folder, _, names in os.walk(Path(settings.MEDIA_ROOT) / tenant.schema_name / "products"):
        for name in names:
            try:
                held += (Path(folder) / name).stat().st_size
            except FileNotFoundError:
                continue
    return held
