"""The database wall: every cursor runs with the schema and the PostgreSQL role of the current context.

Over django-tenants' wrapper we add three things: the role travels with the path (a wrong path becomes "permission
denied" instead of somebody else's rows), nothing is sent when the session already stands right, and a connection that
is in no context has no rights at all (the web login owns nothing), so that a forgotten context fails closed.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import django.db.utils
import psycopg
from django_tenants.postgresql_backend import base


class Place(NamedTuple):
    """Where a connection works: which schema, as which role ("none": the login itself), for which tenant."""

    schema: str
    role: str
    tenant: Any


# A backend keeps tables, indexes and plans of every schema that it has worked in: about 2 MB each once codes were issued
# there. After so many it makes room: the connection ends with the request and the next one begins anew (7 ms).
MOST_SCHEMAS = 100
NOWHERE = Place("public", "none", None)
SET_PLACE = "SELECT set_config('search_path', %s, false), set_config('role', %s, false)"


class DatabaseWrapper(base.DatabaseWrapper):
    """See the module."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.place: Place = NOWHERE
        # (search path, role) that the session is known to have; None when it may have been undone.
        self._standing: tuple[str, str] | None = None
        self._connecting = False
        self._setting_search_path = False
        self._paths: dict[tuple[str, bool], str] = {}  # put together once for each schema, not with each cursor
        self._visited: set[str] = set()
        super().__init__(*args, **kwargs)

    def move(self, place: Place) -> Place:
        """Work somewhere else from the next statement on. Returns where it worked before."""
        before = self.place
        self.place = place
        self.schema_name = place.schema
        self.tenant = place.tenant or base.FakeTenant(schema_name=place.schema)
        return before

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """django-tenants' own way in, used by its migration commands: schema without a role of its own."""
        super().set_tenant(tenant, include_public)
        self.place = Place(tenant.schema_name, "none", None)
        self._standing = None

    def connect(self) -> None:
        self._standing = None
        self._visited = set()
        self._connecting = True
        try:
            super().connect()
        finally:
            self._connecting = False

    def close(self) -> None:
        self._standing = None
        super().close()

    def is_usable(self) -> bool:
        """After an error that was not about data, a fresh connection: its prepared statements may have met a migration."""
        return not self.errors_occurred and bool(super().is_usable())

    def rollback(self) -> None:
        # set_config is undone by a rollback to before it was sent: forget, so that the next cursor sends it again.
        self._standing = None
        super().rollback()

    def savepoint_rollback(self, sid: Any) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._standing = None

    def _path(self) -> str:
        key = (self.schema_name, self.include_public_schema)
        path = self._paths.get(key)
        if path is None:
            path = self._paths[key] = ", ".join(f'"{name}"' for name in self._get_cursor_search_paths())
        return path

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._connecting or self._setting_search_path:
            return
        wanted = (self._path(), self.place.role)
        if self._standing == wanted:
            return
        self._setting_search_path = True
        own = self.connection.cursor() if cursor is None else cursor
        try:
            own.execute(SET_PLACE, wanted)
        except (psycopg.errors.InFailedSqlTransaction, django.db.utils.InternalError):
            self._standing = None  # a broken transaction takes only a rollback, which needs no path
        else:
            self._standing = wanted
            self._visited.add(self.schema_name)
            if len(self._visited) > MOST_SCHEMAS:
                self.close_at = 0.0  # obsolete: Django closes it between two requests, never inside a transaction
        finally:
            self._setting_search_path = False
            if cursor is None:
                own.close()
