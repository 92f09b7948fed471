"""The only way to enter a tenant (or the platform). Never use ``with tenant:`` or ``schema_context``.

Each use keeps its own "before" (django-tenants' own context manager keeps one list for all threads, and its decorator
form one attribute: two interleaved threads end in each other's schema). These are plain ``with`` blocks, not decorators.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from platform_core.kernel.clock import put_ahead, put_back
from platform_core.tenancy.backend.base import NOWHERE, Place
from platform_core.tenancy.backend.session import connection
from platform_core.tenancy.errors import NoTenant
from platform_core.tenancy.reference import TenantRef

NOT_AHEAD = dt.timedelta()


@contextmanager
def tenant_context(tenant: TenantRef) -> Iterator[TenantRef]:
    """Run the block in the tenant's schema, as the tenant's PostgreSQL role, by the tenant's clock."""
    before, token = connection.move(Place(tenant.schema_name, tenant.role_name, tenant)), put_ahead(tenant.clock_ahead)
    try:
        yield tenant
    finally:
        put_back(token)
        connection.move(before)


@contextmanager
def platform_context() -> Iterator[None]:
    """Run the block as the platform itself (sign-up, staff console, dispatchers): ``public`` only."""
    before, token = connection.move(Place("public", settings.ROLE_PLATFORM, None)), put_ahead(NOT_AHEAD)
    try:
        yield
    finally:
        put_back(token)
        connection.move(before)


@contextmanager
def nowhere() -> Iterator[None]:
    """Run the block without any rights: what a thread has before it enters a context."""
    before, token = connection.move(NOWHERE), put_ahead(NOT_AHEAD)
    try:
        yield
    finally:
        put_back(token)
        connection.move(before)


def current_tenant() -> TenantRef:
    """The tenant whose context this is.

    Raises:
        NoTenant: outside every tenant.
    """
    tenant = connection.place.tenant
    if tenant is None:
        raise NoTenant
    return tenant  # type: ignore[no-any-return]


def find_current_tenant() -> TenantRef | None:
    """The tenant whose context this is, or None."""
    return connection.place.tenant  # type: ignore[no-any-return]
