"""Short ways to look into a shop, and to what the shop is told of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from platform_core.compliance.enums import ActorKind
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.services.ask_break_glass import ask_break_glass
from platform_core.compliance.services.decide_break_glass import decide_break_glass
from platform_core.compliance.services.look_into import look_into
from platform_core.compliance.services.open_look import open_look
from platform_core.identity.models import User
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.models import AuditEntry

REASON, BASIS = "买家投诉未收到卡密，核对订单", "工单 4711"


def actor(user: User) -> Actor:
    return Actor(ActorKind.STAFF, str(user.id), user.email)


def opened(tenant: TenantRef, user: User, **given: Any) -> uuid.UUID:
    """An open look of this person into the shop."""
    values = {"reason": REASON, "basis": BASIS, "minutes": 30, "address": "192.0.2.7", **given}
    with platform_context():
        return open_look(tenant_role=tenant.role_name, staff_id=user.id, **values)


def agreed(tenant: TenantRef, user: User, second: User) -> uuid.UUID:
    """A break-glass look that the second person agreed to."""
    with platform_context():
        asked = ask_break_glass(
            tenant_id=tenant.id, actor=actor(user), reason=REASON, basis=BASIS, minutes=15, now=now()
        )
        decide_break_glass(proposal_id=asked.id, actor=actor(second), agree=True, answer="", now=now())
        return asked.id


def read(look_id: uuid.UUID, user: User, what: str, page: int = 1, **filters: str) -> list[dict[str, Any]]:
    with platform_context():
        return look_into(look_id=look_id, staff_id=user.id, what=what, filters=filters, page=page, address="192.0.2.7")


def told(tenant: TenantRef) -> list[AuditEntry]:
    """What the shop's audit log says of the platform's staff, in order."""
    with tenant_context(tenant):
        return list(AuditEntry.objects.filter(role="platform").select_related("outcome").order_by("at"))


def owner_run(statement: str, *values: Any) -> None:
    """Change the database as nobody but the owner of its tables can, inside the test's own transaction; see ``owners_door``."""
    raw: Any = connection.connection
    with raw.cursor() as cursor:
        before = cursor.execute("SELECT current_setting('role')").fetchone()[0]
        cursor.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(settings.ROLE_OWNER)))
        cursor.execute(statement, values)
        cursor.execute("SELECT set_config('role', %s, false)", [before])


@contextmanager
def owners_door() -> Iterator[None]:
    """The web login may become the owner, which it never may outside of tests. Before the test's transaction begins."""
    names = {"owner": sql.Identifier(settings.ROLE_OWNER), "web": sql.Identifier(settings.ROLE_WEB)}
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute(sql.SQL("GRANT {owner} TO {web}").format(**names))
        try:
            yield
        finally:
            admin.execute(sql.SQL("REVOKE {owner} FROM {web}").format(**names))


@contextmanager
def database_clock(ahead: str) -> Iterator[None]:
    """The database's clock of looks goes ahead by an interval."""
    change = (
        "CREATE OR REPLACE FUNCTION public.look_clock() RETURNS timestamptz LANGUAGE sql VOLATILE"
        " SET search_path = pg_catalog, pg_temp AS $$ SELECT clock_timestamp() {} $$"
    )
    with psycopg.connect(settings.DATABASE_ADMIN_URL, autocommit=True) as admin:
        admin.execute(change.format(f"+ interval '{ahead}'"))
        try:
            yield
        finally:
            admin.execute(change.format(""))
