from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Sessions of the platform host, in ``public``."""

    @classmethod
    def get_model_class(cls) -> type:
        """The model behind this store."""
        from platform_core.identity.models import PlatformSession

        return PlatformSession


class StaffSessionStore(db.SessionStore):
    """Sessions of the platform console; each row says whose it is, so that all of somebody's can be ended."""

    @classmethod
    def get_model_class(cls) -> type:
        """The model behind this store."""
        from platform_core.identity.models import StaffSession

        return StaffSession

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of this session."""
        row: Any = super().create_model_instance(data)
        row.user_id = uuid.UUID(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row
