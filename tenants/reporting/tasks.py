from __future__ import annotations

import datetime as dt
import uuid

from celery import shared_task

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from tenants.reporting.services.export_closed_shop import export_closed_shop
from tenants.reporting.services.give_up_export import give_up_export
from tenants.reporting.services.give_up_statement import give_up_statement
from tenants.reporting.services.load_statement import load_statement
from tenants.reporting.services.run_export import run_export
from tenants.reporting.services.sweep_closed_exports import sweep_closed_exports


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


@handles(JobName.EXPORT_CLOSED_SHOP)
def _export_closed_shop(closed: str, told: list[str] | None = None, round_: int = 0) -> None:
    export_closed_shop(closed=dt.datetime.fromisoformat(closed), told=told, round_=round_, now=now())


@shared_task(name="tenants.reporting.tasks.sweep_closed_exports")
def sweep_closed() -> None:
    """Shred what is over in closed shops."""
    sweep_closed_exports()
