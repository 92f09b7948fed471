from __future__ import annotations

import uuid

from merchant_api.v1.issuance_batches.working import give_up_batch, run_batch
from platform_core.kernel.jobs import JobName, handles


def _give_up(batch_id: str) -> None:
    give_up_batch(uuid.UUID(batch_id))


@handles(JobName.RUN_ISSUANCE_BATCH, on_give_up=_give_up)
def _run_batch(batch_id: str) -> None:
    run_batch(uuid.UUID(batch_id))
