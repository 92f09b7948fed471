"""What Celery is woken for. Arguments are ids at most; the job rows in PostgreSQL decide what is done."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import Any

from celery import current_app, shared_task
from celery.signals import task_prerun, worker_ready
from django.conf import settings
from django.core.cache import cache
from django.db import connections

from platform_core.kernel.clock import now
from platform_core.kernel.jobs import JobName, handles
from platform_core.runtime.deaf_worker import watch_worker
from platform_core.runtime.stopping import is_stopping
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.dotted import load
from platform_core.tenancy.enums import SignUpState
from platform_core.tenancy.models import SignUp
from platform_core.tenancy.readiness import HEARTBEAT_KEY
from platform_core.tenancy.selectors import list_running_tenants
from platform_core.tenancy.services.check_domains import check_domains
from platform_core.tenancy.services.provision_tenant import provision_tenant
from platform_core.tenancy.services.refill_spares import refill_spares


@shared_task(name="platform_core.tenancy.tasks.run_due_jobs")
def run_due_jobs() -> None:
    """Run due jobs until none is left for this process, or it is to stop."""
    while not is_stopping() and job_runner.run_next_job():
        pass


@shared_task(name="platform_core.tenancy.tasks.tick")
def tick() -> None:
    """Wake whoever has something to do that no message told them of.

    One message every few seconds, not one for each of them: what a machine does while nothing happens, its visitors wait for.
    """
    moment = now()
    with platform_context():
        due = [task for look, task in settings.KAQUAN_WAKE_UPS.items() if load([look])[0](now=moment)]
    for task in due:
        current_app.send_task(task, ignore_result=True, expires=30)


def say_alive(queues: tuple[str, ...]) -> None:
    """Say that a worker lives and hears, whatever its children are busy with: to its own probe, and to all when it takes all work."""
    if settings.KAQUAN_ALIVE_FILE:
        Path(settings.KAQUAN_ALIVE_FILE).touch()
    if current_app.conf.task_default_queue in queues:
        with platform_context():
            cache.set(HEARTBEAT_KEY, time.time(), 120)


@task_prerun.connect
def ready_connections(**kwargs: Any) -> None:
    """A connection to the database outlives its task, unless it is broken, too old, or has seen too many schemas."""
    for each in connections.all(initialized_only=True):
        each.close_if_unusable_or_obsolete()
        if each.connection is not None and not each.in_atomic_block and not each.is_usable():
            each.close()


@worker_ready.connect
def begin_watch(**kwargs: Any) -> None:
    """As soon as the worker hears, and again whenever its broker came back."""
    queues = tuple(sorted(current_app.amqp.queues.consume_from))
    watch_worker(queues=queues, say_alive=partial(say_alive, queues))


@shared_task(name="platform_core.tenancy.tasks.sweep_tenants")
def sweep_tenants() -> None:
    """Do in every tenant what its clock asks for, and keep spare schemas ready."""
    _sweep(settings.KAQUAN_TENANT_SWEEPS)
    refill_spares()


@shared_task(name="platform_core.tenancy.tasks.do_chores")
def do_chores() -> None:
    """Do in every tenant what has no hurry, e.g. delete what is kept for days only."""
    _sweep(settings.KAQUAN_TENANT_CHORES)


@shared_task(name="platform_core.tenancy.tasks.check_domains")
def look_for_proofs() -> None:
    """Look for the proof of every domain whose time has come."""
    check_domains(now=now())


def _sweep(names: list[str]) -> None:
    sweeps = load(names)
    with platform_context():
        tenants = list_running_tenants()
    for tenant in tenants:
        with tenant_context(tenant):
            for sweep in sweeps:
                sweep(now=now())


def _give_up(sign_up_id: str) -> None:
    SignUp.objects.filter(pk=sign_up_id, tenant=None).update(state=SignUpState.FAILED, done_at=now())


@handles(JobName.PROVISION_TENANT, on_give_up=_give_up)
def _provision(sign_up_id: str) -> None:
    provision_tenant(sign_up_id=sign_up_id, now=now())
