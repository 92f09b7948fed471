from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.errors import DomainError
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.context import current_tenant
from tenants.access.authenticate import get_caller
from tenants.issuance.enums import BatchStatus
from tenants.issuance.many import get_bulk_void
from tenants.issuance.services.end_bulk_void import end_bulk_void
from tenants.issuance.services.void_next_codes import void_next_codes

SCOPE = "codes:void"


def run_bulk_void(*, void_id: uuid.UUID) -> None:
    """Void what a bulk void has still to do. Killed at any point it goes on, and voids nothing twice.

    A key that may not void any more stops what it began.

    Raises:
        RecordNotFound; LockTimeout: somebody holds a code for long; to be tried again later.
    """
    key_id, more = get_bulk_void(void_id).key_id, True
    while more:
        refusal = _refusal(key_id)
        if refusal:
            end_bulk_void(void_id=void_id, status=BatchStatus.FAILED, now=now(), failure=refusal)
            return
        more = in_transaction(lambda: void_next_codes(void_id=void_id, now=now()))


def _refusal(key_id: uuid.UUID) -> str:
    """Why the key may not void now; empty: it may."""
    try:
        return "" if SCOPE in get_caller(key_id, current_tenant()).scopes else "scope_missing"
    except DomainError as error:
        return error.code
