from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from platform_core.compliance.enums import ActorKind, AppealState, SupplierAct
from platform_core.compliance.lifecycle import Act, Actor, may
from platform_core.compliance.locks import get_appeal_locked
from platform_core.compliance.models import Appeal
from platform_core.compliance.services.advance_supplier import advance_supplier
from platform_core.compliance.standing import standing_of


def receive_appeal(*, appeal_id: uuid.UUID, now: dt.datetime) -> Appeal:
    """An appeal that a merchant made moves the supplier into appeal; doing it again changes nothing.

    A second merchant's appeal joins the one that is open: staff see both.
    """
    with transaction.atomic():
        appeal, supplier = get_appeal_locked(appeal_id)
        if (
            appeal.state == AppealState.OPEN
            and not appeal.restriction.category
            and may(standing_of(supplier), SupplierAct.APPEAL)
        ):
            actor = Actor(ActorKind.MERCHANT, appeal.made_by, appeal.made_email)
            advance_supplier(supplier=supplier, act=Act(SupplierAct.APPEAL, actor, appeal.made_at, appeal.text[:1000]))
        return appeal
