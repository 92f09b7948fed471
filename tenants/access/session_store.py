from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Sessions of a shop host, in the tenant's own schema: another shop's cookie finds nothing there."""

    @classmethod
    def get_model_class(cls) -> type:
        """The model behind this store."""
        from tenants.access.models import ShopSession

        return ShopSession
