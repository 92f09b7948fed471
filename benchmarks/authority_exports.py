"""Files for authorities of a shop with a month of orders: how long one takes to make, and by how much the process grows meanwhile."""

from __future__ import annotations

import datetime as dt
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.memory import PAGE, MemoryMeter
from benchmarks.rows import Row, at_most, fact
from benchmarks.stack import Stack

ORDERS, QUICK, BOUND_SECONDS, BOUND_MB = 50_000, 5_000, 60, 64
# Asked for by their documents: the orders alone, and everything that was done with them.
ASKED: dict[str, tuple[str, ...]] = {
    "orders alone": ("orders",),
    "orders with contacts": ("orders", "contacts"),
    "all of it": ("orders", "order_lines", "payments", "refunds", "issuances", "reveals", "buyers", "ledger", "audit"),
}


class OwnMemory:
    """By how many MB this process alone rises above where it began; its children are the platform."""

    def __enter__(self) -> Self:
        self._before = self._most = _own_mb()
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._watcher.join()

    @property
    def grown(self) -> float:
        """MB, at the worst moment."""
        return self._most - self._before

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            self._most = max(self._most, _own_mb())


def _own_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 2**20


def measure(stack: Stack, quick: bool) -> list[Row]:
    """As the worker makes it, in this process, with the database beside it."""
    orders = QUICK if quick else ORDERS
    shop = stack.shop("authority").tenant
    _fill(shop, orders)
    people = _people()
    rows = []
    for name, sections in ASKED.items():
        export = _asked(shop, people, sections)
        with OwnMemory() as own, MemoryMeter({"postgres": stack.up.children()["postgres"]}) as memory:
            begun = time.perf_counter()
            many, size = _build(export, people[1])
            seconds = time.perf_counter() - begun
        note = f"{many:,} rows, {size / 2**20:.1f} MB; postgres grew by {memory.grown['postgres']:.0f} MB"
        rows.append(at_most(f"{name} of {orders:,} orders", seconds, BOUND_SECONDS, unit="s", note=note))
        rows.append(at_most(f"{name}, memory of the process", own.grown, BOUND_MB, unit="MB"))
        rows.append(fact(f"{name}, rows a second", many / seconds, "rows/s"))
    return rows


def _fill(shop: Any, orders: int) -> None:
    from platform_core.kernel.clock import local_date, now
    from platform_core.tenancy.context import tenant_context
    from testbed.month import fill_month
    from testbed.traces import fill_traces

    with tenant_context(shop):
        fill_traces(fill_month(orders=orders, last=local_date(now(), shop.time_zone), before=now()))


def _people() -> list[Any]:
    from platform_core.compliance.enums import ActorKind
    from platform_core.compliance.lifecycle import Actor
    from platform_core.identity.models import StaffGrant
    from platform_core.identity.services.register_user import register_user
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    people = []
    with platform_context():
        for name in ("asks", "approves"):
            user = register_user(
                email=f"{name}@bench.example", password="bench bench 1", display_name=name, now=now(), is_staff=True
            )
            StaffGrant.objects.get_or_create(
                user=user, role="lead", defaults={"granted_by": "bench", "granted_at": now()}
            )
            people.append(Actor(ActorKind.STAFF, str(user.id), user.email))
    return people


def _asked(shop: Any, people: list[Any], sections: tuple[str, ...]) -> Any:
    """The id of a request that the second person read the letter of."""
    from platform_core.compliance.export_enums import ExportScope
    from platform_core.compliance.export_selectors import find_letter
    from platform_core.compliance.services.ask_export import Asked, Letter, ask_export
    from platform_core.compliance.services.look_at_letter import look_at_letter
    from platform_core.compliance.services.scan_letter import scan_letter
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    asked = Asked(
        authority="Bench", country="CN", level="city", document="B 1", document_on=dt.date(2026, 1, 5), officer="B",
        officer_contact="1", basis="fraud_26", basis_detail="", asks_for="everything of the month", scope=ExportScope.TENANT,
        shop=shop, about="", sections=sections, since=now() - dt.timedelta(days=40), until=now() + dt.timedelta(days=1),
        due_at=None, secret_until=None, secret_reason="",
    )  # fmt: skip
    with platform_context():
        export = ask_export(asked=asked, letter=Letter(_picture(), "letter.jpg"), actor=people[0], now=now())
        letter = find_letter(export.id)
        assert letter is not None
        scan_letter(letter_id=letter.id)
        letter.refresh_from_db()
        look_at_letter(letter=letter, page=1, actor=people[1], address="127.0.0.1", now=now())
    return export.id


def _picture() -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (600, 800), "#fdf6e3").save(out, "JPEG")
    return out.getvalue()


def _build(export_id: Any, lead: Any) -> tuple[int, int]:
    """How many rows the file has, and bytes. Approved in the same transaction, so that no worker makes it first."""
    from django.db import transaction

    from platform_core.compliance.export_pack import Pack
    from platform_core.compliance.models import AuthorityExport
    from platform_core.compliance.services.build_export import build_export
    from platform_core.compliance.services.decide_export import decide_export
    from platform_core.kernel.clock import now
    from platform_core.tenancy.context import platform_context

    counted: list[int] = []
    usual = Pack.add_rows

    def add_rows(self: Pack, name: str, rows: Any) -> int:
        counted.append(usual(self, name, rows))
        return counted[-1]

    Pack.add_rows = add_rows  # type: ignore[method-assign]
    try:
        with platform_context(), transaction.atomic():
            decide_export(export_id=export_id, actor=lead, agree=True, answer="", now=now())
            build_export(export_id=export_id, now=now())
            return sum(counted), AuthorityExport.objects.get(pk=export_id).size
    finally:
        Pack.add_rows = usual  # type: ignore[method-assign]
