from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from platform_core.compliance.retention import Profile
from platform_core.compliance.retention_selectors import get_chosen_profile
from platform_core.compliance.services.set_retention_profile import set_retention_profile
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


def keep_installation_profile(*, say: Callable[[str], None] = lambda _: None) -> None:
    """After migrations, and before each run of the sweeps: write into the database that all shops keep records for ten years, where
    the setting says so. From then on its triggers refuse what is earlier, whichever process asks and whatever its setting is.

    A setting that is gone again shortens nothing: that takes ``manage.py set_retention_profile --all standard`` with a reason.
    """
    if settings.KAQUAN_RETENTION_PROFILE != Profile.LICENSED:
        return
    with platform_context():
        if get_chosen_profile("") == Profile.LICENSED:
            return
        set_retention_profile(
            tenant_role="", profile=Profile.LICENSED, reason="KAQUAN_RETENTION_PROFILE", by="system", now=now()
        )
    say("retention: all shops keep records for ten years from now on")
