from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models


class StaffSession(AbstractBaseSession):
    """Sessions of the platform console. An ordinary session of the same person is none of these, and opens nothing there."""

    user_id = models.UUIDField(null=True)

    objects: ClassVar[BaseSessionManager[Any]] = BaseSessionManager()  # type: ignore[misc]

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["user_id"], name="staff_session_user")]

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads this table."""
        from platform_core.identity.session_store import StaffSessionStore

        return StaffSessionStore
