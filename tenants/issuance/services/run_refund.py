from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.ids import parse_public_id
from platform_core.kernel.transactions import in_transaction
from tenants.issuance.errors import AlreadyRedeemed, CodeStateInvalid
from tenants.issuance.services.fail_refund import fail_refund
from tenants.issuance.services.settle_refund import settle_refund


def run_refund(*, refund_id: uuid.UUID) -> None:
    """Settle a refund that waits for it, or say why it failed. Killed at any point it begins anew: nothing is half-done.

    Raises:
        RecordNotFound; LockTimeout: somebody holds a code for long; to be tried again later.
    """
    try:
        in_transaction(lambda: settle_refund(refund_id=refund_id, now=now()))
    except (AlreadyRedeemed, CodeStateInvalid) as refusal:
        code_id = parse_public_id("code", refusal.data["code_id"])
        fail_refund(refund_id=refund_id, failure=refusal.code, code_id=code_id, now=now())
