from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from platform_core.identity.models import User

# Checked when there is no such user, so that both answers take the same time.
_NOBODY = ""


def _nobody() -> str:
    global _NOBODY
    if not _NOBODY:
        _NOBODY = make_password("nobody")
    return _NOBODY


class EmailBackend(BaseBackend):
    """Log-in by e-mail address and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The user, or None: a wrong password and an unknown address look and last the same."""
        if username is None or password is None:
            return None
        user = User.objects.filter(email=username.strip().lower()).first()
        if user is None:
            check_password(password, _nobody())
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: Any) -> User | None:
        """The logged-in user of a session, unless switched off since."""
        return User.objects.filter(pk=user_id, is_active=True).first()
