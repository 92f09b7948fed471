from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager


class ShopSession(AbstractBaseSession):
    """Sessions of one shop's host (buyers, and staff in the back office), in that shop's schema."""

    objects: ClassVar[BaseSessionManager[Any]] = BaseSessionManager()  # type: ignore[misc]

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads this table."""
        from tenants.access.session_store import SessionStore

        return SessionStore
