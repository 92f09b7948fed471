from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.payments.errors import GatewayUnavailable
from tenants.payments.services.pay_splits import pay_splits


@handles(JobName.PAY_SPLITS)
def _pay_splits(payment_id: str) -> None:
    if not pay_splits(payment_id=uuid.UUID(payment_id), now=now()):
        raise GatewayUnavailable(reason="shares are on their way")  # the job comes again
