from __future__ import annotations

import uuid

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.reporting.services.give_up_export import give_up_export
from tenants.reporting.services.give_up_statement import give_up_statement
from tenants.reporting.services.load_statement import load_statement
from tenants.reporting.services.run_export import run_export


def _give_up(export_id: str) -> None:
    give_up_export(export_id=uuid.UUID(export_id), now=now())


@handles(JobName.RUN_EXPORT, on_give_up=_give_up)
def _run_export(export_id: str) -> None:
    run_export(export_id=uuid.UUID(export_id), now=now())


def _give_up_statement(statement_id: str) -> None:
    give_up_statement(statement_id=uuid.UUID(statement_id), now=now())


@handles(JobName.LOAD_STATEMENT, on_give_up=_give_up_statement)
def _load_statement(statement_id: str) -> None:
    load_statement(statement_id=uuid.UUID(statement_id), now=now())
