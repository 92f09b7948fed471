from __future__ import annotations

import re

from django.conf import settings

from platform_core.tenancy.enums import SignUpState
from platform_core.tenancy.errors import SlugInvalid, SlugReserved, SlugTaken
from platform_core.tenancy.models import SignUp, Tenant

SLUG = re.compile(r"[a-z](?:-?[a-z0-9]){2,30}", re.ASCII)


def check_slug(*, slug: str) -> None:
    """Is this shop address to be had?

    Raises:
        SlugInvalid, SlugReserved, SlugTaken
    """
    if not SLUG.fullmatch(slug):
        raise SlugInvalid(slug=slug[:40])
    if slug in settings.KAQUAN_RESERVED_SLUGS:
        raise SlugReserved(slug=slug)
    pending = SignUp.objects.filter(slug=slug).exclude(state=SignUpState.FAILED)
    if Tenant.objects.filter(slug=slug).exists() or pending.exists():
        raise SlugTaken(slug=slug)
