from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager


class PlatformSession(AbstractBaseSession):
    """Sessions of the platform host. Shops have their own table in their own schema."""

    objects: ClassVar[BaseSessionManager[Any]] = BaseSessionManager()  # type: ignore[misc]

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads this table."""
        from platform_core.identity.session_store import SessionStore

        return SessionStore
