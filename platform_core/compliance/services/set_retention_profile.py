from __future__ import annotations

import datetime as dt

from django.db import transaction

from platform_core.compliance.models import RetentionChoice
from platform_core.compliance.retention import Profile
from platform_core.compliance.services.record_staff_act import record_staff_act
from platform_core.compliance.services.record_staff_outcome import record_staff_outcome


def set_retention_profile(
    *, tenant_role: str, profile: Profile, reason: str, by: str, now: dt.datetime
) -> RetentionChoice:
    """Say under which law a shop keeps its records; the last word counts, and every word stays. On the platform.

    Raises:
        IntegrityError: without a reason.
    """
    with transaction.atomic():
        act = record_staff_act(
            user_id=None, email=by, act="set_retention_profile", tenant_role=tenant_role, reason=reason.strip(), now=now
        )
        choice = RetentionChoice.objects.create(
            tenant_role=tenant_role, profile=profile, reason=reason.strip()[:500], set_by=by[:254], at=now
        )
        record_staff_outcome(act_id=act, outcome="done", detail={"profile": profile.value}, now=now)
    return choice
