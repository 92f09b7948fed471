from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Sessions of the platform host, in ``public``."""

    @classmethod
    def get_model_class(cls) -> type:
        """The model behind this store."""
        from platform_core.identity.models import PlatformSession

        return PlatformSession
