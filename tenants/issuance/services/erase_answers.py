from __future__ import annotations

import uuid
from collections.abc import Collection

from tenants.issuance.models import LineInputs


def erase_answers(*, issuance_ids: Collection[uuid.UUID]) -> int:
    """Forget what buyers answered for lines of issuances. In the caller's transaction.

    Returns:
        For how many lines.
    """
    return LineInputs.objects.filter(line__issuance_id__in=issuance_ids).delete()[0]
