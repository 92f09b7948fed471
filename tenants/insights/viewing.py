"""Views of products, counted behind the request: it costs no statement, and nobody waits for it."""

from __future__ import annotations

import datetime as dt
import logging
import uuid
from collections import Counter, defaultdict
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from platform_core.kernel.write_behind import WriteBehind
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.insights.services.count_views import count_views

logger = logging.getLogger(__name__)
MOST_BYTES = 4 * 1024 * 1024  # kept in one process


class View(NamedTuple):
    """Somebody looked at a product of a shop."""

    tenant: TenantRef
    product_id: uuid.UUID
    day: dt.date

    @property
    def size(self) -> int:
        """About, in bytes."""
        return 200


def write_views(views: list[View]) -> list[View]:
    """Count views; each shop's in one statement.

    Returns:
        Those that are to be tried again, because the database could not be reached.
    """
    groups: dict[TenantRef, list[View]] = defaultdict(list)
    for view in views:
        groups[view.tenant].append(view)
    left: list[View] = []
    try:
        for tenant, group in groups.items():
            try:
                with connection.wrap_database_errors, tenant_context(tenant):
                    count_views(views=Counter((view.product_id, view.day) for view in group))
            except (OperationalError, InterfaceError):
                left += group
            except DatabaseError as error:  # e.g. the merchant is gone
                logger.warning("views of %s: %d lost (%s)", tenant.schema_name, len(group), type(error).__name__)
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
    return left


product_views: WriteBehind[View] = WriteBehind(
    "product-views", write_views, seconds=settings.KAQUAN_VIEW_SECONDS, most_bytes=MOST_BYTES
)
