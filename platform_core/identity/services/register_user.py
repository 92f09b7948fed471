from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.identity.errors import EmailTaken
from platform_core.identity.models import StaffGrant, User
from platform_core.identity.staff_powers import USUAL


def register_user(*, email: str, password: str, display_name: str, now: dt.datetime, is_staff: bool = False) -> User:
    """Make a user who can log in.

    Args:
        is_staff: they work for the platform, in the usual roles.

    Raises:
        EmailTaken: the address is in use.
    """
    user = User(email=email.strip().lower(), display_name=display_name, is_staff=is_staff, created_at=now)
    if User.objects.filter(email=user.email).exists():
        raise EmailTaken
    user.set_password(password)
    with transaction.atomic():
        user.save(force_insert=True)
        for role in USUAL if is_staff else ():
            StaffGrant.objects.create(user=user, role=role, granted_by="operator", granted_at=now)
    return user
