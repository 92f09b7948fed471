from __future__ import annotations

import datetime as dt
import uuid

from tenants.inventory.services.end_validity import end_validity
from tenants.issuance.codes import ON_SHELF, WITH_BUYER, Code
from tenants.issuance.enums import CodeStatus
from tenants.issuance.errors import CodeStateInvalid
from tenants.issuance.selectors import get_code


def expire_code(*, code_id: uuid.UUID, today: dt.date) -> Code:
    """Let a code of a test shop have been valid until yesterday. Expiring twice changes nothing.

    Raises:
        RecordNotFound, NotInTestMode
        CodeStateInvalid: it is shared by many buyers, or used up, void or frozen: none of these expires.
    """
    code = get_code(code_id)
    status = code.status(today)
    if status == CodeStatus.EXPIRED:
        return code
    if status not in ON_SHELF | WITH_BUYER or code.stored.place == "shared":
        raise CodeStateInvalid(current_state=status.value)
    end_validity(code=code.stored, last_day=today - dt.timedelta(days=1))
    return get_code(code_id)
