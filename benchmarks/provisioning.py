"""A new merchant's schema: built cold beside its bare script, and taken from the warm spares."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from statistics import median

from benchmarks.rows import Row, at_most, fact, median_ratio
from benchmarks.stack import Stack


def measure(stack: Stack, quick: bool) -> list[Row]:
    """Cold: role, tables, rights, note. Floor: the same tables, one script, one transaction, nothing else."""
    from platform_core.tenancy.owner import owner_connection
    from platform_core.tenancy.services.build_spare import build_spare

    rounds = 6 if quick else 20
    script, cold = _script(), []
    floor = []

    def build() -> None:
        with owner_connection(autocommit=True) as owner:
            build_spare(owner=owner)

    for number in range(rounds):
        body = re.sub(r"\btmpl_kaquan_schema_template\b", f"bench_{number}", script)
        floor.append(_seconds(lambda body=body: _run(stack, body)))  # type: ignore[misc]
        cold.append(_seconds(build))
    with stack.admin() as connection:
        for number in range(rounds):
            connection.execute(f"DROP SCHEMA bench_{number} CASCADE")
    note = f"{median(cold) * 1000:.0f} against {median(floor) * 1000:.0f} ms"
    return [
        at_most("schema cold ÷ one script in one transaction", median_ratio(cold, floor), 1.5, note=note),
        at_most("schema from a warm spare", median(_take(rounds)) * 1000, 20, unit="ms"),
        fact("whole shop from a warm spare", median(_whole_shops(rounds)) * 1000, "ms", "keys, books, shelves too"),
    ]


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _script() -> str:
    from platform_core.tenancy.owner import owner_connection
    from platform_core.tenancy.selectors import get_newest_template

    with owner_connection() as owner, owner.cursor() as cursor:
        return get_newest_template(cursor).sql


def _run(stack: Stack, body: str) -> None:
    with stack.admin() as connection, connection.transaction():
        connection.execute("SET LOCAL search_path = public; SET LOCAL check_function_bodies = off")
        connection.execute(body)  # type: ignore[arg-type]


def _take(rounds: int) -> list[float]:
    from django.db import transaction

    from platform_core.tenancy.context import platform_context
    from platform_core.tenancy.services.take_schema import take_schema

    def take() -> None:
        with transaction.atomic():
            take_schema()

    with platform_context():
        return [_seconds(take) for _ in range(rounds // 2)]


def _whole_shops(rounds: int) -> list[float]:
    from django.db import transaction

    from platform_core.identity.services.register_user import register_user
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context
    from platform_core.tenancy.services.provision_tenant import provision_tenant
    from platform_core.tenancy.services.refill_spares import refill_spares
    from platform_core.tenancy.services.request_tenant import request_tenant

    refill_spares(wanted=rounds)
    taken = []
    with platform_context():
        owner = register_user(email="bench@example.com", password="a long enough one", display_name="B", now=now())
        for number in range(rounds // 2):
            with transaction.atomic():  # so that the worker cannot see the job, and be first, before the shop stands
                asked = request_tenant(
                    name="B", slug=f"bench-{number}", preset="vertical", positioning="", owner_id=owner.id, now=now()
                )
                taken.append(_seconds(lambda asked=asked: provision_tenant(sign_up_id=asked.sign_up.id, now=now())))  # type: ignore[misc]
    return taken
