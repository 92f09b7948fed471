from __future__ import annotations

import uuid

from django.db import transaction

from platform_core.identity.services.transfer_ownership import transfer_ownership
from tenants.access.role_choices import hold_role


@transaction.atomic
def hand_over_shop(*, to: uuid.UUID, role: str, by: uuid.UUID) -> None:
    """Make another member the owner; whoever was it has ``role`` from then on.

    Raises:
        RoleInvalid: there is no such role.
        MemberUnknown
    """
    hold_role(role)
    transfer_ownership(to=to, role=role, by=by)
