"""The back office of a shop with a month of orders: how long each list and report page takes, and exports beside their memory."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.http_load import Connection
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

ORDERS, QUICK, TURNS, BOUND_MS = 50_000, 5_000, 7, 200
# Pages that show no rows of the month: forms, fragments, files.
SKIPPED = frozenset({"enter", "leave"})


def measure(stack: Stack, quick: bool) -> list[Row]:
    """The median time of each page, one after the other, as its owner's browser waits for the server; loopback, no other load."""
    orders = QUICK if quick else ORDERS
    tenant = stack.shop("office").tenant
    _fill(tenant, orders)
    connection = Connection(stack.up.port)
    headers = {"Host": f"{tenant.host}:{stack.up.port}"}
    headers["Cookie"] = _log_in(tenant, connection, headers)
    connection.ask("GET", "/console/", headers)
    rows, slow = [], 0
    for name, path in _pages():
        taken, status, size = [], 0, 0
        for _ in range(TURNS):
            begun = time.perf_counter()
            answer = connection.ask("GET", path, headers)
            taken.append((time.perf_counter() - begun) * 1000)
            status, size = answer.status, len(answer.body)
        if status != 200:
            continue
        slow += median(taken) > BOUND_MS
        rows.append(at_most(name, median(taken), BOUND_MS, unit="ms", note=f"{path}, {size // 1024} KB"))
    rows.sort(key=lambda row: -row.value)
    return [fact("orders in the month", orders, ""), fact(f"pages slower than {BOUND_MS} ms", slow, ""), *rows]


def _fill(tenant: object, orders: int) -> None:
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import tenant_context
    from testbed.month import fill_month

    with tenant_context(tenant):  # type: ignore[arg-type]
        fill_month(orders=orders, last=now().date())


def _log_in(tenant: object, connection: Connection, headers: dict[str, str]) -> str:
    from platform_core.identity.models import Membership
    from platform_core.identity.services.issue_console_ticket import issue_console_ticket
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    with platform_context():
        owner = Membership.objects.get(tenant_id=tenant.id, role="owner")  # type: ignore[attr-defined]
        ticket = issue_console_ticket(user_id=owner.user_id, tenant_id=owner.tenant_id, now=now())
    answer = connection.ask("GET", f"/console/enter?ticket={ticket}", headers)
    return "; ".join(cookie.split(";")[0] for cookie in answer.headers["set-cookie"].split("\n"))


def _pages() -> list[tuple[str, str]]:
    """Every page of the back office whose address needs nothing more."""
    from django.urls import reverse

    from tenants.console import urls

    names = [pattern.name for pattern in urls.urlpatterns if pattern.name and "<" not in str(pattern.pattern)]
    return [(name, reverse(f"console:{name}", urlconf="config.urls_tenant")) for name in names if name not in SKIPPED]
