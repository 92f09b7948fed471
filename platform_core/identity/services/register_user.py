from __future__ import annotations

import datetime as dt

from platform_core.identity.errors import EmailTaken
from platform_core.identity.models import User


def register_user(*, email: str, password: str, display_name: str, now: dt.datetime, is_staff: bool = False) -> User:
    """Make a user who can log in.

    Raises:
        EmailTaken: the address is in use.
    """
    user = User(email=email.strip().lower(), display_name=display_name, is_staff=is_staff, created_at=now)
    if User.objects.filter(email=user.email).exists():
        raise EmailTaken
    user.set_password(password)
    user.save(force_insert=True)
    return user
