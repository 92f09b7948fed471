from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.catalog.services.give_up_sheet import give_up_sheet
from tenants.catalog.services.review_texts import review_texts
from tenants.catalog.services.run_sheet import run_sheet


def _give_up(sheet_id: str) -> None:
    give_up_sheet(sheet_id=uuid.UUID(sheet_id), now=now())


@handles(JobName.REVIEW_TEXTS)
def _review_texts(product_id: str) -> None:
    review_texts(product_id=uuid.UUID(product_id), now=now())


@handles(JobName.RUN_SHEET, on_give_up=_give_up)
def _run_sheet(sheet_id: str) -> None:
    run_sheet(sheet_id=uuid.UUID(sheet_id), now=now())
