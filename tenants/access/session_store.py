from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import DatabaseError, IntegrityError
from django.utils.crypto import get_random_string


class SessionStore(db.SessionStore):
    """Sessions of a shop host, in the tenant's own schema: another shop's cookie finds nothing there.

    Saved by one statement: that a new key is free is the primary key's business, and one row needs no transaction.
    """

    @classmethod
    def get_model_class(cls) -> type:
        """The model behind this store."""
        from tenants.access.models import ShopSession

        return ShopSession

    def _get_new_session_key(self) -> str:
        return get_random_string(32, VALID_KEY_CHARS)

    def save(self, must_create: bool = False) -> None:
        """Write the session.

        Raises:
            CreateError: the key is taken. UpdateError: the session was deleted meanwhile.
        """
        if self.session_key is None:
            self.create()
            return
        row = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        try:
            row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError as error:
            if must_create:
                raise CreateError from error
            raise
        except DatabaseError as error:
            if not must_create:
                raise UpdateError from error
            raise
