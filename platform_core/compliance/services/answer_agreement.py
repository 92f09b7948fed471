from __future__ import annotations

import datetime as dt
import uuid

from platform_core.compliance.models import AgreementConsent, AgreementVersion
from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy.context import current_tenant


def answer_agreement(
    *, version_id: uuid.UUID, accepted: bool, user_id: str, email: str, now: dt.datetime
) -> AgreementConsent:
    """A shop says yes or no to a version of the platform's agreement, in its own context; the last word counts.

    No keeps nobody from selling: the version before holds for that shop, and it may leave (电子商务法 34).

    Raises:
        RecordNotFound: no such version.
    """
    if not AgreementVersion.objects.filter(pk=version_id).exists():
        raise RecordNotFound(id=str(version_id))
    return AgreementConsent.objects.create(
        tenant_role=current_tenant().role_name,
        version_id=version_id,
        accepted=accepted,
        said_by=user_id,
        said_email=email,
        said_at=now,
    )
